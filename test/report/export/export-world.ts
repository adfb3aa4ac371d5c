import { chooseBasis } from '../../../src/compare/export/choose-basis.ts';
import { domainDemands } from '../../../src/compare/export/domain-demands.ts';
import { sourceOf } from '../../../src/model/records/snapshot-source.ts';
import type { OnionAnswer, OnionMx } from '../../../src/model/records/onion-mx.ts';
import type { Snapshot } from '../../../src/model/records/snapshot.ts';
import type { ExportView } from '../../../src/report/export/export-view.ts';
import { MATCH, NO_POLICY, policyOf, presenting, snapshotOf } from '../../compare/worlds.ts';
import {
  makeCertificate,
  type DomainOverrides,
  type EndpointOverrides,
} from '../../model/make-records.ts';

export const EXPORT_DATES = ['2026-11-02', '2026-11-09', '2026-11-16', '2026-11-23'];

/** What answered at an onion service in a survey. */
export const ONION_ANSWER: OnionAnswer = {
  outcome: 'plaintext',
  failure: null,
  reply: null,
  smtp: null,
  tls: null,
  certificate: null,
};
/** An onion name of version 3. */
export const ONION_HOST = `${'a'.repeat(55)}d.onion`;
export const ONION: OnionMx = {
  state: 'present',
  dnssec: 'secure',
  records: [
    { host: ONION_HOST, kind: 'v3', port: 25, priority: 10, weight: 5, answer: ONION_ANSWER },
    { host: 'old.onion', kind: 'v2', port: 25, priority: 20, weight: 5, answer: null },
  ],
  omitted: 0,
  error: null,
};

const NAMES = ['mx1.good.gr', 'mx2.good.gr', 'mx.ends.gr', 'mx.both.gr', 'mx.dane.gr'];
const CERTIFICATES = new Map(
  NAMES.map((name) => [
    name,
    makeCertificate({
      names: [name],
      subject: `CN=${name}`,
      notAfter: name === 'mx.ends.gr' ? '2026-12-05T00:00:00Z' : '2027-03-01T00:00:00Z',
    }),
  ]),
);

function certified(name: string, overrides: EndpointOverrides = {}): EndpointOverrides {
  const certificate = CERTIFICATES.get(name);
  if (certificate === undefined) throw new Error(`no certificate for ${name}`);
  return presenting(certificate, overrides);
}

const DOMAINS: readonly DomainOverrides[] = [
  { domain: 'good.gr', hosts: ['mx2.good.gr', 'mx1.good.gr'] },
  { domain: 'ends.gr', hosts: ['mx.ends.gr'] },
  { domain: 'self.gr', hosts: ['mx.self.gr'], onionMx: ONION },
  { domain: 'dane.gr', hosts: ['mx.dane.gr'], mx: { dnssec: 'secure' } },
  {
    domain: 'plain.gr',
    hosts: ['mx.plain.gr'],
    onionMx: { ...ONION, dnssec: 'insecure' },
  },
  { domain: 'late.gr', hosts: ['mx.late.gr'] },
  { domain: 'sts.gr', hosts: ['mx1.good.gr'], mtaSts: policyOf() },
  { domain: 'xn--hxajbheg2az3al.gr', hosts: ['mx.self.gr'] },
];

/** Four weekly surveys with a domain of each kind; `lists` is what their lists are called. */
export function exportSnapshots(lists: readonly string[] = ['domains/gr.txt']): Snapshot[] {
  return EXPORT_DATES.map((date, week) =>
    snapshotOf(date, {
      survey: {
        lists: lists.map((file) => ({ file, sha256: 'b'.repeat(64), domains: 8 })),
      },
      hosts: {
        'mx1.good.gr': [certified('mx1.good.gr'), certified('mx1.good.gr')],
        'mx2.good.gr': [certified('mx2.good.gr')],
        'mx.ends.gr': [certified('mx.ends.gr')],
        'mx.self.gr': [{ problems: ['self-signed'] }],
        'mx.dane.gr': [certified('mx.dane.gr', { dane: MATCH })],
        'mx.plain.gr': [{ outcome: 'plaintext' }],
        'mx.late.gr': [week === 1 ? { outcome: 'deferred' } : {}],
      },
      certificates: [...CERTIFICATES.values()],
      domains: DOMAINS.map((domain) => ({ mtaSts: NO_POLICY, ...domain })),
    }),
  );
}

/** What is exported of these surveys on the day after the newest. */
export function exportOf(snapshots: readonly Snapshot[], includeDane = false): ExportView {
  const now = Date.parse('2026-11-24T00:00:00Z');
  const entries = snapshots.map(({ survey }) => ({ file: `${survey.date}.json`, survey }));
  const basis = chooseBasis(entries, { surveys: 4, minDays: 21, maxAge: 14 }, now);
  if (basis.kind !== 'basis') throw new Error(basis.kind);
  const madeAt = '2026-11-24T00:00:00Z';
  const rules = { includeDane, includeMtaSts: false, ipv4Only: false, madeAt };
  return {
    surveys: snapshots.map(({ survey }) => survey),
    holdsUntil: new Date(basis.holdsUntil).toISOString().replace('.000', ''),
    days: 35,
    ipv4Only: false,
    domains: [...domainDemands(snapshots.map(sourceOf), rules)],
  };
}
