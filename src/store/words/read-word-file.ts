import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readErrorText } from '../lists/read-error.ts';

/** The folder of the pages in the package. */
const FOLDER = 'docs/words';

/** A file of docs/words, with its path in the package; or the reason, in one line, why it cannot be read. */
export type WordFile =
  { kind: 'file'; file: string; text: string } | { kind: 'unreadable'; message: string };

/**
 * Reads a file of docs/words of the package that this program belongs to.
 * @param name the path below docs/words, with forward slashes: `level-none.md`.
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

/** The nearest parent folder with a package.json. It is the same for src, for dist and for the builds of the tests. */
function packageFolder(from: string): string {
  const above = dirname(from);
  if (above === from || existsSync(join(from, 'package.json'))) return from;
  return packageFolder(above);
}
