import { isUtf8 } from 'node:buffer';
import { fstatSync, readSync } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../../model/system-error.ts';
import { shownText } from '../../model/text/shown-text.ts';
import { fileLines } from '../lists/file-lines.ts';
import { readErrorText } from '../lists/read-error.ts';
import { writeNew } from '../snapshots/write-new.ts';
import { JournalWriter } from './journal-writer.ts';
import {
  journalNames,
  shownJournal,
  type JournalName,
  type JournalPlace,
} from './journal-names.ts';

/** A line of a journal, or what is wrong with it, as `FILE:LINE: what`; nothing comes after a fault. */
type StoredLine =
  { kind: 'line'; number: number; text: string } | { kind: 'fault'; message: string };

/** The journal of a run: an open file of lines, each JSON, that only grows. */
export interface JournalFile {
  /** The file as messages name it: `FILE:LINE: what`. */
  readonly name: string;
  /** Its path, by which it is found again; null for a temporary one. */
  readonly file: string | null;
  /** Whether this process wrote all of its lines: it was started here, not continued. */
  readonly isOwn: boolean;
  /** Adds a line, without its LF. It is written soon, in order, and synced within about a second. */
  append(line: string): void;
  /** Waits until all that was added is on the disk; gives the failure in one line, or null. */
  flush(): Promise<string | null>;
  /** Reads the lines from the first, up to what is written; a last line without LF is no line. To be flushed before. */
  lines(): Generator<StoredLine, void>;
  /** Writes the rest and closes it; the file stays. Gives the failure in one line, or null. */
  close(): Promise<string | null>;
  /** Closes it and removes the file: the survey is over. */
  remove(): Promise<void>;
  /** Closes it and leaves the file without the dot before its name: the survey is over. */
  keep(): Promise<void>;
}

export type OpenedJournal =
  { kind: 'open'; journal: JournalFile } | { kind: 'refused'; message: string };

/** Called once, with one line, when the journal can no longer be written: what is appended after that is lost. */
export type OnFailure = (message: string) => void;

/**
 * Starts a journal. A file never has its name without the first line, and never replaces another: in a results folder the
 * second journal of a day has the instant in its name, and beside `--out FILE` there is one alone.
 */
export async function createJournal(
  place: JournalPlace,
  firstLine: string,
  onFailure: OnFailure,
): Promise<OpenedJournal> {
  const text = `${firstLine}\n`;
  try {
    for (const named of journalNames(place)) {
      const { file, isTemporary } = named;
      const { kind } = await writeNew(file, [text]);
      if (kind === 'exists') continue;
      const handle = await open(file, 'r+');
      if (isTemporary) await rm(file);
      return { kind: 'open', journal: new OpenJournal(handle, named, { isOwn: true, onFailure }) };
    }
  } catch (error) {
    return refused(shownJournal(place), error, 'no journal can be written there');
  }
  const shown = shownJournal(place);
  const message = `${shown}: the journal of an unfinished survey is there: continue it with --resume, or remove it`;
  return { kind: 'refused', message };
}

/** Opens the journal of an unfinished run to be read and continued. A last line that is cut off is removed. */
export async function resumeJournal(file: string, onFailure: OnFailure): Promise<OpenedJournal> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(file, 'r+');
    const size = wholeSize(handle.fd);
    if (size === 0) {
      await handle.close();
      return { kind: 'refused', message: `${shownText(file, 255)}: has no whole line` };
    }
    await handle.truncate(size);
    return {
      kind: 'open',
      journal: new OpenJournal(handle, { file, isTemporary: false }, { isOwn: false, onFailure }),
    };
  } catch (error) {
    await handle?.close();
    return { kind: 'refused', message: `${shownText(file, 255)}: ${readErrorText(error)}` };
  }
}

function refused(shown: string, error: unknown, what: string): OpenedJournal {
  const code = errorCode(error);
  // An error without a code is none of the system's: a bug.
  if (code === '') throw error;
  return { kind: 'refused', message: `${shown}: ${what} (${code})` };
}

const CHUNK = 1 << 16;
const LF = 0x0a;

/** The size of a file up to and with its last LF. */
function wholeSize(fd: number): number {
  const buffer = Buffer.alloc(CHUNK);
  for (let end = fstatSync(fd).size; end > 0;) {
    const start = Math.max(0, end - CHUNK);
    const got = readSync(fd, buffer, 0, end - start, start);
    const at = buffer.subarray(0, got).lastIndexOf(LF);
    if (at !== -1) return start + at + 1;
    end = start;
  }
  return 0;
}

class OpenJournal implements JournalFile {
  readonly name: string;
  readonly file: string | null;
  readonly isOwn: boolean;
  readonly #handle: FileHandle;
  readonly #writer: JournalWriter;

  constructor(
    handle: FileHandle,
    { file, isTemporary }: JournalName,
    { isOwn, onFailure }: { isOwn: boolean; onFailure: OnFailure },
  ) {
    this.#handle = handle;
    this.isOwn = isOwn;
    this.file = isTemporary ? null : file;
    this.name = shownText(file, 255);
    this.#writer = new JournalWriter(handle, fstatSync(handle.fd).size, (code) => {
      onFailure(this.#failureText(code));
    });
  }

  append(line: string): void {
    this.#writer.append(line);
  }

  async flush(): Promise<string | null> {
    await this.#writer.flush();
    const { failure } = this.#writer;
    return failure === null ? null : this.#failureText(failure);
  }

  *lines(): Generator<StoredLine, void> {
    let number = 0;
    for (const each of fileLines(this.#handle.fd, 0, wholeSize(this.#handle.fd))) {
      number++;
      const wrong = each.kind === 'fault' ? each.message : isUtf8(each.bytes) ? null : NOT_UTF8;
      if (each.kind === 'fault' || wrong !== null) {
        yield { kind: 'fault', message: `${this.name}:${number}: ${wrong ?? ''}` };
        return;
      }
      yield { kind: 'line', number, text: each.bytes.toString('utf8') };
    }
  }

  async close(): Promise<string | null> {
    const failure = await this.flush();
    await this.#handle.close();
    return failure;
  }

  async remove(): Promise<void> {
    await this.close();
    if (this.file !== null) await rm(this.file, { force: true });
  }

  async keep(): Promise<void> {
    await this.close();
    if (this.file === null) return;
    await rename(this.file, join(dirname(this.file), basename(this.file).slice(1)));
  }

  #failureText(code: string): string {
    return `${this.name}: the journal of the survey cannot be written (${code})`;
  }
}

const NOT_UTF8 = 'the line is not UTF-8';
