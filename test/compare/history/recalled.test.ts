import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareSnapshots } from '../../../src/compare/changes/compare-snapshots.ts';
import { historyOf } from '../../../src/compare/history/histories.ts';
import type { HistoryQuestion } from '../../../src/compare/history/observations.ts';
import { HistoryBook } from '../../../src/compare/history/history-book.ts';
import type { Subject } from '../../../src/compare/history/subjects.ts';
import { LastKnown } from '../../../src/compare/tables/last-known.ts';
import type { Topic } from '../../../src/model/output/change-kinds.ts';
import type { SeekableSource } from '../../../src/model/records/snapshot-source.ts';
import type { MailDomain } from '../../../src/model/records/mail-domain.ts';
import type { EndpointOverrides } from '../../model/make-records.ts';
import { NO_POLICY, policyOf, sourceFor, type World } from '../worlds.ts';

const HOST = 'mx.example.gr';
const CLOSING: EndpointOverrides = {
  outcome: 'failed',
  failure: { stage: 'greeting', code: 'closed', detail: '' },
};
const STS_FAILED = policyOf({ state: 'failed', policy: null, error: 'timeout', mx: 'untested' });
const rpt = (state: NonNullable<MailDomain['tlsRpt']>['state']) => ({
  state,
  record: state === 'present' ? 'v=TLSRPTv1; rua=mailto:a@b.gr' : null,
  error: state === 'failed' ? 'timeout' : null,
});

/** What one week of a domain with one host is like. */
interface Week {
  endpoint: EndpointOverrides;
  mtaSts: MailDomain['mtaSts'];
  tlsRpt: MailDomain['tlsRpt'];
}

/** Half of it is unknown. */
const week = fc.record<Week>({
  endpoint: fc.constantFrom<EndpointOverrides>({}, { outcome: 'plaintext' }, CLOSING, CLOSING),
  mtaSts: fc.constantFrom(policyOf(), policyOf({}, 'none'), NO_POLICY, STS_FAILED, STS_FAILED),
  tlsRpt: fc.constantFrom('present', 'absent', 'failed', 'failed').map(rpt),
});

function worldOf({ endpoint, mtaSts, tlsRpt }: Week): World {
  return { hosts: { [HOST]: [endpoint] }, domains: [{ hosts: [HOST], mtaSts, tlsRpt }] };
}

const DAY_MS = 86_400_000;
const dayOf = (index: number) =>
  new Date(Date.parse('2026-09-07') + 7 * index * DAY_MS).toISOString().slice(0, 10);

/** When the last state of a question began with the last survey: the survey that last showed another one; else null. */
function changedInHistory(
  sources: readonly SeekableSource[],
  subject: Subject,
  question: HistoryQuestion,
): string | null {
  const book = new HistoryBook();
  for (const source of sources) book.add(source);
  const { tracks } = historyOf(book, subject);
  const last = tracks.find((each) => each.question === question)?.intervals.at(-1);
  if (last?.kind !== 'known' || last.by !== sources.length - 1 || last.after === null) return null;
  return sources[last.after]?.survey.startedAt ?? null;
}

/** When what changed was last known to be otherwise, by the changes of the last survey; null where nothing changed. */
function changedInDiff(sources: readonly SeekableSource[], topic: Topic): string | null {
  const [after, before, ...older] = sources.toReversed();
  if (after === undefined || before === undefined) return null;
  const lastKnown = new LastKnown(before);
  for (const each of older) lastKnown.add(each);
  const { changes } = compareSnapshots(before, after, lastKnown);
  const change = changes.find((each) => each.topic === topic);
  return change === undefined ? null : (change.lastKnown ?? before.survey.startedAt);
}

it('what changed after weeks in which it was unknown, changed in the history in the same weeks', () => {
  let changed = 0;
  const property = fc.property(fc.array(week, { minLength: 2, maxLength: 7 }), (weeks) => {
    const sources = weeks.map((each, index) => sourceFor(dayOf(index), worldOf(each)));
    const domain: Subject = { kind: 'domain', name: 'example.gr' };
    const said = (['mta-sts', 'tls-rpt'] as const).map((topic) => [
      changedInDiff(sources, topic),
      changedInHistory(sources, domain, topic),
    ]);
    said.push([
      changedInDiff(sources, 'starttls'),
      changedInHistory(sources, { kind: 'host', name: HOST }, 'tls'),
    ]);
    for (const [diff, history] of said) expect(diff).toBe(history);
    changed += said.filter(([diff]) => diff !== null).length;
  });
  fc.assert(property, { numRuns: 300, seed: 20_160_123 });
  expect(changed).toBeGreaterThan(150);
});

/** What was last known, handed on from survey to survey: each is read beside the one before it alone. */
function handedOn(sources: readonly SeekableSource[]): LastKnown | null {
  let known: LastKnown | null = null;
  for (const [index, source] of sources.entries()) {
    const next: LastKnown = new LastKnown(source);
    const before = sources[index - 1];
    if (before !== undefined) next.add(before);
    for (const each of known?.surveys() ?? []) next.add(each);
    known = next;
  }
  return known;
}

it('what was last known, handed on from survey to survey, is the same as from all older surveys', () => {
  let changed = 0;
  const property = fc.property(fc.array(week, { minLength: 2, maxLength: 7 }), (weeks) => {
    const sources = weeks.map((each, index) => sourceFor(dayOf(index), worldOf(each)));
    const [after, before, ...older] = sources.toReversed();
    const known = handedOn(sources.slice(0, -1));
    if (after === undefined || before === undefined || known === null) return;
    const all = new LastKnown(before);
    for (const each of older) all.add(each);
    const whole = compareSnapshots(before, after, all);
    expect(compareSnapshots(before, after, known)).toEqual(whole);
    changed += whole.changes.filter(({ lastKnown }) => lastKnown !== null).length;
  });
  fc.assert(property, { numRuns: 300, seed: 20_160_123 });
  expect(changed).toBeGreaterThan(50);
});
