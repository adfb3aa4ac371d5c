import { historyOf, type History, type Track } from '../../compare/history/histories.ts';
import type { Interval } from '../../compare/history/intervals.ts';
import { csvPieces, type CsvForm } from '../format/csv.ts';
import { historyWords, type HistoryWords } from './history-certificates.ts';
import { stateText } from './history-words.ts';
import type { HistoryRequest } from './history-document.ts';
import { momentsOf, ownMoments } from './moments.ts';
import { momentAt, type Moments } from './since-words.ts';

const HEADER = [
  'category',
  'kind',
  'name',
  'question',
  'state',
  'since_after',
  'since_hint',
  'since_by',
  'until_last',
  'until_before',
  'surveys',
];

type Row = (string | number | null)[];

/** Histories as CSV, a state a row, piece by piece. Ends in a newline. */
export function historyCsv(request: HistoryRequest, form?: CsvForm): Generator<string> {
  return csvPieces(HEADER, allRows(request), form);
}

function* allRows({ book, groups }: HistoryRequest): Generator<Row> {
  const moments = momentsOf(book.surveys);
  for (const { category, subjects } of groups) {
    for (const subject of subjects) {
      const history = historyOf(book, subject);
      const own = ownMoments(history, moments);
      const rows = rowsOf(history, own, historyWords(book, [history]));
      for (const row of rows) yield [category, ...row];
    }
  }
}

function rowsOf(history: History, moments: Moments, words: HistoryWords): Row[] {
  return history.tracks.flatMap((track) =>
    track.intervals.map((interval) => rowOf({ history, track, interval }, moments, words)),
  );
}

function rowOf(
  { history, track, interval }: { history: History; track: Track; interval: Interval },
  moments: Moments,
  words: HistoryWords,
): Row {
  const { subject } = history;
  const { after, hint, by, until, before, surveys } = interval;
  const named = (index: number | null) => (index === null ? null : momentAt(moments, index));
  return [
    subject.kind,
    subject.name,
    track.question,
    stateText(subject, track.question, interval, words),
    named(after),
    named(hint),
    named(by),
    named(until),
    named(before),
    surveys,
  ];
}
