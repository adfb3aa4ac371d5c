import { z } from 'zod';
import { SmtpFactsSchema } from '../../model/records/endpoint.ts';
import { FailureSchema, ReplySchema } from '../../model/records/failure.ts';
import { FAILURE_CODES, NOTES, TLS_VERSIONS } from '../../model/records/words.ts';
import { shownText } from '../../model/text/shown-text.ts';
import type { Attempted } from '../smtp/make-attempt.ts';

/**
 * What became of a job. `refused`: the rules of the worker forbid it, or it is none. `left`: the worker ended before the
 * connection did, or the survey is over. `lostAnswer`: why the machine of the worker could not read the answer; null for nothing.
 */
export type JobResult =
  | { kind: 'attempted'; attempted: Attempted; lostAnswer: string | null }
  | { kind: 'refused' | 'left'; reason: string };

export type ReadResult = JobResult | { kind: 'invalid'; reason: string };

/** The longest result as text, in characters; longer dialogues are left out. */
const RESULT_CAP = 1 << 20;

const TEXT = z.string().max(4_096);
const COUNT = z.int().min(0).max(0xffff);

/** A certificate in DER: OpenSSL and the parser of hellos read chains of 100 kB at most. */
const CertificateSchema = z
  .base64()
  .max(200_000)
  .transform((text) => Buffer.from(text, 'base64'));
const ChainSchema = z.array(CertificateSchema).max(50);

const Facts = {
  smtp: SmtpFactsSchema.extend({ greeting: TEXT.nullable(), ehlo: z.array(TEXT).max(64) }),
  notes: z.array(z.enum(NOTES)).max(64),
};
const Failed = FailureSchema.extend({ detail: TEXT }).strict();
const Replied = ReplySchema.extend({ text: TEXT }).strict();

const HandshakeSchema = z.strictObject({
  version: z.enum(TLS_VERSIONS),
  cipher: TEXT,
  group: TEXT.nullable(),
  chain: ChainSchema,
});

const AnswerSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('server-hello'),
    hello: z.strictObject({
      version: z.enum(TLS_VERSIONS),
      suite: COUNT,
      group: COUNT.nullable(),
      secureRenegotiation: z.boolean(),
    }),
    chain: ChainSchema,
    keyExchange: z
      .discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('finite-field'),
          bits: z
            .int()
            .min(0)
            .max(1 << 20),
        }),
        z.strictObject({ kind: z.literal('group'), number: COUNT }),
        z.strictObject({ kind: z.literal('other') }),
      ])
      .nullable(),
    clientCertificateAsked: z.boolean(),
    alert: COUNT.nullable(),
  }),
  z.strictObject({ kind: z.literal('alert'), description: COUNT }),
  z.strictObject({ kind: z.literal('none'), code: z.enum(FAILURE_CODES), detail: TEXT }),
]);

const ConnectionSchema = z.discriminatedUnion('outcome', [
  z.strictObject({
    ...{ ...Facts, outcome: z.literal('tls') },
    ...{ handshake: HandshakeSchema, reply: Replied.nullable() },
  }),
  z.strictObject({
    ...{ ...Facts, outcome: z.literal('tls-failed'), failure: Failed },
    ...{ handshake: HandshakeSchema.nullable(), reply: Replied.nullable() },
  }),
  z.strictObject({
    ...{ ...Facts, outcome: z.enum(['refused-starttls', 'rejected', 'deferred']), reply: Replied },
  }),
  z.strictObject({
    ...{ ...Facts, outcome: z.enum(['plaintext', 'stripped']), reply: Replied.nullable() },
  }),
  z.strictObject({
    ...{ ...Facts, outcome: z.literal('failed'), failure: Failed, reply: Replied.nullable() },
  }),
  z.strictObject({
    ...{ ...Facts, outcome: z.literal('hello'), notes: z.array(TEXT).max(64) },
    answer: AnswerSchema,
  }),
]) satisfies z.ZodType<Attempted['result']>;

const LineSchema = z.strictObject({
  from: z.enum(['client', 'server', 'scanner']),
  text: z.string().max(RESULT_CAP),
});

const AttemptedSchema = z.strictObject({
  result: ConnectionSchema,
  lines: z.array(LineSchema).max(RESULT_CAP),
  stalledMs: z.number().min(0),
  elsewhere: z.null(),
}) satisfies z.ZodType<Attempted>;

const ResultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('attempted'),
    attempted: AttemptedSchema,
    lostAnswer: TEXT.nullable(),
  }),
  z.strictObject({ kind: z.enum(['refused', 'left']), reason: TEXT }),
]) satisfies z.ZodType<JobResult>;

/** The result of a job as JSON: certificates in base64, and a dialogue that is too long left out. */
export function resultText(result: JobResult): string {
  const text = JSON.stringify(result, withBase64);
  if (text.length <= RESULT_CAP || result.kind !== 'attempted') return text;
  const lines = [{ from: 'scanner', text: 'the dialogue is too long for the queue' }];
  const attempted = { ...result.attempted, lines };
  return JSON.stringify({ ...result, attempted }, withBase64);
}

/** `JSON.stringify` has called `toJSON` of a Buffer before it asks. */
function withBase64(this: unknown, key: string, value: unknown): unknown {
  const before: unknown = (this as Readonly<Record<string, unknown>>)[key];
  return Buffer.isBuffer(before) ? before.toString('base64') : value;
}

/** Reads the result of a job: anybody who reaches the Redis server may have written it. */
export function readResult(text: unknown): ReadResult {
  const read = ResultSchema.safeParse(parsed(text));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = issue?.path.join('.') ?? '';
  return { kind: 'invalid', reason: shownText(`${place}: ${issue?.message ?? ''}`, 200) };
}

function parsed(text: unknown): unknown {
  if (typeof text !== 'string' || text.length > RESULT_CAP) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
