import { describe, expect, it } from 'vitest';
import { TimelineStore } from '../../../src/compare/history/timeline-store.ts';

describe('a timeline store', () => {
  it('keeps what each survey showed of each of many subjects', () => {
    const store = new TimelineStore((text) => `state ${text}`);
    for (let survey = 0; survey < 3; survey += 1) {
      store.begin();
      for (let subject = 0; subject < 1_000; subject += survey + 1) {
        store.put(`s${subject}`, `${subject % 10}`);
      }
    }
    expect(store.names()).toHaveLength(1_000);
    expect([0, 1, 2].map((survey) => store.at('s998', survey))).toEqual([
      'state 8',
      'state 8',
      null,
    ]);
    expect([0, 1, 2, 3].map((survey) => store.at('s999', survey))).toEqual([
      'state 9',
      null,
      'state 9',
      null,
    ]);
    expect([store.at('s', 0), store.has('s'), store.has('s0')]).toEqual([null, false, true]);
  });

  it('takes subjects that come later', () => {
    const store = new TimelineStore((text) => text);
    store.begin();
    store.put('a', 'x');
    store.begin();
    store.put('b', 'x');
    expect([store.at('a', 0), store.at('a', 1)]).toEqual(['x', null]);
    expect([store.at('b', 0), store.at('b', 1)]).toEqual([null, 'x']);
  });
});
