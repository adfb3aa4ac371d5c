import { partsOf } from '../../report/explain/explain-document.ts';
import type { HtmlPage } from '../../report/html/html-page.ts';
import { pictureSvg } from '../../report/pictures/picture-svg.ts';
import { readPackageFile } from '../../store/words/package-file.ts';
import { Stop } from '../terminal/stop.ts';
import { linkedDocument } from './word-pages.ts';

/** A page in one file: style, script and the pages of the words are in it. Throws a Stop where one cannot be read. */
export function pageAlone(): HtmlPage {
  return {
    assets: { kind: 'inline', ...pageAssets() },
    hrefOf: (link) => (link.kind === 'page' && link.path.startsWith('#') ? link.path : null),
    words: (name) => {
      const document = linkedDocument(name);
      return document === null ? null : { title: document.title, blocks: partsOf(document) };
    },
    navigation: [],
    feeds: [],
    draw: pictureSvg,
  };
}

/** The style and the script of pages, which the build writes. Throws a Stop where one cannot be read. */
function pageAssets(): { style: string; script: string } {
  return { style: readAsset('page.css'), script: readAsset('page.js') };
}

function readAsset(name: string): string {
  const read = readPackageFile(`dist/browser/${name}`);
  if (read.kind === 'unreadable') throw new Stop(2, read.message);
  return read.text;
}
