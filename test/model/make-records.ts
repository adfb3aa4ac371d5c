import { createHash } from 'node:crypto';
import { judgeDomain } from '../../src/judge/mail-domain.ts';
import type { Certificate } from '../../src/model/records/certificate.ts';
import {
  classOf,
  type DeepFacts,
  type Endpoint,
  type SmtpFacts,
  type TlsFacts,
  type Versions,
} from '../../src/model/records/endpoint.ts';
import type { Failure, Reply } from '../../src/model/records/failure.ts';
import type { MailDomain } from '../../src/model/records/mail-domain.ts';
import type { Snapshot } from '../../src/model/records/snapshot.ts';
import type { Survey } from '../../src/model/records/survey.ts';
import type { Outcome, TlsVersion } from '../../src/model/records/words.ts';

/** The instant that made-up snapshots are of. */
const STARTED_AT = '2026-11-23T03:00:00Z';

/** What became of an endpoint, in short: what is not given is as an ordinary server has it. */
export type EndpointOverrides = Partial<Omit<Endpoint, 'outcome' | 'tls' | 'failure' | 'reply'>> & {
  outcome?: Outcome;
  version?: TlsVersion;
  /** All TLS facts, in place of those of a server that speaks `version` alone. */
  tls?: TlsFacts;
  failure?: Failure;
  reply?: Reply;
};

const BLANK = {
  host: 'mx.example.gr',
  address: '192.0.2.1',
  certificate: null,
  chain: [],
  path: null,
  problems: null,
  undetermined: [],
  notes: [],
  dane: null,
  deep: null,
  dnsbl: null,
};
const TIMEOUT: Failure = { stage: 'connect', code: 'timeout', detail: '' };
const TRY_LATER: Reply = { stage: 'greeting', code: 450, text: '4.7.0 try again later' };

/** The facts of depth `deep` of a server with one certificate and nothing weak. */
export function makeDeep(overrides: Partial<DeepFacts> = {}): DeepFacts {
  return {
    groups: { X25519MLKEM768: 'no', SecP256r1MLKEM768: 'no' },
    suites: { anonymous: 'no', export: 'no', RC4: 'no', '3DES': 'no' },
    dheBits: null,
    certificates: { RSA: null, ECDSA: null },
    withoutSni: 'same',
    presented: null,
    ...overrides,
  };
}

/** An endpoint record: a TLS 1.3 server without problems by default. */
export function makeEndpoint(overrides: EndpointOverrides = {}): Endpoint {
  const {
    outcome = 'tls',
    version = 'TLSv1.3',
    failure = TIMEOUT,
    reply = null,
    tls,
    ...rest
  } = overrides;
  const problems = outcome === 'tls' ? [] : null;
  return {
    ...BLANK,
    smtp: makeSmtp(outcome),
    problems,
    ...rest,
    ...ending(outcome, { tls, version, failure, reply }),
  };
}

type Ending<E = Endpoint> = E extends Endpoint
  ? Pick<E, 'outcome' | 'failure' | 'reply' | 'tls'>
  : never;

function ending(
  outcome: Outcome,
  {
    tls,
    version,
    failure,
    reply,
  }: { tls: TlsFacts | undefined; version: TlsVersion; failure: Failure; reply: Reply | null },
): Ending {
  switch (outcome) {
    case 'tls':
      return { outcome, failure: null, reply, tls: tls ?? makeTls(version) };
    case 'tls-failed':
      return { outcome, failure, reply, tls: tls ?? null };
    case 'failed':
      return { outcome, failure, reply, tls: null };
    case 'plaintext':
    case 'stripped':
      return { outcome, failure: null, reply, tls: null };
    case 'refused-starttls':
    case 'rejected':
    case 'deferred':
      return { outcome, failure: null, reply: reply ?? TRY_LATER, tls: null };
  }
}

/** The TLS facts of an ordinary server that speaks one version alone. */
function makeTls(version: TlsVersion | null): Extract<Endpoint, { outcome: 'tls' }>['tls'] {
  const versions: Versions = {
    SSLv3: 'no',
    TLSv1: 'no',
    'TLSv1.1': 'no',
    'TLSv1.2': 'no',
    'TLSv1.3': 'no',
  };
  if (version !== null) versions[version] = 'yes';
  const modern = version === 'TLSv1.3';
  return {
    version,
    cipher: modern ? 'TLS_AES_256_GCM_SHA384' : 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
    group: modern ? 'X25519' : null,
    versions,
  };
}

function makeSmtp(end: Outcome): SmtpFacts | null {
  const ehlo: Partial<Record<Outcome, string[]>> = {
    stripped: ['SIZE 10240000', 'XXXXXXXA'],
    plaintext: ['SIZE 10240000'],
  };
  if (end === 'failed') return null;
  return {
    greeting: '220 mx.example.gr ESMTP',
    hello: 'EHLO',
    ehlo: ehlo[end] ?? ['SIZE 10240000', 'STARTTLS'],
    starttls: end === 'plaintext' ? 'not-offered' : end === 'stripped' ? 'masked' : 'offered',
  };
}

/** A certificate record; its id is made from what is in it, so that equal ones are one. */
export function makeCertificate(overrides: Partial<Certificate> = {}): Certificate {
  const facts = {
    subject: 'CN=mx.example.gr',
    issuer: "CN=R11,O=Let's Encrypt,C=US",
    names: ['mx.example.gr'],
    notBefore: '2026-10-04T00:00:00Z',
    notAfter: '2027-01-02T00:00:00Z',
    serial: '01',
    key: 'RSA 2048',
    signature: 'sha256WithRSAEncryption',
    spkiSha256: null,
    selfSigned: false,
    ca: false,
    ...overrides,
  };
  const id = createHash('sha256').update(JSON.stringify(facts)).digest('hex');
  return { id, namesTotal: facts.names.length, ...facts, ...overrides };
}

/** A domain in short: `hosts` in the order of preference 10, 20, ...; the verdict is worked out unless it is given. */
export type DomainOverrides = Partial<Omit<MailDomain, 'mx'>> & {
  mx?: Partial<MailDomain['mx']>;
  hosts?: string[];
};

/** A domain record, judged by its MX hosts' `endpoints` as a survey does it. */
export function makeDomain(
  overrides: DomainOverrides = {},
  endpoints: readonly Endpoint[] = [],
): MailDomain {
  const { mx: mxOverrides, hosts = [], ...rest } = overrides;
  const mx: MailDomain['mx'] = {
    kind: 'mx',
    failure: null,
    dnssec: 'insecure',
    hosts: hosts.map((host, index) => ({
      preference: 10 * (index + 1),
      host,
      omittedAddresses: 0,
    })),
    omittedHosts: 0,
    excluded: 0,
    ...mxOverrides,
  };
  const own = mx.hosts.flatMap(({ host }) => endpoints.filter((each) => each.host === host));
  return {
    domain: 'example.gr',
    category: null,
    provider: null,
    ...judgeDomain(mx, own, rest.mtaSts ?? null),
    mx,
    mtaSts: null,
    tlsRpt: null,
    notes: [],
    onionMx: null,
    ...rest,
  };
}

/** A snapshot of these records, sorted and counted as the format wants it. */
export function makeSnapshot(
  records: Partial<Omit<Snapshot, 'survey'>> & { survey?: Partial<Survey> } = {},
): Snapshot {
  const { domains = [], endpoints = [], certificates = [], survey } = records;
  const counts = {
    domains: domains.length,
    endpoints: endpoints.length,
    tls: 0,
    plaintext: 0,
    broken: 0,
    unknown: 0,
  };
  for (const endpoint of endpoints) counts[classOf(endpoint)]++;
  return {
    format: 'mxtls/1',
    survey: { ...makeSurvey(), counts, ...survey },
    domains: domains.toSorted((a, b) => (a.domain < b.domain ? -1 : 1)),
    endpoints: endpoints.toSorted((a, b) => (endpointKey(a) < endpointKey(b) ? -1 : 1)),
    certificates: certificates.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

/** The `survey` line of a made-up snapshot, with nothing counted yet. */
export function makeSurvey(overrides: Partial<Survey> = {}): Survey {
  return {
    date: '2026-11-23',
    startedAt: STARTED_AT,
    finishedAt: '2026-11-23T03:05:00Z',
    vantage: null,
    degraded: [],
    scanner: { mxtls: '0.1.0', node: '20.20.2', openssl: '3.0.19', roots: null },
    ehlo: 'scan.example.org',
    resolver: 'local',
    dnssec: false,
    families: ['ipv4', 'ipv6'],
    settings: { depth: 'standard', port: 25, passes: 3 },
    lists: [],
    categories: [],
    excluded: { domains: 0, hosts: 0, addresses: 0 },
    counts: { domains: 0, endpoints: 0, tls: 0, plaintext: 0, broken: 0, unknown: 0 },
    givenMx: null,
    ...overrides,
  };
}

function endpointKey({ host, address }: Endpoint): string {
  return `${host} ${address ?? ''}`;
}
