import type { Certificate } from '../../src/model/records/certificate.ts';
import type { Endpoint, TlsFacts } from '../../src/model/records/endpoint.ts';
import type { MailDomain } from '../../src/model/records/mail-domain.ts';
import type { Snapshot } from '../../src/model/records/snapshot.ts';
import { TLS_VERSIONS, type TlsVersion } from '../../src/model/records/words.ts';
import {
  makeCertificate,
  makeDomain,
  makeEndpoint,
  makeSnapshot,
  type EndpointOverrides,
} from '../model/make-records.ts';

/** The days that the small country of the cookbook was surveyed on. */
const DAYS = ['2026-11-09', '2026-11-16', '2026-11-23'] as const;
type Day = (typeof DAYS)[number];

/** The days from which something is otherwise than before. */
const EXPIRED_FROM: Day = '2026-11-16';
const SOUTH_FROM: Day = '2026-11-23';

const CA = makeCertificate({ subject: "CN=R11,O=Let's Encrypt,C=US", names: [], ca: true });
const NORTH = issued('mx.north.example', {
  names: ['mx1.north.example', 'mx2.north.example'],
  notAfter: '2027-02-01T09:00:00Z',
});
const SOUTH = issued('mx.south.example', { notBefore: '2026-11-20T00:00:00Z' });
const CITY = issued('mx.city.example', { notAfter: '2026-11-14T23:59:59Z' });
const HOSTING = issued('mail.hosting.example', { notAfter: '2026-12-10T12:00:00Z' });
const UNI = makeCertificate({
  subject: 'CN=mx.uni.example',
  issuer: 'CN=mx.uni.example',
  names: ['mx.uni.example'],
  notBefore: '2012-03-01T00:00:00Z',
  notAfter: '2032-03-01T00:00:00Z',
  serial: '07',
  key: 'RSA 1024',
  signature: 'sha1WithRSAEncryption',
  selfSigned: true,
});

function issued(name: string, overrides: Partial<Certificate> = {}): Certificate {
  return makeCertificate({ subject: `CN=${name}`, names: [name], ...overrides });
}

/** TLS facts of a server that speaks the versions from the lowest to the highest. */
function tls(lowest: TlsVersion, highest: TlsVersion): TlsFacts {
  const [from, to] = [TLS_VERSIONS.indexOf(lowest), TLS_VERSIONS.indexOf(highest)];
  const answer = (version: TlsVersion) => {
    const place = TLS_VERSIONS.indexOf(version);
    return place >= from && place <= to ? 'yes' : 'no';
  };
  const modern = highest === 'TLSv1.3';
  return {
    version: highest,
    cipher: modern ? 'TLS_AES_256_GCM_SHA384' : 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
    group: 'X25519',
    versions: {
      SSLv3: answer('SSLv3'),
      TLSv1: answer('TLSv1'),
      'TLSv1.1': answer('TLSv1.1'),
      'TLSv1.2': answer('TLSv1.2'),
      'TLSv1.3': answer('TLSv1.3'),
    },
  };
}

function presenting(certificate: Certificate, overrides: EndpointOverrides): Endpoint {
  const path: Endpoint['path'] = { outcome: 'trusted', via: [CA.id] };
  const chain = [certificate.id, CA.id];
  return makeEndpoint({ certificate: certificate.id, chain, path, ...overrides });
}

function endpointsOn(day: Day): Endpoint[] {
  const modern = tls('TLSv1.2', 'TLSv1.3');
  const dane: Endpoint['dane'] = { dnssec: 'secure', records: ['3 1 1 8bd1…'], verdict: 'match' };
  const south = { host: 'mx.south.example', address: '192.0.2.21' };
  return [
    presenting(NORTH, { host: 'mx1.north.example', address: '192.0.2.11', tls: modern, dane }),
    presenting(NORTH, { host: 'mx1.north.example', address: '2001:db8::11', tls: modern, dane }),
    presenting(NORTH, { host: 'mx2.north.example', address: '192.0.2.12', tls: modern, dane }),
    day < SOUTH_FROM
      ? makeEndpoint({ ...south, outcome: 'plaintext' })
      : presenting(SOUTH, { ...south, tls: tls('TLSv1.2', 'TLSv1.2') }),
    presenting(CITY, {
      host: 'mx.city.example',
      address: '192.0.2.31',
      tls: tls('TLSv1', 'TLSv1.2'),
      problems: day < EXPIRED_FROM ? [] : ['expired'],
    }),
    makeEndpoint({
      host: 'mx.uni.example',
      address: '192.0.2.41',
      tls: tls('SSLv3', 'TLSv1'),
      certificate: UNI.id,
      chain: [UNI.id],
      path: { outcome: 'self-signed', via: [] },
      problems: ['self-signed', 'weak-key'],
    }),
    presenting(HOSTING, { host: 'mail.hosting.example', address: '192.0.2.51', tls: modern }),
    makeEndpoint({
      host: 'mx.old.example',
      address: '192.0.2.61',
      outcome: 'rejected',
      reply: { stage: 'greeting', code: 554, text: '5.7.1 <client> blocked using dnsbl.example' },
    }),
    makeEndpoint({
      host: 'backup.old.example',
      address: '192.0.2.62',
      outcome: 'failed',
      failure: { stage: 'connect', code: 'timeout', detail: '20 s' },
    }),
  ];
}

const PEOPLE = 'Providers for people';
const PUBLIC = 'Public bodies';
const CATEGORIES = [
  { name: PEOPLE, providers: ['NORTH', 'SOUTH', 'SHOP', 'OLD'] },
  { name: PUBLIC, providers: ['CITY', 'UNI', 'GONE'] },
];

function domainsOf(endpoints: readonly Endpoint[]): MailDomain[] {
  const policy = { mode: 'enforce' as const, mx: ['*.north.example'], maxAge: 604_800 };
  const mtaSts: MailDomain['mtaSts'] = {
    state: 'present',
    record: 'v=STSv1; id=20260101;',
    policy,
    error: null,
    mx: 'match',
    certificates: 'match',
  };
  const broken: MailDomain['mtaSts'] = {
    state: 'present',
    record: 'v=STSv1; id=1;',
    policy: null,
    error: 'the policy host answers 404',
    mx: 'untested',
    certificates: 'untested',
  };
  const absent: MailDomain['mtaSts'] = { ...broken, state: 'absent', record: null, error: null };
  const rows = [
    [PEOPLE, 'NORTH', 'north.example', ['mx1.north.example', 'mx2.north.example'], mtaSts],
    [PEOPLE, 'NORTH', 'north-mail.example', ['mx2.north.example'], absent],
    [PEOPLE, 'SOUTH', 'south.example', ['mx.south.example'], absent],
    [PEOPLE, 'SHOP', 'shop.example', ['mail.hosting.example'], absent],
    [PEOPLE, 'OLD', 'old.example', ['mx.old.example', 'backup.old.example'], null],
    [PUBLIC, 'CITY', 'city.example', ['mx.city.example'], broken],
    [PUBLIC, 'UNI', 'uni.example', ['mx.uni.example', 'mail.hosting.example'], absent],
  ] as const;
  const domains = rows.map(([category, provider, domain, hosts, policyOf]) =>
    makeDomain({ category, provider, domain, hosts: [...hosts], mtaSts: policyOf }, endpoints),
  );
  const nowhere = { category: PUBLIC, provider: 'GONE', domain: 'gone.example' };
  return [...domains, makeDomain({ ...nowhere, mx: { kind: 'nxdomain' } })];
}

/** The results folder of the cookbook: three weekly surveys of a small country. */
export function cookbookSnapshots(): Snapshot[] {
  return DAYS.map((day) => {
    const endpoints = endpointsOn(day);
    const domains = domainsOf(endpoints);
    const used = new Set(endpoints.flatMap(({ chain }) => chain));
    return makeSnapshot({
      survey: {
        date: day,
        startedAt: `${day}T03:00:00Z`,
        finishedAt: `${day}T03:05:00Z`,
        lists: [{ file: 'domains/example.txt', sha256: '0'.repeat(64), domains: domains.length }],
        categories: CATEGORIES,
      },
      domains,
      endpoints,
      certificates: [CA, NORTH, SOUTH, CITY, HOSTING, UNI].filter(({ id }) => used.has(id)),
    });
  });
}
