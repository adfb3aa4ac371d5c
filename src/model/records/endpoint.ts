import { z } from 'zod';
import { compareAddresses } from '../names/ip-address.ts';
import { appended } from './appended.ts';
import { CertificateIdSchema } from './certificate.ts';
import { FailureSchema, ReplySchema, type Failure } from './failure.ts';
import {
  ANSWERS,
  DANE_VERDICTS,
  DNSBL_STATES,
  DNSSEC_WORDS,
  HELLOS,
  PATH_OUTCOMES,
  PROBLEMS,
  SNI_ANSWERS,
  STARTTLS_OFFERS,
  TLS_VERSIONS,
  type EndpointClass,
  type FailureCode,
  type Outcome,
  type SuiteFamily,
  type TlsVersion,
} from './words.ts';

const answer = z.enum(ANSWERS);
export type VersionAnswer = z.infer<typeof answer>;

const VersionsSchema = z.object({
  SSLv3: answer,
  TLSv1: answer,
  'TLSv1.1': answer,
  'TLSv1.2': answer,
  'TLSv1.3': answer,
} satisfies Record<TlsVersion, z.ZodType>);
export type Versions = z.infer<typeof VersionsSchema>;

/** What the SMTP dialogue showed before TLS; each part is null where the dialogue did not get that far. */
export const SmtpFactsSchema = z.object({
  greeting: z.string().nullable(),
  hello: z.enum(HELLOS).nullable(),
  ehlo: z.array(z.string()),
  starttls: z.enum(STARTTLS_OFFERS).nullable(),
});
export type SmtpFacts = z.infer<typeof SmtpFactsSchema>;

/** What the TLS handshake agreed on. `cipher` is the IANA name; `group` is null where none was used. */
const TlsFactsSchema = z.object({
  version: z.enum(TLS_VERSIONS).nullable(),
  cipher: z.string().nullable(),
  group: z.string().nullable(),
  versions: VersionsSchema,
});
export type TlsFacts = z.infer<typeof TlsFactsSchema>;

const DaneSchema = z.object({
  dnssec: z.enum(DNSSEC_WORDS),
  records: z.array(z.string()),
  verdict: z.enum(DANE_VERDICTS),
});

const PathSchema = z
  .object({ outcome: z.enum(PATH_OUTCOMES), via: z.array(CertificateIdSchema) })
  .nullable();

/** One of two certificates of a server: the facts of its endpoint as they are to clients that get this one. */
const OneOfTwoSchema = z.object({
  chain: z.array(CertificateIdSchema),
  path: PathSchema,
  problems: z.array(z.enum(PROBLEMS)),
  undetermined: z.array(z.enum(PROBLEMS)),
  dane: z.enum(DANE_VERDICTS).nullable(),
});
export type OneOfTwo = z.infer<typeof OneOfTwoSchema>;

const DeepSchema = z.object({
  groups: z.record(z.string(), answer),
  suites: z.object({
    anonymous: answer,
    export: answer,
    RC4: answer,
    '3DES': answer,
  } satisfies Record<SuiteFamily, z.ZodType>),
  dheBits: z.int().nullable(),
  certificates: z.object({
    RSA: CertificateIdSchema.nullable(),
    ECDSA: CertificateIdSchema.nullable(),
  }),
  withoutSni: z.enum(SNI_ANSWERS),
  presented: appended(z.object({ RSA: OneOfTwoSchema, ECDSA: OneOfTwoSchema })),
});

/** The kinds of key that a server may have a certificate each for. */
export const CERTIFICATE_KEYS = [
  'RSA',
  'ECDSA',
] as const satisfies (keyof DeepFacts['certificates'])[];
export type CertificateKey = (typeof CERTIFICATE_KEYS)[number];

export type DeepFacts = z.infer<typeof DeepSchema>;

/** What one DNS list says of an address (RFC 5782). */
export const DnsblListingSchema = z.object({
  zone: z.string(),
  state: z.enum(DNSBL_STATES),
  /** The addresses of 127.0.0.0/8 that it answered, sorted. */
  codes: z.array(z.string()),
  reason: z.string().nullable(),
  /** Why it could not be asked. */
  error: z.string().nullable(),
});
export type DnsblListing = z.infer<typeof DnsblListingSchema>;

/** An endpoint record whose `outcome` decides which of its parts are there: a status never stands beside a contradicting one. */
function endpointRecord<
  const E extends string,
  F extends z.ZodType,
  S extends z.ZodType,
  M extends z.ZodType,
  T extends z.ZodType,
>(outcome: E, parts: { failure: F; reply: S; smtp: M; tls: T }) {
  return z.object({
    host: z.string(),
    address: z.string().nullable(),
    outcome: z.literal(outcome),
    failure: parts.failure,
    reply: parts.reply,
    smtp: parts.smtp,
    tls: parts.tls,
    certificate: CertificateIdSchema.nullable(),
    chain: z.array(CertificateIdSchema),
    path: PathSchema,
    problems: z.array(z.enum(PROBLEMS)).nullable(),
    undetermined: z.array(z.enum(PROBLEMS)),
    notes: z.array(z.string()),
    dane: DaneSchema.nullable(),
    deep: DeepSchema.nullable(),
    addresses: z.array(z.string()).optional(),
    dnsbl: appended(z.array(DnsblListingSchema)),
  });
}

const none = z.null();
const mayHaveReply = ReplySchema.nullable();
const mayHaveSmtp = SmtpFactsSchema.nullable();

/** The parts of a record that its `outcome` decides. */
export const OUTCOME_PARTS = {
  tls: { failure: none, reply: mayHaveReply, smtp: mayHaveSmtp, tls: TlsFactsSchema },
  'tls-failed': {
    failure: FailureSchema,
    reply: mayHaveReply,
    smtp: mayHaveSmtp,
    tls: TlsFactsSchema.nullable(),
  },
  'refused-starttls': { failure: none, reply: ReplySchema, smtp: mayHaveSmtp, tls: none },
  plaintext: { failure: none, reply: mayHaveReply, smtp: mayHaveSmtp, tls: none },
  stripped: { failure: none, reply: mayHaveReply, smtp: mayHaveSmtp, tls: none },
  rejected: { failure: none, reply: ReplySchema, smtp: mayHaveSmtp, tls: none },
  deferred: { failure: none, reply: ReplySchema, smtp: mayHaveSmtp, tls: none },
  failed: { failure: FailureSchema, reply: mayHaveReply, smtp: mayHaveSmtp, tls: none },
} as const satisfies Record<Outcome, object>;

/** One (MX host, address) and what it answered: one line of a snapshot. */
export const EndpointSchema = z.discriminatedUnion('outcome', [
  endpointRecord('tls', OUTCOME_PARTS.tls),
  endpointRecord('tls-failed', OUTCOME_PARTS['tls-failed']),
  endpointRecord('refused-starttls', OUTCOME_PARTS['refused-starttls']),
  endpointRecord('plaintext', OUTCOME_PARTS.plaintext),
  endpointRecord('stripped', OUTCOME_PARTS.stripped),
  endpointRecord('rejected', OUTCOME_PARTS.rejected),
  endpointRecord('deferred', OUTCOME_PARTS.deferred),
  endpointRecord('failed', OUTCOME_PARTS.failed),
]);
export type Endpoint = z.infer<typeof EndpointSchema>;

/** Whether an endpoint comes before another in the order of the format: by host, then address as text with null first. */
export function isBefore(a: Endpoint, b: Endpoint): boolean {
  return a.host === b.host ? compareAddresses(a.address, b.address) < 0 : a.host < b.host;
}

/** The ids of all certificates that an endpoint refers to. */
export function certificateIdsOf({ certificate, chain, path, deep }: Endpoint): string[] {
  const { RSA = null, ECDSA = null } = deep?.certificates ?? {};
  const others = Object.values(deep?.presented ?? {});
  return [
    ...[certificate, ...chain, ...(path?.via ?? []), RSA, ECDSA].filter((id) => id !== null),
    ...others.flatMap((each) => [...each.chain, ...(each.path?.via ?? [])]),
  ];
}

/** The handshake failures that are the server's own doing and that every client would meet; the others leave it unknown. */
const BROKEN_HANDSHAKE: ReadonlySet<FailureCode> = new Set([
  'tls-alert',
  'no-shared-version',
  'malformed',
]);

/** What decides the class of an endpoint. */
export type ClassFacts =
  | { outcome: 'tls' | 'plaintext' | 'stripped' | 'rejected' | 'deferred' | 'failed' }
  | { outcome: 'tls-failed'; failure: Pick<Failure, 'code'> }
  | { outcome: 'refused-starttls'; reply: { code: number } };

/** Gives the class that an endpoint counts as. Only `plaintext` says that STARTTLS was not offered. */
export function classOf(endpoint: ClassFacts): EndpointClass {
  switch (endpoint.outcome) {
    case 'tls':
      return 'tls';
    case 'plaintext':
      return 'plaintext';
    case 'stripped':
      return 'broken';
    case 'tls-failed':
      return BROKEN_HANDSHAKE.has(endpoint.failure.code) ? 'broken' : 'unknown';
    case 'refused-starttls':
      return endpoint.reply.code >= 500 ? 'broken' : 'unknown';
    case 'rejected':
    case 'deferred':
    case 'failed':
      return 'unknown';
  }
}

/**
 * Whether TLS failed on a port where it comes first (RFC 8314 §3.3), so that no STARTTLS was accepted: elsewhere the server has
 * greeted before a handshake fails.
 */
export function awaitsTls<T extends { outcome: string; smtp: SmtpFacts | null }>(
  endpoint: T,
): endpoint is Extract<T, { outcome: 'tls-failed' }> {
  const { outcome, smtp } = endpoint;
  return outcome === 'tls-failed' && smtp !== null && smtp.greeting === null;
}
