import { isTlsWord, TLS_WORDS } from '../../compare/answers/endpoint-answers.ts';
import { wordsOf, type Observed } from '../../compare/answers/observed.ts';
import { marksOf } from '../../compare/history/histories.ts';
import type { HistoryBook } from '../../compare/history/history-book.ts';
import type { Mark } from '../../compare/history/marks.ts';
import { observedAt, problemsAt } from '../../compare/history/observations.ts';
import type { Subject } from '../../compare/history/subjects.ts';
import { PROBLEMS, TLS_VERSIONS } from '../../model/records/words.ts';
import type { Link } from '../document/link.ts';
import { MARK_FACES } from '../document/mark-faces.ts';
import type { StripRow, StripsPicture } from '../document/picture.ts';
import { listed } from '../format/layout.ts';
import { PROBLEM_LABELS } from '../words/problem-labels.ts';
import { UNKNOWN_VERSION, versionList } from '../words/version-words.ts';

/** A row of strips: of whom, by which name, which is safe to show, and where the name leads. */
export interface StripSubject {
  subject: Subject;
  name: string;
  link: Link | null;
}

/** What each survey showed of some subjects: a row each, a mark a survey of the book. */
export function stripsOf(book: HistoryBook, subjects: readonly StripSubject[]): StripsPicture {
  return {
    kind: 'strips',
    at: book.surveys.map(({ startedAt }) => startedAt),
    rows: subjects.map((each) => rowOf(book, each)),
  };
}

/** A mark for every survey of the book; one that did not ask for the subject did not observe it. */
export function allMarksOf(book: HistoryBook, subject: Subject): Mark[] {
  const { surveys, marks } = marksOf(book, subject);
  const byPlace = new Map(surveys.map((place, index) => [place, marks[index]]));
  return book.surveys.map((_, place) => byPlace.get(place) ?? 'not-observed');
}

function rowOf(book: HistoryBook, { subject, name, link }: StripSubject): StripRow {
  const cells = allMarksOf(book, subject).map((mark, place) => ({
    mark,
    words: [MARK_FACES[mark].meaning, ...detailsOf(book, subject, mark, place)].join('; '),
  }));
  return { name, link, cells };
}

/** The versions that its servers agreed on, and what is wrong with their certificates. */
function detailsOf(book: HistoryBook, subject: Subject, mark: Mark, place: number): string[] {
  if (!HAS_TLS[mark]) return [];
  const words = seenWords(observedAt(book, subject, 'tls', place)).filter(isTlsWord);
  const versions = TLS_VERSIONS.filter((each) => words.includes(each));
  const problems = seenWords(problemsAt(book, subject, place));
  const faults = PROBLEMS.filter((each) => problems.includes(each));
  return [
    versions.length === 0 ? UNKNOWN_VERSION : versionList(versions),
    ...(faults.length === 0
      ? []
      : [`certificate: ${listed(faults.map((each) => PROBLEM_LABELS[each]))}`]),
  ];
}

const HAS_TLS = {
  valid: true,
  tls: true,
  'partly-unknown': true,
  some: true,
  none: false,
  broken: false,
  'no-mail': false,
  unknown: false,
  'not-observed': false,
} as const satisfies Record<Mark, boolean>;

function seenWords(observed: Observed): string[] {
  return observed.kind === 'known' ? wordsOf(observed.parts, TLS_WORDS) : [];
}
