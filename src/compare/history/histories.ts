import { DOMAIN_QUESTIONS, DOMAIN_WORDS } from '../answers/domain-answers.ts';
import {
  HOST_QUESTIONS,
  HOST_WORDS,
  NO_TLS,
  NO_TLS_SHOWN_WORD,
  NOT_ASKED,
} from '../answers/endpoint-answers.ts';
import { wordsOf, type KnownAnswers, type Part } from '../answers/observed.ts';
import type { HistoryBook } from './history-book.ts';
import { intervalsOf, type Interval, type Reading } from './intervals.ts';
import { markOf, type Mark } from './marks.ts';
import { observedAt, problemsAt, type HistoryQuestion } from './observations.ts';
import type { Subject } from './subjects.ts';
import { tallyOf } from './tally.ts';

/** One question about a subject and the states that answered it, in the order of time. */
export interface Track {
  question: HistoryQuestion;
  intervals: Interval[];
}

/** All that surveys showed of a subject. */
export interface History {
  subject: Subject;
  /** The surveys that could have shown it, by their places in the book; intervals count in this list. */
  surveys: readonly number[];
  /** One a survey. */
  marks: readonly Mark[];
  tracks: Track[];
}

/** The history of a subject. A question without a known answer is left out; TLS never is, as all others depend on it. */
export function historyOf(book: HistoryBook, subject: Subject): History {
  const { surveys, marks } = marksOf(book, subject);
  const tracks = questionsOf(subject).map((question) => ({
    question,
    intervals: intervalsOf(
      surveys.map((place) => observedAt(book, subject, question, place)),
      readingOf(subject, question),
    ),
  }));
  return { subject, surveys, marks, tracks: tracks.flatMap(answeredTracks) };
}

/** The surveys that could have shown a subject, and the mark that each of them gives it. */
export function marksOf(book: HistoryBook, subject: Subject): Pick<History, 'surveys' | 'marks'> {
  const seen = book.surveys.map((_, place) => observedAt(book, subject, 'tls', place));
  const surveys = askingFor(
    book,
    seen.map(({ kind }) => kind !== 'not-observed'),
  );
  const marks = surveys.map((place) =>
    markOf(seen[place] ?? { kind: 'not-observed' }, problemsAt(book, subject, place)),
  );
  return { surveys, marks };
}

/** The surveys that asked for a subject: where it is not in one over other lists, or over none, it was not looked for. */
function askingFor({ surveys }: HistoryBook, seenAt: readonly boolean[]): number[] {
  const files = new Set(
    surveys.flatMap(({ lists }, place) => (seenAt[place] ? lists.map(({ file }) => file) : [])),
  );
  return surveys.flatMap(({ lists }, place) =>
    seenAt[place] || lists.some(({ file }) => files.has(file)) ? place : [],
  );
}

function questionsOf({ kind }: Subject): readonly HistoryQuestion[] {
  if (kind === 'host') return HOST_QUESTIONS;
  return kind === 'domain' ? DOMAIN_QUESTIONS : ['tls'];
}

/** Without intervals that say nothing: that the answer is unknown, or that there is no TLS, is in the track of TLS. */
function answeredTracks({ question, intervals }: Track): Track[] {
  if (question === 'tls') return [{ question, intervals }];
  const answered = intervals.filter(({ kind }) => kind === 'known');
  const shown = answered.filter((each) => each.kind === 'known' && each.state !== NO_TLS);
  return shown.length === 0 ? [] : [{ question, intervals: shown }];
}

function readingOf({ kind }: Subject, question: HistoryQuestion): Reading {
  const separate = kind === 'provider' || kind === 'category';
  return {
    composition: separate ? 'separate' : 'interchangeable',
    stateOf: separate
      ? (state) => JSON.stringify(tallyOf(state))
      : (state) => stateOf(state, question),
    isHint: (reason) => reason === NO_TLS_SHOWN_WORD,
    isUnasked: (reason) => reason === NOT_ASKED,
  };
}

/** The words of a state, the same for the same; that some part has no TLS is the answer to another question. */
function stateOf({ parts }: KnownAnswers, question: HistoryQuestion): string {
  return answeredWords(parts, question).join(' ');
}

/** The words of all questions, in their order. */
const ORDERS = { ...HOST_WORDS, ...DOMAIN_WORDS };

/** The words that answer a question, in their order. */
export function answeredWords(parts: readonly Part[], question: HistoryQuestion): string[] {
  const words = wordsOf(parts, ORDERS[question]);
  const others = words.filter((word) => word !== NO_TLS);
  return others.length === 0 ? words : others;
}
