import { readPackageFile, type PackageFile } from './package-file.ts';

/** The folder of the pages in the package. */
const FOLDER = 'docs/words';

/**
 * Reads a file of docs/words of the package that this program belongs to.
 * @param name the path below docs/words, with forward slashes: `level-none.md`.
 */
export function readWordFile(name: string): PackageFile {
  return readPackageFile(`${FOLDER}/${name}`);
}
