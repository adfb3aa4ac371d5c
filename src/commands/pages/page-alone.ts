import { partsOf } from '../../report/explain/explain-document.ts';
import type { HtmlPage } from '../../report/html/html-page.ts';
import { pictureSvg } from '../../report/pictures/picture-svg.ts';
import { readAsset } from './page-assets.ts';
import { linkedDocument } from './word-pages.ts';

/** A page in one file: style, script and the pages of the words are in it. Throws a Stop where one cannot be read. */
export function pageAlone(): HtmlPage {
  return {
    assets: { kind: 'inline', style: readAsset('page.css'), script: readAsset('page.js') },
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
