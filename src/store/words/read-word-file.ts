import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readErrorText } from '../lists/read-error.ts';

/** Where the pages of the words stand in the package. */
const FOLDER = 'docs/words';

/** A file of docs/words, named from the folder of the package; or in one line why it cannot be read. */
export type WordFile =
  { kind: 'file'; file: string; text: string } | { kind: 'unreadable'; message: string };

/**
 * Reads a file of docs/words of the package that this program belongs to.
 * @param name from docs/words, with forward slashes: `level-none.md`.
 */
export function readWordFile(name: string): WordFile {
  const file = `${FOLDER}/${name}`;
  try {
    const text = readFileSync(join(packageFolder(import.meta.dirname), file), 'utf8');
    return { kind: 'file', file, text };
  } catch (error) {
    return { kind: 'unreadable', message: `${file}: ${readErrorText(error)}` };
  }
}

/** The nearest folder with a package.json, going up: the same from src, from dist and from any build of a test. */
function packageFolder(from: string): string {
  const above = dirname(from);
  if (above === from || existsSync(join(from, 'package.json'))) return from;
  return packageFolder(above);
}
