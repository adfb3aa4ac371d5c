import type { TlsVersion } from '../model/records/words.ts';

/** What a line of a gr-mx result is, by its form alone. */
export type GrMxLine =
  | { kind: 'host'; host: string }
  | { kind: 'subject'; text: string }
  | { kind: 'validity' }
  | { kind: 'not-before'; text: string }
  | { kind: 'not-after'; text: string }
  | { kind: 'names-heading' }
  | { kind: 'answer'; question: AnswerKind; host: string; rest: AnswerRest }
  | { kind: 'blank' }
  | { kind: 'other' };

/** What the script found out about a host's versions: the highest, and whether it speaks SSL 3.0. */
export type AnswerKind = 'highest' | 'ssl3';

/**
 * What stands behind the host in an answer: addresses, of which further lines can follow until the parenthesis is
 * closed, and then the value. The first runs wrote no addresses.
 */
export type AnswerRest =
  | { kind: 'closed'; addresses: string[]; value: string }
  | { kind: 'open'; addresses: string[] }
  | { kind: 'malformed' };

const HOST = /^Currently running for: (\S+)$/;
const SUBJECT = /^\s+Subject:(?: (.*))?$/su;
const VALIDITY = /^\s+Validity\s*$/;
const NOT_BEFORE = /^\s+Not Before: ?(.*)$/;
const NOT_AFTER = /^\s+Not After ?: ?(.*)$/;
const NAMES_HEADING = /^\s+X509v3 Subject Alternative Name: ?(?:critical)?\s*$/;
const ANSWER = /^(MAX TLS version supported|Support for TLS versions <1\.0) by (\S+)(|\s.*)$/s;

/** Recognises a line. Takes any text, never throws. */
export function grMxLine(text: string): GrMxLine {
  if (text.trim() === '') return { kind: 'blank' };
  const host = HOST.exec(text)?.[1];
  if (host !== undefined) return { kind: 'host', host };
  const [, question, asked, rest] = ANSWER.exec(text) ?? [];
  if (question !== undefined && asked !== undefined && rest !== undefined) {
    const kind = question.startsWith('MAX') ? 'highest' : 'ssl3';
    return { kind: 'answer', question: kind, host: asked, rest: answerRest(rest) };
  }
  return certificateLine(text);
}

function certificateLine(text: string): GrMxLine {
  const subject = SUBJECT.exec(text);
  if (subject !== null) return { kind: 'subject', text: subject[1] ?? '' };
  if (VALIDITY.test(text)) return { kind: 'validity' };
  const before = NOT_BEFORE.exec(text)?.[1];
  if (before !== undefined) return { kind: 'not-before', text: before };
  const after = NOT_AFTER.exec(text)?.[1];
  if (after !== undefined) return { kind: 'not-after', text: after };
  return NAMES_HEADING.test(text) ? { kind: 'names-heading' } : { kind: 'other' };
}

function answerRest(text: string): AnswerRest {
  const value = /^ = ?(.*)$/.exec(text)?.[1];
  if (value !== undefined) return { kind: 'closed', addresses: [], value };
  const opened = /^ \((.*)$/.exec(text)?.[1];
  return opened === undefined ? { kind: 'malformed' } : addressLine(opened);
}

/** A line inside the parentheses: one address or none, and behind the last one the value. */
export function addressLine(text: string): AnswerRest {
  const [, address, value] = /^([^\s()]*)(?:\) = ?(.*))?$/.exec(text) ?? [];
  if (address === undefined) return { kind: 'malformed' };
  const addresses = address === '' ? [] : [address];
  return value === undefined
    ? { kind: 'open', addresses }
    : { kind: 'closed', addresses, value: value.trim() };
}

const VERSIONS: ReadonlyMap<string, TlsVersion | null> = new Map([
  ['1.0', 'TLSv1'],
  ['1.1', 'TLSv1.1'],
  ['1.2', 'TLSv1.2'],
  ['1.3', 'TLSv1.3'],
  ['', null],
]);

/** The version that a value names: null where the script found none, undefined for no value of it. */
export function highestOf(value: string): TlsVersion | null | undefined {
  return VERSIONS.get(value);
}

/** Whether SSL 3.0 was spoken; undefined for no value of the script. */
export function ssl3Of(value: string): boolean | undefined {
  return value === 'True' ? true : value === 'False' ? false : undefined;
}
