import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { judgeDomain } from '../../src/judge/mail-domain.ts';
import type { Certificate } from '../../src/model/records/certificate.ts';
import type { Endpoint } from '../../src/model/records/endpoint.ts';
import type { MailDomain } from '../../src/model/records/mail-domain.ts';
import { snapshotText } from '../../src/model/records/snapshot-text.ts';
import type { Survey } from '../../src/model/records/survey.ts';

/** One of this many endpoints differs between the two surveys. */
export const DIFFERS = 100;

const ISSUERS = 8;
const DAYS = { before: '2026-11-16', after: '2026-11-23' } as const;
type Day = keyof typeof DAYS;

/** Writes the snapshot of a world of so many endpoints, with as many domains and certificates, as one of two days saw it. */
export function writeWorld(file: string, endpoints: number, day: Day): void {
  const fd = openSync(file, 'wx');
  let piece = '';
  for (const text of snapshotText(world(endpoints, day))) {
    piece += text;
    if (piece.length < 1 << 20) continue;
    writeSync(fd, piece);
    piece = '';
  }
  writeSync(fd, piece);
  closeSync(fd);
}

function world(count: number, day: Day) {
  const issuers = Array.from({ length: ISSUERS }, (_, index) => issuer(index));
  const leaves = Array.from({ length: count }, (_, index) => leaf(index, day));
  const endpoints = leaves.map((each, index) => endpoint(index, each, issuers, day));
  return {
    survey: survey(count, endpoints, day),
    domains: endpoints.map((each, index) => domain(index, each)).sort(by(({ domain }) => domain)),
    endpoints: endpoints.sort(by(({ host }) => host)),
    certificates: [...leaves, ...issuers].sort(by(({ id }) => id)),
  };
}

function by<T>(keyOf: (record: T) => string) {
  return (a: T, b: T) => (keyOf(a) < keyOf(b) ? -1 : 1);
}

const host = (index: number) => `mx${1 + (index % 2)}.operator${index >> 1}.example`;

/** How an endpoint differs: a quarter lost STARTTLS, a quarter lost TLS 1.3, the others have a new certificate. */
function difference(index: number, day: Day): 'none' | 'plaintext' | 'no-tls13' | 'renewed' {
  if (day === 'before' || index % DIFFERS > 0) return 'none';
  return (['plaintext', 'no-tls13'] as const)[(index / DIFFERS) % 4] ?? 'renewed';
}

function leaf(index: number, day: Day): Certificate {
  const name = host(index);
  const serial = `${index}${difference(index, day) === 'renewed' ? 'b' : 'a'}`;
  return certificate(`CN=${name}`, issuer(index % ISSUERS).subject, [name, `mail${name}`], serial);
}

function issuer(index: number): Certificate {
  const name = `CN=R${index},O=Public CA,C=US`;
  return { ...certificate(name, 'CN=Root,O=Public CA,C=US', [], `ca${index}`), ca: true };
}

function certificate(
  subject: string,
  issuer: string,
  names: string[],
  serial: string,
): Certificate {
  return {
    id: sha256(serial),
    subject,
    issuer,
    names,
    namesTotal: names.length,
    notBefore: '2026-10-04T00:00:00Z',
    notAfter: '2027-01-02T00:00:00Z',
    serial: sha256(`serial ${serial}`).slice(0, 36),
    key: 'RSA 2048',
    signature: 'sha256WithRSAEncryption',
    spkiSha256: sha256(`key ${serial}`),
    selfSigned: false,
    ca: false,
  };
}

/** An ordinary server, but for what differs. */
function endpoint(index: number, { id }: Certificate, issuers: Certificate[], day: Day): Endpoint {
  const [first] = issuers.slice(index % ISSUERS);
  const via = first === undefined ? [] : [first.id];
  const key = { host: host(index), address: `192.0.${(index >> 8) & 255}.${index & 255}` };
  const rest = { undetermined: [], notes: [], dane: null, deep: null, dnsbl: null };
  const smtp = {
    greeting: `220 ${key.host} ESMTP Postfix`,
    hello: 'EHLO' as const,
    ehlo: ['PIPELINING', 'SIZE 10240000', 'STARTTLS', '8BITMIME'],
    starttls: 'offered' as const,
  };
  const kind = difference(index, day);
  if (kind === 'plaintext') {
    return {
      ...key,
      outcome: 'plaintext',
      failure: null,
      reply: null,
      smtp: { ...smtp, starttls: 'not-offered' },
      tls: null,
      certificate: null,
      chain: [],
      path: null,
      problems: null,
      ...rest,
    };
  }
  const has13 = kind !== 'no-tls13';
  return {
    ...key,
    outcome: 'tls',
    failure: null,
    reply: null,
    smtp,
    tls: {
      version: has13 ? 'TLSv1.3' : 'TLSv1.2',
      cipher: 'TLS_AES_256_GCM_SHA384',
      group: 'X25519',
      versions: {
        SSLv3: 'no',
        TLSv1: 'no',
        'TLSv1.1': 'no',
        'TLSv1.2': 'yes',
        'TLSv1.3': has13 ? 'yes' : 'no',
      },
    },
    certificate: id,
    chain: [id, ...via],
    path: { outcome: 'trusted', via },
    problems: [],
    ...rest,
  };
}

function domain(index: number, own: Endpoint): MailDomain {
  const mx: MailDomain['mx'] = {
    kind: 'mx',
    failure: null,
    dnssec: 'insecure',
    hosts: [{ preference: 10, host: own.host, omittedAddresses: 0 }],
    omittedHosts: 0,
    excluded: 0,
  };
  return {
    domain: `domain${index}.example`,
    category: 'Providers',
    provider: `Provider ${index % 1000}`,
    ...judgeDomain(mx, [own], null),
    mx,
    mtaSts: {
      state: 'absent',
      record: null,
      policy: null,
      error: null,
      mx: 'untested',
      certificates: 'untested',
    },
    tlsRpt: { state: 'absent', record: null, error: null },
    notes: [],
    onionMx: null,
  };
}

function survey(count: number, endpoints: readonly Endpoint[], day: Day): Survey {
  const tls = endpoints.filter(({ outcome }) => outcome === 'tls').length;
  const date = DAYS[day];
  const providers = Array.from({ length: 1000 }, (_, index) => `Provider ${index}`);
  return {
    date,
    startedAt: `${date}T03:00:00Z`,
    finishedAt: `${date}T09:00:00Z`,
    vantage: null,
    degraded: [],
    scanner: { mxtls: '0.1.0', node: '20.20.2', openssl: '3.0.19', roots: null },
    ehlo: 'scan.example.org',
    resolver: 'local',
    dnssec: false,
    families: ['ipv4', 'ipv6'],
    settings: { depth: 'standard', port: 25, passes: 3 },
    lists: [{ file: 'domains/all.txt', sha256: sha256('list'), domains: count }],
    categories: [{ name: 'Providers', providers }],
    excluded: { domains: 0, hosts: 0, addresses: 0 },
    givenMx: null,
    counts: {
      domains: count,
      endpoints: count,
      tls,
      plaintext: count - tls,
      broken: 0,
      unknown: 0,
    },
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
