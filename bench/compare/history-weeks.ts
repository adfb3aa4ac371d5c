import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeDomain } from '../../src/judge/mail-domain.ts';
import type { Certificate } from '../../src/model/records/certificate.ts';
import { classOf, type Endpoint, type SmtpFacts } from '../../src/model/records/endpoint.ts';
import type { MailDomain } from '../../src/model/records/mail-domain.ts';
import { snapshotText } from '../../src/model/records/snapshot-text.ts';
import type { Survey } from '../../src/model/records/survey.ts';

const FIRST = Date.UTC(2026, 0, 5, 3);
const WEEK_MS = 7 * 86_400_000;
/** A certificate is renewed after so many weeks, not all in the same one. */
const RENEWED = 9;
const PROVIDERS = 2_000;
const HALF_A_YEAR = 26;

/** Writes the weekly snapshot of a world of so many domains, each with an MX host and a certificate of its own. */
export function writeWeek(folder: string, week: number, count: number): void {
  const indices = Array.from({ length: count }, (_, index) => index);
  const certificates = indices.map((index) => certificate(index, week));
  const endpoints = certificates.map(({ id }, index) => endpoint(index, week, id));
  const domains = endpoints.map((each, index) => domain(index, each));
  const snapshot = {
    survey: survey(week, endpoints),
    domains: domains.sort(by(({ domain }) => domain)),
    endpoints: endpoints.sort(by(({ host }) => host)),
    certificates: certificates.sort(by(({ id }) => id)),
  };
  const file = join(folder, `${snapshot.survey.date}.json`);
  writeFileSync(file, [...snapshotText(snapshot)].join(''));
}

function by<T>(keyOf: (record: T) => string) {
  return (a: T, b: T) => (keyOf(a) < keyOf(b) ? -1 : 1);
}

const host = (index: number) => `mx.domain${index}.example`;

function certificate(index: number, week: number): Certificate {
  const series = Math.floor((week + (index % RENEWED)) / RENEWED);
  const name = host(index);
  return {
    id: createHash('sha256').update(`${index} ${series}`).digest('hex'),
    subject: `CN=${name}`,
    issuer: 'CN=R11,O=Public CA,C=US',
    names: [name, `mail.${name}`],
    namesTotal: 2,
    notBefore: '2025-10-01T00:00:00Z',
    notAfter: `20${28 + series}-01-01T00:00:00Z`,
    serial: `${index}${series}`,
    key: 'RSA 2048',
    signature: 'sha256WithRSAEncryption',
    spkiSha256: null,
    selfSigned: false,
    ca: false,
  };
}

const SMTP: SmtpFacts = {
  greeting: '220 mx ESMTP',
  hello: 'EHLO',
  ehlo: ['SIZE 10240000', 'STARTTLS'],
  starttls: 'offered',
};

/** One in ten is always unknown, one in fifty now and then; one in a hundred gains TLS in the middle of the year. */
function endpoint(index: number, week: number, id: string): Endpoint {
  const bare = {
    ...{ host: host(index), address: `198.18.${index >> 8}.${index & 255}`, reply: null },
    ...{ smtp: SMTP, tls: null, certificate: null, chain: [], path: null, problems: null },
    ...{ undetermined: [], notes: [], dane: null, deep: null, dnsbl: null },
  };
  if (index % 10 === 7 || (index % 50 === 3 && week % 13 === 5)) {
    const failure = { stage: 'connect', code: 'timeout', detail: '' } as const;
    return { ...bare, outcome: 'failed', failure, smtp: null };
  }
  if (index % 100 === 1 && week < HALF_A_YEAR)
    return { ...bare, outcome: 'plaintext', failure: null };
  return {
    ...bare,
    outcome: 'tls',
    failure: null,
    tls: {
      version: 'TLSv1.3',
      cipher: 'TLS_AES_256_GCM_SHA384',
      group: 'X25519',
      versions: { SSLv3: 'no', TLSv1: 'no', 'TLSv1.1': 'no', 'TLSv1.2': 'yes', 'TLSv1.3': 'yes' },
    },
    certificate: id,
    chain: [id],
    path: { outcome: 'trusted', via: [] },
    problems: [],
  };
}

function domain(index: number, record: Endpoint): MailDomain {
  const mx: MailDomain['mx'] = {
    ...{ kind: 'mx', failure: null, dnssec: 'insecure', omittedHosts: 0, excluded: 0 },
    hosts: [{ preference: 10, host: record.host, omittedAddresses: 0 }],
  };
  return {
    domain: `domain${index}.example`,
    ...{ category: 'All', provider: `Provider ${index % PROVIDERS}` },
    ...judgeDomain(mx, [record], null),
    ...{ mx, mtaSts: null, tlsRpt: null, notes: [], onionMx: null },
  };
}

function survey(week: number, endpoints: readonly Endpoint[]): Survey {
  const startedAt = `${new Date(FIRST + week * WEEK_MS).toISOString().slice(0, 19)}Z`;
  const count = endpoints.length;
  const counts = { domains: count, endpoints: count, tls: 0, plaintext: 0, broken: 0, unknown: 0 };
  for (const each of endpoints) counts[classOf(each)] += 1;
  return {
    ...{ date: startedAt.slice(0, 10), startedAt, finishedAt: startedAt },
    ...{ vantage: null, degraded: [], ehlo: 'scan.example.org', resolver: 'local', dnssec: false },
    scanner: { mxtls: '1.0.0', node: '20.20.2', openssl: '3.0.19', roots: null },
    families: ['ipv4', 'ipv6'],
    settings: { depth: 'standard', port: 25, passes: 3 },
    lists: [{ file: 'domains/all.txt', sha256: '0'.repeat(64), domains: count }],
    categories: [{ name: 'All', providers: [] }],
    excluded: { domains: 0, hosts: 0, addresses: 0 },
    givenMx: null,
    counts,
  };
}
