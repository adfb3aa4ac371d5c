import type { Certificate } from '../../src/model/records/certificate.ts';
import type { VersionAnswer, Versions } from '../../src/model/records/endpoint.ts';
import type { Failure, Reply } from '../../src/model/records/failure.ts';
import type {
  Outcome,
  Level,
  MxKind,
  PathOutcome,
  Problem,
  StarttlsOffer,
  StarttlsWord,
  TlsVersion,
} from '../../src/model/records/words.ts';

/** What a snapshot must say of the endpoint at one real server. */
export interface EndpointTruth {
  readonly outcome: Outcome;
  readonly failure: Pick<Failure, 'stage' | 'code'> | null;
  readonly reply: Pick<Reply, 'stage' | 'code'> | null;
  readonly hello: 'EHLO' | 'HELO' | null;
  readonly starttls: StarttlsOffer | null;
  /** Null where there is no TLS. */
  readonly tls: { readonly version: TlsVersion | null; readonly versions: Versions } | null;
  /** Of the server's own certificate. */
  readonly certificate: Pick<Certificate, 'key' | 'signature' | 'selfSigned'> | null;
  readonly path: PathOutcome | null;
  readonly problems: readonly Problem[] | null;
  readonly notes: readonly string[];
}

/** The record of a server that completes the handshake, and then breaks off for want of a client certificate. */
export function demandsCertificate(
  versions: Versions,
  reply: EndpointTruth['reply'],
): EndpointTruth {
  return {
    ...VALID_13,
    outcome: 'tls-failed',
    failure: { stage: 'handshake', code: 'tls-alert' },
    reply,
    tls: { version: null, versions },
    notes: ['client-certificate-required'],
  };
}

/** What a snapshot must say of one domain. */
export interface DomainTruth {
  readonly kind: MxKind;
  readonly failure: Pick<Failure, 'stage' | 'code'> | null;
  readonly level: Level;
  readonly starttls: StarttlsWord | null;
  /** The MX hosts, sorted by preference and name. */
  readonly hosts: readonly string[];
  readonly notes: readonly string[];
}

/** Postfix and Exim as Debian 12 has them: a handshake by `openssl s_client` at security level 0 completes at each of the four. */
export const FROM_10_TO_13: Versions = versions('no', 'yes', 'yes', 'yes', 'yes');

/** What is known of a server that breaks off at each probe, as a fault is confirmed first, and its TLS 1.1 is not asked for. */
export const ONLY_13_AND_12_KNOWN: Versions = versions(
  'untested',
  'untested',
  'untested',
  'yes',
  'yes',
);

/** TLS 1.2 and nothing else. */
export const ONLY_12: Versions = versions('no', 'no', 'no', 'yes', 'no');

/** TLS 1.0 and nothing else. */
export const ONLY_10: Versions = versions('no', 'yes', 'no', 'no', 'no');

/** Anonymous suites, which TLS 1.3 has none of; finding that out leaves no connection to ask for SSL 3.0 with. */
export const ANONYMOUS: Versions = versions('untested', 'yes', 'yes', 'yes', 'no');

/** The record of a server without a fault, whose certificate is issued under the root that the scanner trusts. */
export const VALID_13: EndpointTruth = {
  outcome: 'tls',
  failure: null,
  reply: null,
  hello: 'EHLO',
  starttls: 'offered',
  tls: { version: 'TLSv1.3', versions: FROM_10_TO_13 },
  certificate: { key: 'RSA 2048', signature: 'sha256WithRSAEncryption', selfSigned: false },
  path: 'trusted',
  problems: [],
  notes: [],
};

/** The record of a server with a self-signed certificate. */
export const SELF_SIGNED: EndpointTruth = {
  ...VALID_13,
  certificate: { key: 'RSA 2048', signature: 'sha256WithRSAEncryption', selfSigned: true },
  path: 'self-signed',
  problems: ['self-signed'],
};

/** The record of a server that answered EHLO without offering STARTTLS. */
export const PLAINTEXT: EndpointTruth = {
  ...VALID_13,
  outcome: 'plaintext',
  starttls: 'not-offered',
  tls: null,
  certificate: null,
  path: null,
  problems: null,
};

/** The record of a server that rejected or deferred the client before it offered STARTTLS, for what it has against it. */
export function sentAway(
  outcome: 'rejected' | 'deferred',
  reply: NonNullable<EndpointTruth['reply']>,
  note: 'scanner-listed' | 'scanner-throttled',
): EndpointTruth {
  return { ...PLAINTEXT, outcome, reply, hello: null, starttls: null, notes: [note] };
}

/** The record of a server that offers STARTTLS and then refuses it. */
export function refusedStarttls(code: number): EndpointTruth {
  const reply = { stage: 'starttls', code } as const;
  return { ...PLAINTEXT, outcome: 'refused-starttls', reply, starttls: 'offered' };
}

function versions(...[SSLv3, TLSv1, TLSv11, TLSv12, TLSv13]: Answers): Versions {
  return { SSLv3, TLSv1, 'TLSv1.1': TLSv11, 'TLSv1.2': TLSv12, 'TLSv1.3': TLSv13 };
}

type Answers = [VersionAnswer, VersionAnswer, VersionAnswer, VersionAnswer, VersionAnswer];
