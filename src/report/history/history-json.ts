import {
  answeredWords,
  historyOf,
  type History,
  type Track,
} from '../../compare/history/histories.ts';
import type { Interval } from '../../compare/history/intervals.ts';
import { HISTORY_FORMAT, type SubjectHistory } from '../../model/output/history.ts';
import { canonicalJson } from '../../model/records/snapshot-text.ts';
import { historyWords, type HistoryWords } from './history-certificates.ts';
import { stateText } from './history-words.ts';
import type { HistoryRequest } from './history-document.ts';
import { momentsOf, ownMoments, surveyName } from './moments.ts';
import { momentAt, type Moments } from './since-words.ts';

type State = SubjectHistory['questions'][number]['states'][number];

/** Histories as JSON, as `schema/mxtls-history-1.schema.json` describes it: each on a line of its own, piece by piece. */
export function* historyJson({ book, groups, leftOut }: HistoryRequest): Generator<string> {
  const moments = momentsOf(book.surveys);
  const surveys = book.surveys.map((each, index) => surveyName(each, momentAt(moments, index)));
  yield `{\n"format":"${HISTORY_FORMAT}",\n"surveys":[${lines(surveys)}],\n`;
  yield `"leftOut":[${lines(leftOut.map((each) => surveyName(each, each.startedAt)))}],\n"histories":[`;
  let separator = '\n';
  for (const { category, subjects } of groups) {
    for (const subject of subjects) {
      const history = historyOf(book, subject);
      const words = historyWords(book, [history]);
      const made = subjectHistory(history, category, ownMoments(history, moments), words);
      yield `${separator}${canonicalJson(made)}`;
      separator = ',\n';
    }
  }
  yield '\n]\n}\n';
}

function lines(records: readonly object[]): string {
  return records.length === 0 ? '' : `\n${records.map(canonicalJson).join(',\n')}\n`;
}

function subjectHistory(
  history: History,
  category: string | null,
  moments: Moments,
  words: HistoryWords,
): SubjectHistory {
  const { subject, tracks } = history;
  return {
    kind: subject.kind,
    name: subject.name,
    category,
    marks: stretches(history, moments),
    questions: tracks.map((track) => ({
      question: track.question,
      states: track.intervals.map((interval) =>
        stateOf({ history, track, interval }, moments, words),
      ),
    })),
  };
}

function stretches({ marks }: History, moments: Moments): SubjectHistory['marks'] {
  const found: SubjectHistory['marks'] = [];
  for (const [index, mark] of marks.entries()) {
    const moment = momentAt(moments, index);
    const last = found.at(-1);
    if (last?.mark === mark) {
      last.last = moment;
      last.surveys += 1;
    } else found.push({ mark, first: moment, last: moment, surveys: 1 });
  }
  return found;
}

function stateOf(
  { history, track, interval }: { history: History; track: Track; interval: Interval },
  moments: Moments,
  words: HistoryWords,
): State {
  const { kind, after, hint, by, until, before, surveys } = interval;
  const at = (index: number) => momentAt(moments, index);
  const named = (index: number | null) => (index === null ? null : at(index));
  return {
    kind,
    words: kind === 'known' ? answeredWords(interval.first.parts, track.question) : [],
    text: stateText(history.subject, track.question, interval, words),
    reasons: kind === 'unknown' ? [...interval.reasons] : [],
    since: { after: named(after), hint: named(hint), by: at(by) },
    until: { last: at(until), before: named(before) },
    surveys,
    gaps:
      kind === 'known'
        ? interval.gaps.map((gap) => ({
            kind: gap.kind,
            reasons: [...gap.reasons],
            surveys: gap.surveys.map(at),
          }))
        : [],
  };
}
