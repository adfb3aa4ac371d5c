import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readErrorText } from '../lists/read-error.ts';

/** A file of the package, with its path in it; or the reason, in one line, why it cannot be read. */
export type PackageFile =
  { kind: 'file'; file: string; text: string } | { kind: 'unreadable'; message: string };

/**
 * Reads a file of the package that this program belongs to.
 * @param file the path in the package, with forward slashes: `docs/words/level-none.md`.
 */
export function readPackageFile(file: string): PackageFile {
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
