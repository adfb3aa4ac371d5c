import {
  appendFileSync,
  closeSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isMissing } from '../lists/read-error.ts';
import { replaceFile } from './replace-file.ts';

const MANIFEST = '.mxtls-site.json';

/** The files that a build that has not ended yet was about to make, a line each. */
const BEGUN = '.mxtls-site.begun';

/** A path below the folder, with forward slashes: it leads nowhere else, whoever wrote the manifest. */
const PathSchema = z.string().refine(isBelow);

const ManifestSchema = z.object({ format: z.literal('mxtls-site/1'), files: z.array(PathSchema) });

/** What a folder is to the builder of a site. */
export type SiteState =
  /** The paths that it made there, those of a build that was interrupted with them. */
  { kind: 'site'; files: Set<string> } | { kind: 'empty' } | { kind: 'other'; reason: string };

function isBelow(path: string): boolean {
  const parts = path.split('/');
  return parts.every(
    (part) => part !== '' && part !== '.' && part !== '..' && !/[\\\0]/.test(part),
  );
}

/** Reads what the builder made in a folder. Throws the system's error, except that a folder may be missing. */
export function readState(folder: string): SiteState {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false) {
    return { kind: 'other', reason: 'it is a file, not a folder' };
  }
  const text = textOf(join(folder, MANIFEST));
  if (text === null) return stateWithout(folder);
  const parsed = ManifestSchema.safeParse(jsonOf(text));
  if (!parsed.success) return { kind: 'other', reason: `${MANIFEST} is no list of its files` };
  return { kind: 'site', files: new Set([...parsed.data.files, ...begunIn(folder)]) };
}

/** Hidden files, as of git, are no content. */
function stateWithout(folder: string): SiteState {
  const isEmpty = namesIn(folder).every((name) => name.startsWith('.'));
  return isEmpty
    ? { kind: 'empty' }
    : { kind: 'other', reason: `it is not empty, and mxtls made no site there (no ${MANIFEST})` };
}

/** The last line may be cut off: what it names was not made yet. */
function begunIn(folder: string): string[] {
  const lines = (textOf(join(folder, BEGUN)) ?? '').split('\n').slice(0, -1);
  return lines.map(jsonOf).flatMap((line) => PathSchema.safeParse(line).data ?? []);
}

/** Notes the files that are about to be made, so that they are known as those of the site if the build is interrupted. */
export class BegunFiles {
  readonly #file: string;
  #fd: number | null = null;

  constructor(folder: string) {
    this.#file = join(folder, BEGUN);
  }

  /** Throws the system's error. */
  note(path: string): void {
    this.#fd ??= openSync(this.#file, 'a');
    appendFileSync(this.#fd, `${JSON.stringify(path)}\n`);
  }

  /** The notes stay until the list of all files is written. */
  close(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
  }
}

/** Writes the list of all files of a site, a line each. @param hidden a name for it until it is whole. */
export function writeManifest(folder: string, hidden: string, files: Iterable<string>): void {
  const lines = [...files].sort().map((path) => `\n${JSON.stringify(path)}`);
  const text = `{"format":"mxtls-site/1","files":[${lines.join(',')}\n]}\n`;
  replaceFile(hidden, join(folder, MANIFEST), text);
  rmSync(join(folder, BEGUN), { force: true });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
