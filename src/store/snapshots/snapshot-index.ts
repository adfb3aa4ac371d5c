import { isUtf8 } from 'node:buffer';
import { closeSync } from 'node:fs';
import { firstIndex, NumberTable } from '../../model/records/number-table.ts';
import type { Section } from '../../model/records/snapshot-text.ts';
import { SurveySchema, type Survey } from '../../model/records/survey.ts';
import { fileLines } from '../lists/file-lines.ts';
import { openPlain } from './plain-snapshot.ts';
import {
  endFault,
  HEAD_LENGTH,
  nextRecord,
  noRecord,
  step,
  type ReaderState,
  type Step,
} from './snapshot-form.ts';

const COMMA = 0x2c;
const BRACE = 0x7b;

/**
 * Where the records of a section stand: their bytes in the file, and the number of the first one's line. `starts`: where
 * each begins, in the order of the file.
 */
interface Extent {
  from: number;
  to: number;
  line: number;
  starts: NumberTable;
}

/** Where everything is in a snapshot file, its form held to that of `mxtls/1`; of its records nothing is read but ids. */
export interface SnapshotIndex {
  survey: Survey;
  sections: Record<Section, Extent>;
  certificates: CertificateIndex;
}

export type Indexed =
  { kind: 'index'; index: SnapshotIndex } | { kind: 'fault'; line: number; message: string };

/** Looks through a whole file once. Throws the system's error. */
export function indexSnapshot(fd: number): Indexed {
  let survey: Survey | null = null;
  let line = 0;
  const sections = { domains: none(), endpoints: none(), certificates: none() };
  const certificates = new CertificateIndex();
  for (const each of pieces(fd)) {
    line = each.line;
    if (each.kind === 'fault') return each;
    if (each.kind === 'survey') {
      const read = surveyIn(each);
      if (typeof read === 'string') return { kind: 'fault', line, message: read };
      survey = read;
      continue;
    }
    const { section, bytes, start } = each;
    if (section === 'certificates') certificates.add(bytes, each.to, start);
    const extent = sections[section];
    if (extent.line === 0) Object.assign(extent, { from: start, line });
    extent.to = start + bytes.length + 1;
    if (section !== 'certificates') extent.starts.push(start);
  }
  if (survey === null) return { kind: 'fault', line, message: 'it has no survey' };
  return { kind: 'index', index: { survey, sections, certificates } };
}

/** Reads the survey of a file and no further. Throws the system's error. */
export function readSurvey(fd: number): Survey | { line: number; message: string } {
  for (const each of pieces(fd)) {
    const { line } = each;
    if (each.kind === 'fault') return each;
    if (each.kind === 'record') break;
    const read = surveyIn(each);
    return typeof read === 'string' ? { line, message: read } : read;
  }
  return { line: 1, message: 'it has no survey' };
}

/** JSON on a line of a snapshot file, from one byte to another; good until the next piece is asked for. */
type JsonPiece = { line: number; bytes: Buffer; from: number; to: number; start: number } & (
  { kind: 'survey' } | { kind: 'record'; section: Section }
);

/** What a snapshot file has on its lines. The pieces end at the first line that is out of place. */
export type Piece = JsonPiece | { kind: 'fault'; line: number; message: string };

/** Reads a snapshot file line by line, so that its size is no matter. Throws the system's error. */
export function* snapshotPieces(file: string): Generator<Piece, void> {
  const plain = openPlain(file);
  if (plain.kind === 'refused') {
    yield { kind: 'fault', line: 1, message: plain.message };
    return;
  }
  const { fd } = plain;
  try {
    yield* pieces(fd);
  } finally {
    closeSync(fd);
  }
}

function* pieces(fd: number): Generator<Piece, void> {
  let place: ReaderState = { at: 'start' };
  let line = 0;
  for (const each of fileLines(fd)) {
    line++;
    const read: Step = each.kind === 'fault' ? each : stepOver(place, each.bytes);
    if (read.kind === 'fault') {
      yield { ...read, line };
      return;
    }
    if (each.kind === 'fault') return;
    const { bytes, start } = each;
    // Written out, as this is done for every line of a snapshot.
    if (read.kind === 'record') {
      const { section, from, to } = read;
      yield { kind: 'record', section, line, bytes, from, to, start };
    } else if (read.kind === 'survey') {
      const { from, to } = read;
      yield { kind: 'survey', line, bytes, from, to, start };
    }
    place = read.next;
  }
  const message = endFault(place);
  if (message !== null) yield { kind: 'fault', line: Math.max(1, line), message };
}

function stepOver(place: ReaderState, bytes: Buffer): Step {
  const comma = bytes.at(-1) === COMMA;
  // Nearly all lines are records with another behind them: they need no closer look.
  if (comma && place.at === 'records' && place.before !== 'bare' && bytes[0] === BRACE) {
    return nextRecord(place, bytes.length);
  }
  const head = bytes.toString('latin1', 0, HEAD_LENGTH);
  const read = step(place, head, bytes.length, comma);
  return read.kind === 'fault' && !isUtf8(bytes) ? { kind: 'fault', message: NOT_UTF8 } : read;
}

function none(): Extent {
  return { from: 0, to: 0, line: 0, starts: new NumberTable() };
}

const NOT_UTF8 = 'the line is not UTF-8';

/** The JSON of a line and its text, or what is wrong with the line. */
export function jsonIn(piece: JsonPiece): { value: unknown; text: string } | string {
  const { bytes, from, to } = piece;
  if (!isUtf8(bytes)) return NOT_UTF8;
  const text = bytes.toString('utf8', from, to);
  try {
    return { value: JSON.parse(text), text };
  } catch {
    return piece.kind === 'survey' ? 'expected the line "survey":{…},' : noRecord(piece.section);
  }
}

/** The survey of a snapshot, or what is wrong with it. */
function surveyIn(piece: JsonPiece): Survey | string {
  const read = jsonIn(piece);
  if (typeof read === 'string') return read;
  const parsed = SurveySchema.safeParse(read.value);
  if (parsed.success) {
    const wrong = INSTANTS.find((key) => !isInCalendar(parsed.data[key]));
    return wrong === undefined ? parsed.data : `survey: ${wrong}: is no instant of the calendar`;
  }
  const [issue] = parsed.error.issues;
  return `survey: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not as the format has it'}`;
}

const INSTANTS = ['startedAt', 'finishedAt'] as const;

/** Whether an instant exists: in its form a month may be the 13th. */
function isInCalendar(instant: string): boolean {
  const time = Date.parse(instant);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(instant.slice(0, 19));
}

const ID = /^\{"id":"(import:)?([0-9a-f]{12})/;
const IMPORTED = 2 ** 48; // ids of imported certificates stand behind all others

/** Finds certificates by their id, of which it keeps the first 48 bits. */
class CertificateIndex {
  readonly #keys = new NumberTable();
  readonly #starts = new NumberTable();
  readonly #lengths = new NumberTable();

  /** @param bytes a line that begins with the certificate, `length` bytes long; @param start its place in the file. */
  add(bytes: Buffer, length: number, start: number): void {
    const [, imported, digits] = ID.exec(bytes.toString('latin1', 0, HEAD_LENGTH)) ?? [];
    this.#keys.push(digits === undefined ? NaN : keyOf(imported, digits));
    this.#starts.push(start);
    this.#lengths.push(length);
  }

  /** Where the certificates are that the id may be of: as good as always one. */
  *candidates(id: string): Generator<{ start: number; length: number }> {
    const [, imported, digits] = ID.exec(`{"id":"${id}`) ?? [];
    if (digits === undefined) return;
    const key = keyOf(imported, digits);
    const first = firstIndex(this.#keys.length, (index) => this.#keys.at(index) < key);
    for (let index = first; this.#keys.at(index) === key; index++) {
      yield { start: this.#starts.at(index), length: this.#lengths.at(index) };
    }
  }
}

function keyOf(imported: string | undefined, digits: string): number {
  return parseInt(digits, 16) + (imported === undefined ? 0 : IMPORTED);
}
