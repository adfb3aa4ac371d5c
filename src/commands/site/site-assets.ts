import { SCRIPT, STYLE } from '../../report/site/addresses.ts';
import { readPackageFile } from '../../store/words/package-file.ts';
import type { SiteWriter } from './site-folder.ts';
import { Stop } from '../terminal/stop.ts';

/** Puts the style and the script that all pages share. Throws a Stop where one cannot be read. */
export function putAssets(writer: SiteWriter): void {
  for (const name of [STYLE, SCRIPT]) {
    const read = readPackageFile(`dist/browser/${name}`);
    if (read.kind === 'unreadable') throw new Stop(2, read.message);
    writer.text(name, [read.text]);
  }
}
