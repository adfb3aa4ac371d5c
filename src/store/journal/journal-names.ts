import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { shownText } from '../../model/text/shown-text.ts';
import { isMissing } from '../lists/read-error.ts';

/** Where the journal of a run is kept. */
export type JournalPlace =
  /** In a results folder, by the instant that the survey started at, as in `2026-11-23T14:05:33Z`. */
  | { kind: 'results'; folder: string; startedAt: string }
  /** Beside the file that the snapshot goes to. */
  | { kind: 'file'; file: string }
  /** In the system's folder for such files, under no name: it is gone with the process and cannot be resumed. */
  | { kind: 'temporary' };

const SUFFIX = '.journal.ndjson';

/** Journals of one second that get a name at most. */
const SAME_SECOND = 99;

/** The file of a journal; a temporary one loses its name once it is open. */
export interface JournalName {
  file: string;
  isTemporary: boolean;
}

/** The names that a new journal may have, the first that is free to be taken. */
export function* journalNames(place: JournalPlace): Generator<JournalName> {
  const named = (file: string, isTemporary = false) => ({ file, isTemporary });
  switch (place.kind) {
    case 'temporary': {
      const name = `mxtls-${randomBytes(6).toString('hex')}${SUFFIX}`;
      yield named(join(tmpdir(), name), true);
      return;
    }
    case 'file':
      yield named(journalBeside(place.file));
      return;
    case 'results': {
      const { folder, startedAt } = place;
      const instant = startedAt.replaceAll(':', '');
      yield named(join(folder, `.${startedAt.slice(0, 10)}${SUFFIX}`));
      yield named(join(folder, `.${instant}${SUFFIX}`));
      for (let nth = 2; nth <= SAME_SECOND; nth++) {
        yield named(join(folder, `.${instant}_${nth}${SUFFIX}`));
      }
    }
  }
}

/** The journal of a run whose snapshot goes to a file. */
export function journalBeside(file: string): string {
  return join(dirname(file), `.${basename(file)}${SUFFIX}`);
}

/** How messages name the journal of a place. */
export function shownJournal(place: JournalPlace): string {
  const [first] = journalNames(place);
  return shownText(first?.file ?? '', 255);
}

/** `.2026-11-23.journal.ndjson`, or with the instant, as in `.2026-11-23T140533Z_2.journal.ndjson`. */
const OF_RESULTS = /^\.\d{4}-\d{2}-\d{2}(T\d{6}Z(_\d{1,2})?)?\.journal\.ndjson$/;

/**
 * The journals of unfinished runs in a results folder, the newest first: one that is finished is removed, or has another name.
 * A folder that is not there has none. Rejects with the system's error.
 */
export async function findJournals(folder: string): Promise<string[]> {
  try {
    const names = (await readdir(folder)).filter((name) => OF_RESULTS.test(name));
    return names
      .sort()
      .reverse()
      .map((name) => join(folder, name));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
