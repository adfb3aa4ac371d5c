import type { Versions } from '../../../src/model/records/endpoint.ts';
import { TLS_VERSIONS, type Problem, type TlsVersion } from '../../../src/model/records/words.ts';
import type { EndpointTruth } from '../truth.ts';
import { FACTS, UNKNOWABLE, type Truth } from './facts.ts';

/** What a server with TLS is, by its configuration. */
export interface TlsTruth {
  /** SSL 3.0 to TLS 1.3, `y` or `n` each. */
  readonly versions: string;
  readonly key: string | null;
  readonly chain: string | null;
  /** Default no; null: of one of two certificates. */
  readonly expired?: 'yes' | 'no' | null;
  readonly name?: 'no' | null;
  /** The weak families that it takes. */
  readonly weak?: readonly ('anonymous' | 'export' | 'RC4' | '3DES')[];
  /** Of its finite-field groups, before TLS 1.3; null where not known. */
  readonly dhe: string | null;
}

/** A server that does TLS. */
export function withTls(truth: TlsTruth): Truth {
  const taken = TLS_VERSIONS.filter((_, i) => truth.versions[i] === 'y');
  const answer = (yes: boolean): string => (yes ? 'yes' : 'no');
  const weak = truth.weak ?? [];
  const noCertificate = truth.key === null && truth.chain === null;
  return {
    STARTTLS: 'yes',
    ...versionFacts((version) => answer(taken.includes(version))),
    'highest version': taken.at(-1) ?? null,
    key: truth.key,
    chain: truth.chain,
    expired: noCertificate || truth.expired === null ? null : (truth.expired ?? 'no'),
    'name matches': noCertificate ? null : (truth.name ?? 'yes'),
    anonymous: answer(weak.includes('anonymous')),
    export: answer(weak.includes('export')),
    RC4: answer(weak.includes('RC4')),
    '3DES': answer(weak.includes('3DES')),
    'DHE bits': truth.dhe,
  };
}

/** What the TLS of a mail server is, whatever its certificate. */
export interface LibraryTruth {
  readonly weak: NonNullable<TlsTruth['weak']>;
  /** `as the key`: the group is as strong as the certificate's key. */
  readonly dhe: 'as the key' | null;
}

/** OpenSSL's own groups by the bits of an RSA key (SSL_CTX_set_dh_auto(3)). */
const AUTOMATIC_GROUPS: ReadonlyMap<string, string> = new Map([
  ['RSA 1024', '1024'],
  ['RSA 2048', '2048'],
]);

/** The facts of a mail server that has a table of truth already. */
export function truthOf(endpoint: EndpointTruth, library: LibraryTruth): Truth {
  switch (endpoint.outcome) {
    case 'tls':
      return withTls(tlsTruthOf(endpoint, library));
    case 'plaintext':
      return { ...all(null), STARTTLS: 'no' };
    case 'refused-starttls':
      return { ...all(UNKNOWABLE), STARTTLS: 'yes' };
    case 'tls-failed':
      return { ...all(null), STARTTLS: 'yes' };
    case 'rejected':
    case 'deferred':
    case 'failed':
    case 'stripped':
      // A client that goes on after a refused EHLO may find TLS all the same: that is no fact about the offer.
      return endpoint.reply?.stage === 'ehlo'
        ? { ...all(null), STARTTLS: UNKNOWABLE }
        : all(UNKNOWABLE);
  }
}

function tlsTruthOf(endpoint: EndpointTruth, library: LibraryTruth): TlsTruth {
  const { tls, certificate, path, notes } = endpoint;
  const has = (problem: Problem): boolean => endpoint.problems?.includes(problem) ?? false;
  const key = certificate?.key ?? null;
  return {
    versions: tls === null ? '' : lettersOf(tls.versions),
    key,
    chain: path,
    expired: has('expired') ? 'yes' : 'no',
    name: has('name-mismatch') ? 'no' : null,
    // An anonymous server cannot ask for the certificate of a client (RFC 5246 §7.4.4).
    weak: notes.includes('client-certificate-asked') ? [] : library.weak,
    dhe: library.dhe && (AUTOMATIC_GROUPS.get(key ?? '') ?? null),
  };
}

/** The facts of the same server where TLS comes first: there is nothing to offer. */
export function implicitTruthOf(endpoint: EndpointTruth, library: LibraryTruth): Truth {
  return { ...truthOf(endpoint, library), STARTTLS: null };
}

/** The libraries of Debian 12 have no SSL 3.0: what a survey leaves untested there is a no. */
function lettersOf(versions: Versions): string {
  return TLS_VERSIONS.map((version) => (versions[version] === 'yes' ? 'y' : 'n')).join('');
}

function versionFacts(answer: (version: TlsVersion) => string): Record<TlsVersion, string> {
  return {
    SSLv3: answer('SSLv3'),
    TLSv1: answer('TLSv1'),
    'TLSv1.1': answer('TLSv1.1'),
    'TLSv1.2': answer('TLSv1.2'),
    'TLSv1.3': answer('TLSv1.3'),
  };
}

/** All facts alike. */
function all(value: string | null): Truth {
  return Object.fromEntries(FACTS.map((fact) => [fact, value])) as Truth;
}
