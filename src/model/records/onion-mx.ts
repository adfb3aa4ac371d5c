import { z } from 'zod';
import { CertificateSchema } from './certificate.ts';
import { OUTCOME_PARTS } from './endpoint.ts';
import { DNSSEC_WORDS, ONION_KINDS, POLICY_STATES, type Outcome } from './words.ts';

/** At most so many SRV records of a domain are kept; the rest is `omitted`. */
export const ONION_CAP = 20;

const uint16 = z.int().min(0).max(65535);

/** What an onion host answered: `outcome` decides the parts, as in the record of an endpoint. */
function answerRecord<const O extends Outcome, C extends z.ZodType>(outcome: O, certificate: C) {
  return z.object({ outcome: z.literal(outcome), ...OUTCOME_PARTS[outcome], certificate });
}

const none = z.null();
const mayBeShown = CertificateSchema.nullable();

/**
 * What an onion host answered over Tor. The certificate of the server stands in it as a whole and is not judged: the name of an
 * onion service is its key. So no endpoint, certificate or count of a snapshot depends on an onion host.
 */
export const OnionAnswerSchema = z.discriminatedUnion('outcome', [
  answerRecord('tls', mayBeShown),
  answerRecord('tls-failed', mayBeShown),
  answerRecord('refused-starttls', none),
  answerRecord('plaintext', none),
  answerRecord('stripped', none),
  answerRecord('rejected', none),
  answerRecord('deferred', none),
  answerRecord('failed', none),
]);
export type OnionAnswer = z.infer<typeof OnionAnswerSchema>;

/** One SRV record (RFC 2782); `host` without the final dot, `.` for the root. `answer`: null for a host that was not asked. */
const OnionRecordSchema = z.object({
  host: z.string(),
  kind: z.enum(ONION_KINDS),
  port: uint16,
  priority: uint16,
  weight: uint16,
  answer: OnionAnswerSchema.nullable(),
});
export type OnionRecord = z.infer<typeof OnionRecordSchema>;

/** The SRV records `_onion-mx._tcp` of a domain, by priority, then the greater weight, host and port. */
export const OnionMxSchema = z.object({
  state: z.enum(POLICY_STATES),
  dnssec: z.enum(DNSSEC_WORDS),
  records: z.array(OnionRecordSchema),
  omitted: z.int().min(0),
  error: z.string().nullable(),
});
export type OnionMx = z.infer<typeof OnionMxSchema>;
