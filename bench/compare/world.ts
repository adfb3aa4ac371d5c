import type { Certificate } from '../../src/model/records/certificate.ts';
import type { Endpoint } from '../../src/model/records/endpoint.ts';
import type { MailDomain } from '../../src/model/records/mail-domain.ts';
import type { Survey } from '../../src/model/records/survey.ts';
import { makeDomain, type DomainOverrides } from '../../test/model/make-records.ts';
import {
  madePlaintextEndpoint,
  madeSurvey,
  madeTlsEndpoint,
  sha256,
  writeMadeSnapshot,
} from '../made-snapshot.ts';

/** One of this many endpoints differs between the two surveys. */
export const DIFFERS = 100;

const ISSUERS = 8;
const DAYS = { before: '2026-11-16', after: '2026-11-23' } as const;
type Day = keyof typeof DAYS;

/** Writes the snapshot of a world of so many endpoints, with as many domains and certificates, as one of two days saw it. */
export function writeWorld(file: string, endpoints: number, day: Day): void {
  writeMadeSnapshot(file, world(endpoints, day));
}

function world(count: number, day: Day) {
  const issuers = Array.from({ length: ISSUERS }, (_, index) => issuer(index));
  const leaves = Array.from({ length: count }, (_, index) => leaf(index, day));
  const endpoints = leaves.map((each, index) => endpoint(index, each, issuers, day));
  return {
    survey: survey(endpoints, day),
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
  const kind = difference(index, day);
  if (kind === 'plaintext') return madePlaintextEndpoint(key);
  const has13 = kind !== 'no-tls13';
  const versions = {
    SSLv3: 'no',
    TLSv1: 'no',
    'TLSv1.1': 'no',
    'TLSv1.2': 'yes',
    'TLSv1.3': has13 ? 'yes' : 'no',
  } as const;
  return madeTlsEndpoint(key, { version: has13 ? 'TLSv1.3' : 'TLSv1.2', versions }, id, via);
}

function domain(index: number, own: Endpoint): MailDomain {
  const absent = { state: 'absent', record: null, error: null } as const;
  const overrides: DomainOverrides = {
    domain: `domain${index}.example`,
    category: 'Providers',
    provider: `Provider ${index % 1000}`,
    hosts: [own.host],
    mtaSts: { ...absent, policy: null, mx: 'untested', certificates: 'untested' },
    tlsRpt: absent,
  };
  return makeDomain(overrides, [own]);
}

function survey(endpoints: readonly Endpoint[], day: Day): Survey {
  const providers = Array.from({ length: 1000 }, (_, index) => `Provider ${index}`);
  return madeSurvey(DAYS[day], endpoints.length, endpoints, {
    categories: [{ name: 'Providers', providers }],
  });
}
