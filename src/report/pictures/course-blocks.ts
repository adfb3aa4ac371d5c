import type { HistoryBook } from '../../compare/history/history-book.ts';
import type { Block } from '../document/document.ts';
import { ADOPTION_TITLE, adoptionOf } from './adoption.ts';
import { stripsOf, type StripSubject } from './strips.ts';

/** What is counted anew for a report at most: so many domains of so many surveys take some seconds. */
const MOST_COUNTED = 200_000;

/** How it came to the newest survey of a book: TLS by category, and what each survey showed of some subjects; nothing for one survey, or too many. */
export function courseBlocks(book: HistoryBook, subjects: readonly StripSubject[]): Block[] {
  const surveys = book.surveys.length;
  if (surveys < 2 || surveys * book.domainNames().length > MOST_COUNTED) return [];
  return [
    { kind: 'picture', title: ADOPTION_TITLE, picture: adoptionOf(book) },
    ...(subjects.length === 0
      ? []
      : [
          {
            kind: 'picture' as const,
            title: 'What each survey showed',
            picture: stripsOf(book, subjects),
          },
        ]),
  ];
}
