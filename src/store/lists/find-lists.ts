import * as fs from 'node:fs';
import { stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { shownText } from '../../model/text/shown-text.ts';
import { readErrorText } from './read-error.ts';

/** The list files that patterns name, or one line that says why they cannot be had. */
export type FoundLists = { kind: 'files'; files: string[] } | { kind: 'no-list'; message: string };

/** Whether there is a file or folder of this name. */
export function isFile(name: string): boolean {
  return fs.existsSync(name);
}

/**
 * The files that the patterns name, each once, sorted by the bytes of their paths: relative to
 * `cwd` with forward slashes, but absolute where the pattern was and the file is outside it.
 * A pattern that names nothing is no list at all, and so is a folder that cannot be searched.
 */
export async function findLists(patterns: readonly string[], cwd: string): Promise<FoundLists> {
  const files = new Set<string>();
  for (const pattern of patterns) {
    const found = await findOne(pattern, cwd);
    if (found.kind === 'no-list') return found;
    for (const file of found.files) files.add(listPath(file, cwd));
  }
  return { kind: 'files', files: [...files].sort(compareBytes) };
}

async function findOne(pattern: string, cwd: string): Promise<FoundLists> {
  try {
    const stats = await stat(resolve(cwd, pattern)); // a name may hold what globs take for signs
    return stats.isDirectory()
      ? noList(pattern, 'is a directory: name the lists in it, as in "domains/**/*.{txt,csv}"')
      : { kind: 'files', files: [pattern] };
  } catch (error) {
    if (!isDynamicPattern(pattern)) return noList(pattern, readErrorText(error));
  }
  return globOne(pattern, cwd);
}

// The glob passes over folders that it cannot read; a survey must not lose a list that way.
async function globOne(pattern: string, cwd: string): Promise<FoundLists> {
  const faults: string[] = [];
  const readdir = ((path: string, options: object, done: ReaddirDone) => {
    fs.readdir(path, { ...options, withFileTypes: true }, (error, entries) => {
      if (error !== null && error.code !== 'ENOENT')
        faults.push(`${path}: ${readErrorText(error)}`);
      done(error, entries);
    });
  }) as typeof fs.readdir;
  const files = await glob(pattern, { cwd, expandDirectories: false, fs: { readdir } });
  const [fault] = faults;
  if (fault !== undefined) return noList(pattern, `cannot be searched: ${fault}`);
  return files.length === 0 ? noList(pattern, 'names no file') : { kind: 'files', files };
}

type ReaddirDone = (error: NodeJS.ErrnoException | null, entries: fs.Dirent[]) => void;

function noList(pattern: string, reason: string): FoundLists {
  return { kind: 'no-list', message: `${shownText(pattern, 255)}: ${reason}` };
}

function listPath(file: string, cwd: string): string {
  const path = relative(cwd, resolve(cwd, file));
  const outside = path === '..' || path.startsWith(`..${sep}`);
  return (isAbsolute(file) && outside ? file : path).split(sep).join('/');
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
