import { describe, expect, it } from 'vitest';
import { onionRoute } from '../../../src/compare/export/onion-route.ts';
import type { OnionMx } from '../../../src/model/records/onion-mx.ts';
import { makeDomain } from '../../model/make-records.ts';
import { ONION, ONION_HOST } from '../../report/export/export-world.ts';

const [GOOD] = ONION.records;
const [V2] = ONION.records.slice(1);
if (GOOD === undefined || V2 === undefined) throw new Error('no records');
const FAILED = {
  outcome: 'failed',
  failure: { stage: 'connect', code: 'timeout', detail: '' },
  reply: null,
  smtp: null,
  tls: null,
  certificate: null,
} as const;

/** What three surveys come to, of which the second, or the newest, is another. */
function routed(onionMx: OnionMx | null, place: number): string {
  const all = [0, 1, 2].map((at) => (at === place ? onionMx : ONION));
  const route = onionRoute(
    'example.gr',
    all.map((each) => makeDomain({ onionMx: each })),
  );
  if (route === null) return 'none';
  if (route.kind === 'left-out') return `${route.reason} ${route.survey}`;
  return route.hops.map(({ host, port }) => `${host}:${port}`).join(' ');
}

describe('the onion MX of a domain', () => {
  it.each<[string, OnionMx | null, string, string]>([
    ['answers always', ONION, `${ONION_HOST}:25`, `${ONION_HOST}:25`],
    ['was not asked for', null, 'changed 1', 'none'],
    ['has no record', { ...ONION, state: 'absent', records: [] }, 'changed 1', 'none'],
    ['has a dead name alone', { ...ONION, records: [V2] }, 'changed 1', 'none'],
    ['is not signed', { ...ONION, dnssec: 'insecure' }, 'insecure 1', 'insecure 2'],
    ['is of unknown DNSSEC', { ...ONION, dnssec: 'unknown' }, 'insecure 1', 'insecure 2'],
    ['has more records than are kept', { ...ONION, omitted: 1 }, 'changed 1', 'changed 2'],
    ['has another port', { ...ONION, records: [{ ...GOOD, port: 26 }] }, 'changed 1', 'changed 1'],
    [
      'was not asked over Tor',
      { ...ONION, records: [{ ...GOOD, answer: null }] },
      'not-asked 1',
      'not-asked 2',
    ],
    [
      'did not answer',
      { ...ONION, records: [{ ...GOOD, answer: FAILED }] },
      'unknown 1',
      'unknown 2',
    ],
  ])('which %s', (_, onionMx, between, newest) => {
    expect(routed(onionMx, 1)).toBe(between);
    expect(routed(onionMx, 2)).toBe(newest);
  });

  it('of a hostile name is no line of a map', () => {
    const host = `${ONION_HOST}\nevil.gr smtp:[evil.gr]`;
    const onionMx = { ...ONION, records: [{ ...GOOD, host }] };
    expect(onionRoute('example.gr', [makeDomain({ onionMx })])?.kind).toBe('left-out');
    expect(onionRoute('a b', [makeDomain({ onionMx: ONION })])).toBeNull();
  });
});
