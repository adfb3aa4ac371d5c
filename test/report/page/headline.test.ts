import { describe, expect, it } from 'vitest';
import { headline } from '../../../src/report/page/headline.ts';
import { surveyCounts, type Counted } from './made-counts.ts';

describe('the headline', () => {
  it.each<{ name: string; of: [string | null, Counted][]; domains?: true; says: string }>([
    { name: 'all', of: [[null, [5, 5]]], says: 'All 5 providers encrypt' },
    { name: 'some', of: [[null, [3, 5]]], says: '3 of 5 providers encrypt' },
    { name: 'one of many', of: [[null, [1, 5]]], says: '1 of 5 providers encrypts' },
    { name: 'none', of: [[null, [0, 5]]], says: 'None of 5 providers encrypts' },
    { name: 'two', of: [[null, [2, 2]]], says: 'Both providers encrypt' },
    { name: 'one that does', of: [[null, [1, 1]]], says: '1 provider encrypts' },
    { name: 'one that does not', of: [[null, [0, 1]]], says: '1 provider does not encrypt' },
    {
      name: 'unknown apart',
      of: [[null, [3, 5, 2]]],
      says: '3 of 5 providers encrypt; 2 more are unknown',
    },
    {
      name: 'one unknown',
      of: [[null, [5, 5, 1]]],
      says: 'All 5 providers encrypt; 1 more is unknown',
    },
    { name: 'all unknown', of: [[null, [0, 0, 4]]], says: 'Nothing is known of 4 providers' },
    { name: 'no mail', of: [[null, [0, 0]]], says: 'No provider takes mail' },
    { name: 'nothing', of: [], says: 'No provider takes mail' },
    { name: 'domains', of: [[null, [3, 5]]], domains: true, says: '3 of 5 domains encrypt' },
    {
      name: 'the only category',
      of: [['Commercial Providers', [3, 5]]],
      says: '3 of 5 commercial providers encrypt',
    },
    {
      name: 'a category that is no kind of provider',
      of: [['Banks', [3, 5]]],
      says: 'Banks: 3 of 5 providers encrypt',
    },
    {
      name: 'a category of domains',
      of: [['Public Domains', [3, 5]]],
      domains: true,
      says: '3 of 5 public domains encrypt',
    },
    {
      name: 'the category that encrypts least',
      of: [
        ['Banks', [4, 5]],
        ['Commercial Providers', [3, 5, 2]],
        [null, [0, 9]],
      ],
      says: '3 of 5 commercial providers encrypt; 2 more are unknown',
    },
    {
      name: 'of equal categories the first',
      of: [
        ['B', [0, 3]],
        ['A', [0, 3]],
        ['C', [3, 3]],
      ],
      says: 'B: None of 3 providers encrypts',
    },
    {
      name: 'categories that are equal',
      of: [
        ['A', [5, 5]],
        ['B', [3, 3]],
      ],
      says: 'All 8 providers encrypt',
    },
    {
      name: 'a category of two is too small',
      of: [
        ['A', [0, 2]],
        ['B', [3, 3]],
      ],
      says: '3 of 5 providers encrypt',
    },
    {
      name: 'a category that is mostly unknown',
      of: [
        ['A', [0, 3, 4]],
        ['B', [3, 3]],
      ],
      says: '3 of 6 providers encrypt; 4 more are unknown',
    },
  ])('of $name', ({ of, domains, says }) => {
    expect(headline(surveyCounts(of, domains === undefined), false)).toBe(says);
  });

  it.each<{ counts: Counted; says: string }>([
    { counts: [12, 12, 5], says: '12 of 17 providers showed TLS; 5 are unknown' },
    { counts: [12, 12, 1], says: '12 of 13 providers showed TLS; 1 is unknown' },
    { counts: [3, 3], says: '3 of 3 providers showed TLS' },
  ])('of an imported survey says no no: $says', ({ counts, says }) => {
    expect(headline(surveyCounts([['Commercial Providers', counts]]), true)).toBe(says);
  });

  it('cuts the name of a category, and shows no control character of it', () => {
    const name = `\x1b[31m<b>${'x'.repeat(99)}`;
    const said = headline(surveyCounts([[name, [1, 3]]]), false);
    expect(said).toMatch(/^\\x1b\[31m<b>x+.*: 1 of 3 providers encrypts$/);
    expect(said.length).toBeLessThan(80);
  });
});
