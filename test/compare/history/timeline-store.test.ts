import { describe, expect, it } from 'vitest';
import { TimelineStore } from '../../../src/compare/history/timeline-store.ts';

describe('a chronicle', () => {
  it('keeps what each survey showed of each of many subjects', () => {
    const chronicle = new TimelineStore((text) => `state ${text}`);
    for (let survey = 0; survey < 3; survey += 1) {
      chronicle.begin();
      for (let subject = 0; subject < 1_000; subject += survey + 1) {
        chronicle.put(`s${subject}`, `${subject % 10}`);
      }
    }
    expect(chronicle.names()).toHaveLength(1_000);
    expect([0, 1, 2].map((survey) => chronicle.at('s998', survey))).toEqual([
      'state 8',
      'state 8',
      null,
    ]);
    expect([0, 1, 2, 3].map((survey) => chronicle.at('s999', survey))).toEqual([
      'state 9',
      null,
      'state 9',
      null,
    ]);
    expect([chronicle.at('s', 0), chronicle.has('s'), chronicle.has('s0')]).toEqual([
      null,
      false,
      true,
    ]);
  });

  it('takes subjects that come later', () => {
    const chronicle = new TimelineStore((text) => text);
    chronicle.begin();
    chronicle.put('a', 'x');
    chronicle.begin();
    chronicle.put('b', 'x');
    expect([chronicle.at('a', 0), chronicle.at('a', 1)]).toEqual(['x', null]);
    expect([chronicle.at('b', 0), chronicle.at('b', 1)]).toEqual([null, 'x']);
  });
});
