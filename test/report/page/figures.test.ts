import { describe, expect, it } from 'vitest';
import { figureBlock } from '../../../src/report/page/figures.ts';
import { surveyCounts, type Counted } from './made-counts.ts';

function figures(now: Counted, then: Counted | null, imported = false) {
  const before = then && { date: '2016-01-16', counts: surveyCounts([[null, then]]) };
  const block = figureBlock(surveyCounts([[null, now]]), before, imported);
  if (block.kind !== 'figures') throw new Error('no figures');
  return block.figures;
}

describe('the four numbers', () => {
  it('are of providers, each with what it counts', () => {
    expect(figures([3, 5, 2], null)).toEqual([
      { label: 'providers with STARTTLS on all known servers', value: '3 of 5', change: null },
      { label: 'providers with valid certificates only', value: '3 of 5', change: null },
      { label: 'providers that still accept TLS 1.1 or older', value: '3 of 5', change: null },
      { label: 'providers unknown', value: '2 of 7', change: null },
    ]);
  });

  it.each<{ name: string; now: Counted; then: Counted; text: string; paints: string }>([
    {
      name: 'more',
      now: [3, 5],
      then: [2, 5],
      text: '+1 since 2016-01-16 (2 of 5)',
      paints: 'good good bad none',
    },
    {
      name: 'less',
      now: [1, 5],
      then: [4, 5],
      text: '−3 since 2016-01-16 (4 of 5)',
      paints: 'bad bad good none',
    },
    {
      name: 'the same',
      now: [3, 5],
      then: [3, 5],
      text: 'the same on 2016-01-16',
      paints: 'none none none none',
    },
    {
      name: 'the same of more',
      now: [3, 5],
      then: [3, 4],
      text: '3 of 4 on 2016-01-16',
      paints: 'none none none none',
    },
  ])('$name than before', ({ now, then, text, paints }) => {
    const changes = figures(now, then).map(({ change }) => change);
    expect(changes[0]?.text).toBe(text);
    expect(changes.map((change) => change?.paint ?? 'none').join(' ')).toBe(paints);
  });

  it.each<{ name: string; now: Counted; then: Counted }>([
    { name: 'now', now: [0, 0, 5], then: [3, 5] },
    { name: 'before', now: [3, 5], then: [0, 0, 5] },
  ])('have no change where nothing is known $name', ({ now, then }) => {
    expect(figures(now, then)[0]?.change).toBeNull();
  });

  it('say unknown where nothing is known, and never 0 of 0', () => {
    expect(figures([0, 0, 5], null)[0]?.value).toBe('unknown');
  });

  it('of an imported survey say who showed TLS, of all', () => {
    const [first] = figures([12, 12, 5], null, true);
    expect(first).toMatchObject({ label: 'providers that showed TLS', value: '12 of 17' });
  });
});
