import { createHash } from 'node:crypto';
import type { Comparison } from '../../model/output/change.ts';
import { changesText } from '../../model/output/changes-text.ts';
import {
  NOTIFICATION_FORMAT,
  type ComparedWord,
  type Notification,
} from '../../model/output/notification.ts';
import { canonicalJson } from '../../model/records/snapshot-text.ts';
import { SurveySchema, type Survey } from '../../model/records/survey.ts';
import { newsDocument, type News } from '../changes-digest.ts';
import type { Document } from '../document/document.ts';
import { makePalette } from '../document/palette.ts';
import { wholeText } from '../format/document-text.ts';
import { degradedWarning } from '../words/degraded.ts';
import { surveySubtitle, surveyTitle } from '../words/survey-heading.ts';
import { chatText } from './chat-text.ts';

/** What a notification is made from. */
export interface NotificationFacts {
  survey: Survey;
  /** The file of the snapshot. */
  file: string;
  news: News;
}

/** The changes of a document that receivers take: chat tools limit it, and programs can run `mxtls diff`. In bytes. */
const CHANGES_CAP = 1_000_000;

/** Wider than any line: chat tools wrap by themselves. */
const WIDTH = 1_000_000;

/** A document that `schema/mxtls-notification-1.schema.json` describes, on one line but for the changes. Ends in a newline. */
export function notificationJson(facts: NotificationFacts): string {
  const { survey, file, news } = facts;
  const changes = comparisonOf(news) === null ? null : changesWithin(comparisonOf(news));
  const { date, startedAt, finishedAt, vantage, degraded, counts } = survey;
  const text = notificationText(facts);
  const { mxtls } = survey.scanner;
  const head: Omit<Notification, 'changes'> = {
    format: NOTIFICATION_FORMAT,
    id: notificationId(survey),
    text,
    content: text,
    allowed_mentions: { parse: [] },
    survey: { date, startedAt, finishedAt, vantage, degraded, mxtls, file },
    counts,
    compared: comparedWord(facts, changes),
  };
  return `${canonicalJson(head).slice(0, -1)},"changes":${changes ?? 'null\n'}}\n`;
}

/** The text alone, in the one key that all chat tools take which take JSON. Ends in a newline. */
export function notificationChat(facts: NotificationFacts): string {
  return `${canonicalJson({ text: notificationText(facts) })}\n`;
}

/** Half of a SHA-256 in hex over the survey as its snapshot has it: it names the survey, however often it is sent. */
export function notificationId(survey: Survey): string {
  const line = canonicalJson(SurveySchema.parse(survey));
  return createHash('sha256').update(line).digest('hex').slice(0, 32);
}

function comparisonOf({ comparison }: News): Comparison | null {
  return comparison === 'first' ? null : comparison;
}

/** A comparison as JSON; null where it is too long. */
function changesWithin(comparison: Comparison | null): string | null {
  if (comparison === null) return null;
  const pieces: string[] = [];
  let bytes = 0;
  for (const piece of changesText(comparison)) {
    bytes += Buffer.byteLength(piece);
    if (bytes > CHANGES_CAP) return null;
    pieces.push(piece);
  }
  return pieces.join('');
}

function comparedWord({ survey, news }: NotificationFacts, changes: string | null): ComparedWord {
  if (survey.degraded.length > 0) return 'degraded';
  if (news.comparison === 'first') return 'first';
  if (news.comparison === null) return 'unreadable';
  return changes === null ? 'too-long' : 'yes';
}

/** Title, numbers and news, the worst first, in a few lines of plain text. */
function notificationText({ survey, news }: NotificationFacts): string {
  const isTrusted = survey.degraded.length === 0;
  const digest = isTrusted ? newsDocument(news) : null;
  const document: Document = {
    title: surveyTitle(survey),
    notes: [surveySubtitle(survey, survey.scanner.mxtls), countsText(survey)],
    warning: degradedWarning(survey.degraded),
    sections:
      digest === null
        ? []
        : [{ title: null, blocks: [{ kind: 'line', text: digest.title }] }, ...digest.sections],
  };
  return chatText(
    wholeText(document, { palette: makePalette(false), width: WIDTH, signs: 'ascii' }),
  );
}

/** `TLS on 25 of 44 addresses; 3 without STARTTLS, 1 broken, 6 unknown`. */
function countsText({ counts: { endpoints, tls, plaintext, broken, unknown } }: Survey): string {
  const rest = [
    ...(plaintext > 0 ? [`${plaintext} without STARTTLS`] : []),
    ...(broken > 0 ? [`${broken} broken`] : []),
    ...(unknown > 0 ? [`${unknown} unknown`] : []),
  ];
  return `TLS on ${tls} of ${endpoints} addresses${rest.length > 0 ? `; ${rest.join(', ')}` : ''}`;
}
