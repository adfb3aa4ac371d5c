import { expect, it } from 'vitest';
import { joinListeners } from '../../../src/commands/scan/joint-listener.ts';
import type { SurveyReports } from '../../../src/commands/scan/scan-listener.ts';
import type { Progress } from '../../../src/scan/schedule/probing.ts';

/** A listener that writes down what it hears. */
function hearing(): { listener: SurveyReports; heard: unknown[][] } {
  const heard: unknown[][] = [];
  const note =
    (what: string) =>
    (...words: unknown[]): void => {
      heard.push([what, ...words]);
    };
  return {
    heard,
    listener: {
      onLookup: note('lookup'),
      onProgress: note('progress'),
      onWait: note('wait'),
      onLine: note('line'),
      onZoneFault: note('zone'),
    },
  };
}

function progress(done: number, pass: number): Progress {
  const counts = { tls: done, plaintext: 1, broken: 2, unknown: 3 };
  const waiting = new Set([{ host: `mx${done}.gr`, address: '192.0.2.1', operator: 'gr' }]);
  return { pass, done, total: 10, counts, waiting };
}

it('passes on what a single survey reports', () => {
  const { listener, heard } = hearing();
  const only = joinListeners(listener)();
  const said = progress(3, 1);
  only.onLookup(2, 5);
  only.onProgress(said);
  only.onWait(2, [], 300);
  expect(heard).toEqual([
    ['lookup', 2, 5],
    ['progress', said],
    ['wait', 2, [], 300],
  ]);
  expect(heard[1]?.[1]).toBe(said);
});

it('adds up what several report: all have looked a domain up, and the earliest pass is under way', () => {
  const { listener, heard } = hearing();
  const next = joinListeners(listener);
  const [one, other] = [next(), next()];
  one.onLookup(2, 5);
  other.onLookup(1, 5);
  one.onProgress(progress(3, 2));
  other.onProgress(progress(4, 1));
  one.onWait(2, [], 300);
  const last = heard.at(-1)?.[1] as Progress;
  expect(heard.map(([what, done]) => (what === 'lookup' ? done : what))).toEqual([
    0,
    1,
    'progress',
    'progress',
  ]);
  expect(last).toMatchObject({ pass: 1, done: 7, total: 20 });
  expect(last.counts).toEqual({ tls: 7, plaintext: 2, broken: 4, unknown: 6 });
  expect(Array.from(last.waiting, ({ host }) => host)).toEqual(['mx3.gr', 'mx4.gr']);
});

it('names a DNS list that cannot be used once', () => {
  const { listener, heard } = hearing();
  const next = joinListeners(listener);
  for (const each of [next(), next()]) each.onZoneFault('dnsbl.example', 'no test point');
  expect(heard).toEqual([['zone', 'dnsbl.example', 'no test point']]);
});
