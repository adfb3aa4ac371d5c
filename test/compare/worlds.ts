import type { Certificate } from '../../src/model/records/certificate.ts';
import type { Endpoint, Versions } from '../../src/model/records/endpoint.ts';
import type { MailDomain } from '../../src/model/records/mail-domain.ts';
import { sourceOf, type SeekableSource } from '../../src/model/records/snapshot-source.ts';
import type { Snapshot } from '../../src/model/records/snapshot.ts';
import type { Survey } from '../../src/model/records/survey.ts';
import type { TlsVersion } from '../../src/model/records/words.ts';
import {
  makeCertificate,
  makeDomain,
  makeEndpoint,
  makeSnapshot,
  type DomainOverrides,
  type EndpointOverrides,
} from '../model/make-records.ts';
import { judgedSource } from '../../src/compare/tables/judged.ts';

/** A made-up world on one day: its MX hosts with one endpoint or several, whose addresses count up from 192.0.2.1. */
export interface World {
  survey?: Partial<Survey>;
  domains?: readonly DomainOverrides[];
  hosts: Readonly<Record<string, readonly EndpointOverrides[]>>;
  certificates?: readonly Certificate[];
}

const ROOTS = { source: 'node', count: 144, sha256: 'a'.repeat(64) };

/** What the survey of a day writes down of itself. */
function surveyOf(date: string, overrides: Partial<Survey> = {}): Partial<Survey> {
  return {
    date,
    startedAt: `${date}T03:00:00Z`,
    finishedAt: `${date}T03:10:00Z`,
    dnssec: true,
    scanner: { mxtls: '0.1.0', node: '20.20.2', openssl: '3.0.19', roots: ROOTS },
    lists: [{ file: 'domains/gr.txt', sha256: 'b'.repeat(64), domains: 1 }],
    categories: [{ name: 'Providers', providers: ['EXAMPLE', 'OTHER'] }],
    ...overrides,
  };
}

/** A snapshot of a world. The domain `example.gr` of provider EXAMPLE has all of its hosts, unless domains are given. */
export function snapshotOf(date: string, world: World): Snapshot {
  const endpoints: Endpoint[] = Object.entries(world.hosts).flatMap(([host, own]) =>
    own.map((each, index) => makeEndpoint({ host, address: `192.0.2.${index + 1}`, ...each })),
  );
  const domains = world.domains ?? [{ hosts: Object.keys(world.hosts) }];
  return makeSnapshot({
    survey: surveyOf(date, world.survey),
    domains: domains.map((each) =>
      makeDomain({ category: 'Providers', provider: 'EXAMPLE', ...each }, endpoints),
    ),
    endpoints,
    certificates: [...(world.certificates ?? [])],
  });
}

/** The same as a source to compare. */
export function sourceFor(date: string, world: World): SeekableSource {
  return sourceOf(snapshotOf(date, world));
}

/** The answers of a server that speaks these versions and was asked for all, but for those `untested`. */
export function versionsOf(
  spoken: readonly TlsVersion[],
  untested: readonly TlsVersion[] = [],
): NonNullable<EndpointOverrides['tls']> {
  const answer = (version: TlsVersion) =>
    spoken.includes(version) ? 'yes' : untested.includes(version) ? 'untested' : 'no';
  const versions: Versions = {
    SSLv3: answer('SSLv3'),
    TLSv1: answer('TLSv1'),
    'TLSv1.1': answer('TLSv1.1'),
    'TLSv1.2': answer('TLSv1.2'),
    'TLSv1.3': answer('TLSv1.3'),
  };
  return { version: spoken.at(-1) ?? null, cipher: null, group: null, versions };
}

/** An endpoint with TLS that presents a certificate, on a path to a trusted root by default. */
export function presenting(
  { id }: Certificate,
  overrides: EndpointOverrides = {},
): EndpointOverrides {
  return { certificate: id, chain: [id], path: { outcome: 'trusted', via: [] }, ...overrides };
}

/** A certificate for `mx.example.gr`, good from 2026-10 to 2027-01. */
export const GOOD = makeCertificate();

/** TLSA records that match. */
export const MATCH: NonNullable<EndpointOverrides['dane']> = {
  dnssec: 'secure',
  records: ['3 1 1 aa'],
  verdict: 'match',
};

type MtaSts = NonNullable<MailDomain['mtaSts']>;

/** An MTA-STS policy that covers `mx.example.gr`. */
export function policyOf(
  overrides: Partial<MtaSts> = {},
  mode: 'enforce' | 'testing' | 'none' = 'enforce',
): MtaSts {
  return {
    state: 'present',
    record: 'v=STSv1; id=1',
    policy: { mode, mx: ['*.example.gr'], maxAge: 604_800 },
    error: null,
    mx: 'match',
    certificates: 'untested',
    ...overrides,
  };
}

/** A domain without an MTA-STS policy. */
export const NO_POLICY = policyOf({ state: 'absent', record: null, policy: null, mx: 'untested' });

/** A snapshot as a report judges it again. */
export function judgedSnapshot(snapshot: Snapshot): Snapshot {
  const judged = judgedSource(sourceOf(snapshot));
  return { ...snapshot, domains: [...judged.domains()], endpoints: [...judged.endpoints()] };
}
