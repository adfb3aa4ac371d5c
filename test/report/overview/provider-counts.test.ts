import { describe, expect, it } from 'vitest';
import type { OverviewRow } from '../../../src/report/overview/overview-rows.ts';
import { ProviderCounter } from '../../../src/report/overview/provider-counts.ts';

const VALID = { problems: [], isKnown: true, ends: null, soon: false };
const NEW = { lowest: 'TLSv1.2', highest: 'TLSv1.3', open: false } as const;

const GOOD: OverviewRow = {
  number: 0,
  stand: 'good',
  category: null,
  name: 'A',
  listed: true,
  starttls: { all: 1, known: 1, unknown: 0 },
  word: 'all',
  versions: NEW,
  certificate: VALID,
  changes: [],
};

/** The counts of one row: encrypting, valid, deprecated as `count/known`, and unknown. */
function countsOf(row: Partial<OverviewRow>): string {
  const counter = new ProviderCounter();
  counter.add({ ...GOOD, ...row });
  const { encrypting, valid, deprecated, unknown } = counter.counts().whole;
  const shares = [encrypting, valid, deprecated].map(({ count, known }) => `${count}/${known}`);
  return [...shares, unknown].join(' ');
}

describe('a provider', () => {
  const noTls = { versions: null, certificate: null };

  it.each<{ name: string; row: Partial<OverviewRow>; counts: string }>([
    { name: 'with nothing wrong', row: {}, counts: '1/1 1/1 0/1 0' },
    {
      name: 'with STARTTLS on one of two domains',
      row: { starttls: { all: 1, known: 2, unknown: 0 } },
      counts: '0/1 1/1 0/1 0',
    },
    {
      name: 'with STARTTLS on all domains that are known',
      row: { starttls: { all: 1, known: 1, unknown: 3 } },
      counts: '1/1 1/1 0/1 0',
    },
    {
      name: 'without STARTTLS',
      row: { ...noTls, starttls: { all: 0, known: 1, unknown: 0 } },
      counts: '0/1 0/0 0/0 0',
    },
    {
      name: 'of which nothing is known',
      row: { ...noTls, starttls: { all: 0, known: 0, unknown: 2 } },
      counts: '0/0 0/0 0/0 1',
    },
    {
      name: 'without mail',
      row: { ...noTls, starttls: { all: 0, known: 0, unknown: 0 } },
      counts: '0/0 0/0 0/0 0',
    },
    {
      name: 'with an expired certificate',
      row: { certificate: { ...VALID, problems: ['expired'] } },
      counts: '1/1 0/1 0/1 0',
    },
    {
      name: 'with an expired certificate and open questions',
      row: { certificate: { ...VALID, problems: ['expired'], isKnown: false } },
      counts: '1/1 0/1 0/1 0',
    },
    {
      name: 'with a weak key alone, which is no matter of trust',
      row: { certificate: { ...VALID, problems: ['weak-key'] } },
      counts: '1/1 1/1 0/1 0',
    },
    {
      name: 'with a certificate that could not be judged',
      row: { certificate: { ...VALID, isKnown: false } },
      counts: '1/1 0/0 0/1 0',
    },
    {
      name: 'with TLS 1.1 beside newer versions',
      row: { versions: { ...NEW, lowest: 'TLSv1.1' } },
      counts: '1/1 1/1 1/1 0',
    },
    {
      name: 'with TLS 1.1 and lower versions untested',
      row: { versions: { ...NEW, lowest: 'TLSv1.1', open: true } },
      counts: '1/1 1/1 1/1 0',
    },
    {
      name: 'with TLS 1.2 and lower versions untested',
      row: { versions: { ...NEW, open: true } },
      counts: '1/1 1/1 0/0 0',
    },
  ])('$name', ({ row, counts }) => {
    expect(countsOf(row)).toBe(counts);
  });

  it('is counted in its category and in all', () => {
    const counter = new ProviderCounter();
    counter.begin('Banks');
    counter.add(GOOD);
    counter.begin(null);
    counter.add({ ...GOOD, listed: false });
    const { whole, categories, anyListed } = counter.counts();
    expect(whole.encrypting).toEqual({ count: 2, known: 2 });
    expect(categories.map(({ name, counts }) => [name, counts.encrypting.count])).toEqual([
      ['Banks', 1],
      [null, 1],
    ]);
    expect(anyListed).toBe(true);
  });
});
