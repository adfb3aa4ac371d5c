import { lstatSync, mkdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode } from '../../model/system-error.ts';
import { shownText } from '../../model/text/shown-text.ts';
import { partName, removeLeftovers } from '../snapshots/leftovers.ts';
import { lockFolder } from '../snapshots/lock.ts';
import { replaceByCopy, replaceFile } from './replace-file.ts';
import { sameBytes } from './same-bytes.ts';
import { BegunFiles, readState, writeManifest } from './site-manifest.ts';

/** A folder that a site is built in, or why it is not, in one line. */
export type OpenedSite = { kind: 'open'; site: SiteFolder } | { kind: 'refused'; message: string };

/** What became of a file. `foreign`: something that the site did not make has its name, and stays. */
export type Put = 'written' | 'unchanged' | 'foreign';

/** How many files of each kind a build came to. */
export interface SiteCounts {
  written: number;
  unchanged: number;
  removed: number;
}

/**
 * Opens a folder to build a site in it: one that is empty, is not there yet, or has a site that mxtls built. Rejects with the
 * system's error. @param now in ms since 1970.
 */
export async function openSite(folder: string, now: number): Promise<OpenedSite> {
  const state = readState(folder);
  if (state.kind === 'other') return refused(folder, state.reason);
  mkdirSync(folder, { recursive: true });
  const lock = await lockFolder(folder);
  if (lock.kind === 'taken') return { kind: 'refused', message: lock.message };
  const files = state.kind === 'site' ? state.files : new Set<string>();
  await removeLeftovers(folder, now);
  const hidden = partName(join(folder, 'page'));
  if (state.kind === 'empty') writeManifest(folder, hidden, files);
  return { kind: 'open', site: new SiteFolder(folder, hidden, files, lock.release) };
}

function refused(folder: string, reason: string): OpenedSite {
  return { kind: 'refused', message: `${shownText(folder, 255)}: ${reason}: name another folder` };
}

/** The files of a site. Only what differs is written, so that what did not change keeps its time. */
export class SiteFolder {
  readonly #folder: string;
  /** The name of a file until it is whole. */
  readonly #hidden: string;
  readonly #begun: BegunFiles;
  /** What the site made before. */
  readonly #before: ReadonlySet<string>;
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();
  readonly #counts: SiteCounts = { written: 0, unchanged: 0, removed: 0 };
  readonly #release: () => void;

  constructor(folder: string, hidden: string, before: ReadonlySet<string>, release: () => void) {
    this.#folder = folder;
    this.#hidden = hidden;
    this.#begun = new BegunFiles(folder);
    this.#before = before;
    this.#release = release;
  }

  /** Gives the folder to others; the site stays as it is until the next build. */
  close(): void {
    this.#begun.close();
    this.#release();
  }

  /** Whether this build has made a file of this path already. */
  has(path: string): boolean {
    return this.#files.has(path);
  }

  /** Puts a text at a path with forward slashes. Throws the system's error. */
  put(path: string, pieces: Iterable<string>): Put {
    const bytes = Buffer.from(joined(pieces));
    return this.#put(path, {
      isSame: (file) => readFileSync(file).equals(bytes),
      replace: (file) => {
        replaceFile(this.#hidden, file, bytes);
      },
    });
  }

  /** Puts a copy of a file at a path. Throws the system's error. */
  copy(path: string, from: string): Put {
    return this.#put(path, {
      isSame: (file) => sameBytes(file, from),
      replace: (file) => {
        replaceByCopy(this.#hidden, file, from);
      },
    });
  }

  /** Removes what this build did not make any more, and writes down what the site has. Throws the system's error. */
  finish(): SiteCounts {
    for (const path of this.#before) if (!this.#files.has(path)) this.#remove(path);
    this.#begun.close();
    writeManifest(this.#folder, this.#hidden, this.#files);
    return this.#counts;
  }

  #put(
    path: string,
    content: { isSame: (file: string) => boolean; replace: (file: string) => void },
  ): Put {
    const file = join(this.#folder, path);
    const there = lstatSync(file, { throwIfNoEntry: false });
    const isOwn = this.#before.has(path) || this.#files.has(path);
    if (there !== undefined && (!isOwn || there.isDirectory())) return 'foreign';
    if (!isOwn) this.#begun.note(path);
    this.#files.add(path);
    if (there?.isFile() === true && content.isSame(file)) {
      this.#counts.unchanged++;
      return 'unchanged';
    }
    this.#makeFolder(dirname(file));
    content.replace(file);
    this.#counts.written++;
    return 'written';
  }

  #makeFolder(folder: string): void {
    if (!this.#folders.has(folder)) mkdirSync(folder, { recursive: true });
    this.#folders.add(folder);
  }

  #remove(path: string): void {
    rmSync(join(this.#folder, path), { force: true });
    this.#counts.removed++;
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
      if (!removedEmpty(join(this.#folder, folder))) return;
    }
  }
}

function joined(pieces: Iterable<string>): string {
  let text = '';
  for (const piece of pieces) text += piece;
  return text;
}

/** Removes a folder if nothing is in it. */
function removedEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR'].includes(errorCode(error))) return false;
    throw error;
  }
}
