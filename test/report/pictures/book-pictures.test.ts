import { describe, expect, it } from 'vitest';
import { HistoryBook } from '../../../src/compare/history/history-book.ts';
import { countedSurveys } from '../../../src/compare/history/shares.ts';
import { sourceOf } from '../../../src/model/records/snapshot-source.ts';
import { adoptionOf } from '../../../src/report/pictures/adoption.ts';
import { courseBlocks } from '../../../src/report/pictures/course-blocks.ts';
import { expiriesOf } from '../../../src/report/pictures/expiries.ts';
import { stripsOf } from '../../../src/report/pictures/strips.ts';
import { versionsOf } from '../../../src/report/pictures/versions.ts';
import { shareText } from '../../../src/report/format/share-text.ts';
import type { LinesPicture } from '../../../src/report/document/picture.ts';
import { historyWorld } from '../history/history-world.ts';

const book = new HistoryBook();
for (const snapshot of historyWorld()) {
  if (snapshot.survey.degraded.length === 0) book.add(sourceOf(snapshot));
}

function linesOf({ series }: LinesPicture): string[] {
  return series
    .filter(({ shares }) => shares.some((share) => share !== null && share.count > 0))
    .map(({ name, shares }) => `${name}: ${shares.map(shareText).join(' | ')}`);
}

describe('the pictures of a history', () => {
  it('count surveys over the same lists, and leave out one ad hoc', () => {
    expect(book.surveys).toHaveLength(5);
    expect(countedSurveys(book)).toEqual([0, 1, 2, 3]);
  });

  it('count unknown providers neither for nor against, and leave out those without mail', () => {
    const { series, whole, at } = adoptionOf(book);
    expect(at[0]).toBe('2026-11-02T03:00:00Z');
    expect(whole).toBe('of the providers known');
    expect(
      series.map(({ name, shares }) => `${name}: ${shares.map(shareText).join(' | ')}`),
    ).toEqual([
      'Firms: 2 of 2 | 2 of 2 | 1 of 1, 1 unknown | 2 of 2',
      'Others: unknown | 0 of 1 | 0 of 1 | 0 of 1',
    ]);
  });

  it('count each address of a server once by what it agreed on', () => {
    expect(linesOf(versionsOf(book))).toEqual([
      'no STARTTLS: 1 of 4 | 1 of 3, 1 unknown | 0 of 3, 1 unknown | 1 of 4',
      'STARTTLS broken: 0 of 4 | 0 of 3, 1 unknown | 1 of 3, 1 unknown | 0 of 4',
      'TLS 1.2: 2 of 4 | 1 of 3, 1 unknown | 2 of 3, 1 unknown | 1 of 4',
      'TLS 1.3: 1 of 4 | 1 of 3, 1 unknown | 0 of 3, 1 unknown | 2 of 4',
    ]);
  });

  it('say of each survey what a provider showed', () => {
    const subject = { kind: 'provider' as const, name: '=TWO|"<i>' };
    const { rows } = stripsOf(book, [{ subject, name: 'TWO', link: null }]);
    expect(rows[0]?.cells.map(({ mark, words }) => `${mark}: ${words}`)).toEqual([
      'tls: TLS; TLS 1.3; certificate: self-signed',
      'tls: TLS; TLS 1.3; certificate: self-signed',
      'unknown: unknown',
      'tls: TLS; TLS 1.2; certificate: wrong name and self-signed',
      'not-observed: not observed',
    ]);
  });

  it('name the hosts whose certificates end, of the newest survey alone', () => {
    expect(expiriesOf(book)).toEqual({
      kind: 'calendar',
      at: '2026-11-23T14:05:33Z',
      days: [{ day: '2027-02-12', names: ['mx1.a.gr', 'mx2.a.gr'] }],
    });
  });

  it('tell how it came to the newest survey, where there is an earlier one', () => {
    const subject = { kind: 'provider' as const, name: 'ONE' };
    const titles = (own: HistoryBook, subjects: Parameters<typeof courseBlocks>[1]) =>
      courseBlocks(own, subjects).flatMap((block) => ('title' in block ? block.title : []));
    const rows = [{ subject, name: 'ONE', link: null }];
    expect(titles(book, rows)).toEqual(['TLS on all servers', 'What each survey showed']);
    expect(titles(book, [])).toEqual(['TLS on all servers']);
    const alone = new HistoryBook();
    for (const snapshot of historyWorld().slice(0, 1)) alone.add(sourceOf(snapshot));
    expect(titles(alone, rows)).toEqual([]);
  });
});
