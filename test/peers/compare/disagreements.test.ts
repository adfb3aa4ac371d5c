import { describe, expect, it } from 'vitest';
import type { Result } from './ask.ts';
import { disagreementsOf, explain } from './disagreements.ts';
import { FACTS, agreementOf, UNKNOWABLE, type Answers, type Truth } from './facts.ts';
import { overspent } from './manners.ts';
import { parseFound } from './record.ts';
import { describe as describePage } from './report.ts';

const UNKNOWN = Object.fromEntries(FACTS.map((fact) => [fact, null])) as Truth;

function result(tool: string, answers: Answers, truth: Partial<Truth>, connections = 1): Result {
  const personality = { kind: 'Lab', name: 'one', truth: { ...UNKNOWN, ...truth } };
  return { tool, personality, answers, connections, cost: null, ended: false };
}

describe('the answer of a tool', () => {
  it.each([
    ['yes', 'yes', 'agrees'],
    ['no', 'yes', 'wrong'],
    [undefined, 'yes', 'silent'],
    [undefined, UNKNOWABLE, 'agrees'],
    ['no', UNKNOWABLE, 'wrong'],
    ['no', null, 'not asked'],
  ])('%s where it is %s: %s', (answer, truth, expected) => {
    expect(agreementOf(answer, truth)).toBe(expected);
  });
});

describe('a disagreement', () => {
  const wrong = result('mxtls deep', { SSLv3: 'no', RC4: 'no' }, { SSLv3: 'yes', RC4: 'no' });

  it('is an answer that differs from the truth', () => {
    expect(disagreementsOf([wrong])).toEqual([
      { tool: 'mxtls deep', personality: 'one', fact: 'SSLv3', answer: 'no', truth: 'yes' },
    ]);
  });

  it('of mxtls is never explained away', () => {
    const { explained, unexplained } = explain(disagreementsOf([wrong]));
    expect(unexplained).toHaveLength(1);
    expect(explained.filter(({ explanation }) => explanation.tool.startsWith('mxtls'))).toEqual([]);
  });
});

describe('the connections of mxtls', () => {
  const modern = { key: 'EC 256', 'TLSv1.3': 'yes', 'TLSv1.2': 'yes', 'TLSv1.1': 'no' };
  const rareKey = { ...modern, key: null };

  it.each([
    ['mxtls quick', 1, modern, 0],
    ['mxtls quick', 2, modern, 1],
    ['mxtls quick', 6, {}, 0],
    ['mxtls standard', 3, modern, 0],
    ['mxtls standard', 4, modern, 1],
    ['mxtls standard', 4, rareKey, 0],
    ['mxtls standard', 7, {}, 1],
    ['mxtls deep', 14, modern, 0],
    ['mxtls deep', 15, {}, 1],
    ['sslscan', 100, modern, 0],
  ])('%s: %i connections', (tool, connections, truth, complaints) => {
    expect(overspent([result(tool, {}, truth, connections)])).toHaveLength(complaints);
  });
});

describe('the page', () => {
  const found = {
    date: '2026-11-27',
    node: '20.0.0',
    tools: [{ name: 'sslscan', version: null }],
    absent: ['JDK: no java'],
    results: [result('mxtls deep', { SSLv3: 'no' }, { SSLv3: 'yes', RC4: 'no' }, 7)],
  };

  it('lists what has no explanation, and what was not answered', () => {
    const page = describePage({ found, ...explain(disagreementsOf(found.results)) });
    expect(page).toContain('- **unexplained**: mxtls deep on one: SSLv3 is yes, reported as no');
    expect(page).toContain('- RC4: one');
    expect(page).toContain('| SSLv3 | 0 / 0 / 0 | 0 / 0 / 0 | 0 / 1 / 0 |');
    expect(page).toContain('sslscan (not installed)');
    expect(page).toContain('Not on this machine: JDK: no java.');
  });

  it('can be made from what was kept', () => {
    expect(parseFound(JSON.stringify(found))).toEqual(found);
  });
});
