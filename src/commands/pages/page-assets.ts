import { readPackageFile } from '../../store/words/package-file.ts';
import { Stop } from '../terminal/stop.ts';

/** Reads the style (`page.css`) or the script (`page.js`) of pages, which the build writes. Throws a Stop where it cannot be read. */
export function readAsset(name: string): string {
  const read = readPackageFile(`dist/browser/${name}`);
  if (read.kind === 'unreadable') throw new Stop(2, read.message);
  return read.text;
}
