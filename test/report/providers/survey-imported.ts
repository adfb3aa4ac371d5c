import { createHash } from 'node:crypto';
import type { Certificate } from '../../../src/model/records/certificate.ts';
import type { Versions } from '../../../src/model/records/endpoint.ts';
import { NO_TLS_SHOWN } from '../../../src/model/records/failure.ts';
import type { Snapshot } from '../../../src/model/records/snapshot.ts';
import {
  makeCertificate,
  makeDomain,
  makeEndpoint,
  makeSnapshot,
  type EndpointOverrides,
} from '../../model/make-records.ts';
import { judgedSnapshot } from '../../compare/worlds.ts';

const UNTESTED: Versions = {
  SSLv3: 'untested',
  TLSv1: 'untested',
  'TLSv1.1': 'untested',
  'TLSv1.2': 'untested',
  'TLSv1.3': 'untested',
};

/** A certificate as the text of `openssl x509` without the issuer has it. */
function printed(
  subject: string,
  names: string[],
  [notBefore, notAfter]: [string, string],
): Certificate {
  const made = makeCertificate({
    subject,
    issuer: '',
    names,
    notBefore: `${notBefore}T00:00:00Z`,
    notAfter: `${notAfter}T00:00:00Z`,
    serial: null,
    key: null,
    signature: null,
    selfSigned: null,
    ca: null,
  });
  return { ...made, id: `import:${createHash('sha256').update(made.id).digest('hex')}` };
}

const THEN: [string, string] = ['2014-10-23', '2017-10-22'];
const LEAF = {
  own: printed('CN=mx.own.gr', ['mx.own.gr'], THEN),
  wild: printed('CN=*.wild.gr', ['*.wild.gr', 'wild.gr'], THEN),
  old: printed('CN=mx.school.gr,O=SCHOOL', ['mail.school.gr'], ['2008-02-11', '2010-02-11']),
  panel: printed('CN=Parallels Panel', [], ['2013-01-03', '2014-01-03']),
  pair: printed('CN=mail.pair.gr', ['mx1.pair.gr', 'mx2.pair.gr'], THEN),
  soon: printed('CN=mx.soon.gr', ['mx.soon.gr'], ['2015-01-25', '2016-01-25']),
  three: ['a', 'b', 'c'].map((name) => printed(`CN=${name}.three.gr`, [`${name}.three.gr`], THEN)),
};
const CA = {
  known: printed('CN=TERENA SSL CA 2,O=TERENA', [], ['2014-10-09', '2024-10-08']),
  school: printed('CN=SCHOOL_CA,O=SCHOOL', [], ['2001-03-11', '2011-03-11']),
};

/** Provider, its MX hosts, each with the certificates that it sent; null: it showed no TLS. */
const WORLD: [string, Record<string, Certificate[] | null>][] = [
  ['own.gr', { 'mx.own.gr': [LEAF.own, CA.known], 'mx2.own.gr': null }],
  ['wild.gr', { 'in.wild.gr': [LEAF.wild] }],
  ['school.gr', { 'mx.school.gr': [LEAF.old, CA.school] }],
  ['panel.gr', { 'mx.panel.gr': [LEAF.panel] }],
  ['pair.gr', { 'mx1.pair.gr': [LEAF.pair, CA.known], 'mx2.pair.gr': [LEAF.pair, CA.known] }],
  ['soon.gr', { 'mx.soon.gr': [LEAF.soon, CA.known] }],
  [
    'three.gr',
    Object.fromEntries(LEAF.three.map((leaf) => [leaf.names[0] ?? '', [leaf, CA.known]] as const)),
  ],
  ['silent.gr', { 'mx.silent.gr': null }],
];

/** A survey as it is imported from a program that recorded less: no issuers, and nothing of hosts without TLS. */
export function makeImportedSurvey(): Snapshot {
  const endpoints = WORLD.flatMap(([, hosts]) =>
    Object.entries(hosts).map(([host, chain]) => makeEndpoint(endpointOf(host, chain))),
  );
  const snapshot = makeSnapshot({
    survey: {
      date: '2016-01-23',
      startedAt: '2016-01-23T00:00:00Z',
      ehlo: null,
      resolver: null,
      families: [],
      settings: { depth: null, port: 25, passes: 1 },
    },
    domains: WORLD.map(([domain, hosts]) =>
      makeDomain({ domain, hosts: Object.keys(hosts) }, endpoints),
    ),
    endpoints,
    certificates: [
      ...new Map(
        WORLD.flatMap(([, hosts]) => Object.values(hosts))
          .flatMap((chain) => chain ?? [])
          .map((each) => [each.id, each]),
      ).values(),
    ],
  });
  return judgedSnapshot(snapshot);
}

function endpointOf(host: string, chain: Certificate[] | null): EndpointOverrides {
  const common = { host, address: null, smtp: null };
  if (chain === null) return { ...common, outcome: 'failed', failure: NO_TLS_SHOWN };
  const ids = chain.map(({ id }) => id);
  return {
    ...common,
    tls: {
      version: 'TLSv1',
      cipher: null,
      group: null,
      versions: { ...UNTESTED, TLSv1: 'yes', 'TLSv1.1': 'no', 'TLSv1.2': 'no' },
    },
    certificate: ids[0] ?? null,
    chain: ids,
    path: null,
    problems: [],
  };
}
