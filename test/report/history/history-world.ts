import type { Endpoint } from '../../../src/model/records/endpoint.ts';
import type { Failure } from '../../../src/model/records/failure.ts';
import type { Snapshot } from '../../../src/model/records/snapshot.ts';
import type { Survey } from '../../../src/model/records/survey.ts';
import {
  makeCertificate,
  makeDomain,
  makeEndpoint,
  makeSnapshot,
  type DomainOverrides,
  type EndpointOverrides,
} from '../../model/make-records.ts';

const OLD = makeCertificate({
  subject: 'CN=mail.a.gr',
  names: ['mail.a.gr', 'mx1.a.gr', 'mx2.a.gr'],
  notAfter: '2026-11-12T00:00:00Z',
});
const RENEWED = makeCertificate({
  subject: 'CN=mail.a.gr',
  names: ['mail.a.gr', 'mx1.a.gr', 'mx2.a.gr'],
  notAfter: '2027-02-12T00:00:00Z',
});
const OWN = makeCertificate({
  subject: 'CN=<b>box</b>\u001b[31m',
  names: ['mx.b.gr'],
  selfSigned: true,
});

const REFUSED: Failure = { stage: 'connect', code: 'refused', detail: 'ECONNREFUSED' };
const LISTS: Survey['lists'] = [{ file: 'domains/a.txt', sha256: '0'.repeat(64), domains: 5 }];
const CATEGORIES: Survey['categories'] = [
  { name: 'Firms', providers: ['ONE', '=TWO|"<i>'] },
  { name: 'Others', providers: [] },
];

/** What the surveys of the world differ in; the rest stays as it is. */
interface Week {
  startedAt: string;
  mx1?: EndpointOverrides;
  mx2?: EndpointOverrides;
  b?: EndpointOverrides;
  bHosts?: string[];
  idn?: DomainOverrides;
  idnEnd?: EndpointOverrides;
  lists?: Survey['lists'];
  vantage?: string;
  degraded?: string[];
}

const WEEKS: Week[] = [
  { startedAt: '2026-11-02T03:00:00Z', idn: { mx: { kind: 'null-mx' } } },
  // One of two hosts is unknown; the other is unchanged.
  { startedAt: '2026-11-09T03:00:00Z', mx2: { outcome: 'failed', failure: REFUSED } },
  // The certificate of mx1 has expired; b is unknown.
  {
    startedAt: '2026-11-16T03:00:00Z',
    b: { outcome: 'deferred' },
    idnEnd: { outcome: 'stripped' },
  },
  // Not to be trusted: all of this is left out.
  {
    startedAt: '2026-11-17T03:00:00Z',
    mx1: { outcome: 'stripped' },
    degraded: ['starttls-stripped'],
  },
  // Renewed, and a newer version; b moves to another host.
  {
    startedAt: '2026-11-23T03:00:00Z',
    mx1: { version: 'TLSv1.3', certificate: RENEWED.id, chain: [RENEWED.id] },
    mx2: { version: 'TLSv1.3', certificate: RENEWED.id, chain: [RENEWED.id] },
    b: { host: 'mx.c.gr', version: 'TLSv1.2' },
    bHosts: ['mx.c.gr'],
  },
  // Ad hoc, on the same day, from elsewhere: of one domain alone.
  {
    startedAt: '2026-11-23T14:05:33Z',
    mx1: { version: 'TLSv1.3', certificate: RENEWED.id, chain: [RENEWED.id] },
    mx2: { version: 'TLSv1.3', certificate: RENEWED.id, chain: [RENEWED.id] },
    lists: [],
    vantage: 'Athens\u202e',
  },
];

/** Snapshots of a small world over three weeks, with something of each kind, in the order of time. */
export function historyWorld(): Snapshot[] {
  return WEEKS.map(snapshotOf);
}

function snapshotOf(week: Week): Snapshot {
  const { startedAt, lists = LISTS, vantage = null, degraded = [] } = week;
  const survey = {
    date: startedAt.slice(0, 10),
    startedAt,
    finishedAt: startedAt,
    lists,
    vantage,
    degraded,
    categories: lists.length === 0 ? [] : CATEGORIES,
  };
  const own: EndpointOverrides = {
    certificate: OLD.id,
    chain: [OLD.id],
    path: TRUSTED,
    version: 'TLSv1.2',
  };
  const a = [
    makeEndpoint({ host: 'mx1.a.gr', ...own, ...fits(week.mx1) }),
    makeEndpoint({ host: 'mx2.a.gr', ...own, ...fits(week.mx2) }),
  ];
  const holder = { category: 'Firms', provider: 'ONE' };
  const domainA = makeDomain({ domain: 'a.gr', hosts: ['mx1.a.gr', 'mx2.a.gr'], ...holder }, a);
  const certificates = [OLD, RENEWED, OWN];
  if (lists.length === 0) {
    return makeSnapshot({ survey, domains: [domainA], endpoints: a, certificates });
  }
  const rest = [
    makeEndpoint({
      host: 'mx.b.gr',
      certificate: OWN.id,
      chain: [OWN.id],
      path: { outcome: 'self-signed', via: [] },
      ...fits(week.b),
    }),
    makeEndpoint({ host: 'mx.xn--qxam.gr', outcome: 'plaintext', ...week.idnEnd }),
  ];
  const domains = [
    domainA,
    makeDomain(
      {
        domain: 'b.gr',
        hosts: week.bHosts ?? ['mx.b.gr'],
        category: 'Firms',
        provider: '=TWO|"<i>',
      },
      rest,
    ),
    makeDomain(
      { domain: 'xn--qxam.gr', hosts: ['mx.xn--qxam.gr'], category: 'Others', ...week.idn },
      rest,
    ),
  ];
  return makeSnapshot({ survey, domains, endpoints: [...a, ...rest], certificates });
}

const TRUSTED: Endpoint['path'] = { outcome: 'trusted', via: [] };

/** What has no TLS shows no certificate either. */
function fits(overrides: EndpointOverrides | undefined): EndpointOverrides {
  const bare = overrides?.outcome !== undefined && overrides.outcome !== 'tls';
  return bare ? { certificate: null, chain: [], path: null, ...overrides } : { ...overrides };
}
