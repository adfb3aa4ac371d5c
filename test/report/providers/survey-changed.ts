import { compareSnapshots } from '../../../src/compare/changes/compare-snapshots.ts';
import { HistoryBook } from '../../../src/compare/history/history-book.ts';
import type { Endpoint } from '../../../src/model/records/endpoint.ts';
import { sourceOf } from '../../../src/model/records/snapshot-source.ts';
import type { Snapshot } from '../../../src/model/records/snapshot.ts';
import type { ReportFacts } from '../../../src/report/providers/make-report.ts';
import { makeCertificate, makeEndpoint } from '../../model/make-records.ts';
import { makeSurvey2016 } from './survey-2016.ts';
import { judgedSnapshot } from '../../compare/worlds.ts';

const FORTHNET = makeCertificate({
  subject: 'CN=*.forthnet.gr',
  names: ['*.forthnet.gr', 'forthnet.gr'],
  issuer: 'CN=Go Daddy Secure Certificate Authority - G2,O=GoDaddy.com\\, Inc.',
  notBefore: '2015-05-10T00:00:00Z',
  notAfter: '2018-05-10T00:00:00Z',
});

/** What became of hosts, and from which day on. */
const EVENTS: readonly [string, (before: Endpoint) => Endpoint][] = [
  [
    '2016-01-30',
    (before) =>
      before.host === 'mailsrv.forthnet.gr'
        ? makeEndpoint({
            host: before.host,
            version: 'TLSv1.2',
            certificate: FORTHNET.id,
            chain: [FORTHNET.id],
            path: { outcome: 'trusted', via: [] },
          })
        : before,
  ],
  [
    '2016-02-06',
    (before) =>
      before.host === 'mail.espiv.net'
        ? makeEndpoint({ host: before.host, outcome: 'plaintext' })
        : before,
  ],
  [
    '2016-02-06',
    (before) =>
      before.host === 'mx.sch.gr'
        ? makeEndpoint({ host: before.host, outcome: 'plaintext' })
        : before,
  ],
];

/** The survey of 2016-01-23 on another day, with what happened until then. */
function surveyOf(date: string): Snapshot {
  const first = makeSurvey2016();
  const { survey, endpoints, certificates } = first;
  const happened = EVENTS.filter(([day]) => day <= date).map(([, change]) => change);
  const startedAt = `${date}T03:00:00Z`;
  const snapshot: Snapshot = {
    ...first,
    survey: { ...survey, date, startedAt, finishedAt: startedAt },
    endpoints: endpoints.map((each) => happened.reduce((now, change) => change(now), each)),
    certificates: [...certificates, FORTHNET].sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
  return judgedSnapshot(snapshot);
}

/** The survey of 2016-02-06. */
export function makeChangedSurvey(): Snapshot {
  return surveyOf('2016-02-06');
}

/** All that a report on 2016-02-06 is made from, with three surveys before it and a change in each of the last two. */
export function makeChangedFacts(): ReportFacts {
  const surveys = ['2016-01-16', '2016-01-23', '2016-01-30', '2016-02-06'].map(surveyOf);
  const [before, snapshot] = surveys.slice(-2);
  if (before === undefined || snapshot === undefined) throw new Error('two of four');
  const book = new HistoryBook();
  for (const each of surveys) book.add(sourceOf(each));
  return {
    source: sourceOf(snapshot),
    next: '2016-02-13T03:00:00Z',
    book,
    comparison: compareSnapshots(sourceOf(before), sourceOf(snapshot)),
  };
}
