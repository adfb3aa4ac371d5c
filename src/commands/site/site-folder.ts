import type { Document } from '../../report/document/document.ts';
import { documentHtml } from '../../report/html/document-html.ts';
import type { DrawPicture } from '../../report/html/html-page.ts';
import { sitePage, type PageFeed } from '../../report/site/site-page.ts';
import { errorCode } from '../../model/system-error.ts';
import { shownText } from '../../model/text/shown-text.ts';
import {
  openSite,
  type Put,
  type SiteCounts,
  type SiteFolder,
} from '../../store/site/site-folder.ts';
import { Stop } from '../terminal/stop.ts';

/** Writes the files of a site. What cannot be written is a Stop with status 2. */
export class SiteWriter {
  readonly #out: string;
  readonly #folder: SiteFolder;
  readonly #draw: DrawPicture | null;
  /** The pages so far. */
  readonly pages: string[] = [];

  constructor(out: string, folder: SiteFolder, draw: DrawPicture | null) {
    this.#out = out;
    this.#folder = folder;
    this.#draw = draw;
  }

  /** Whether a file of this path is there already: two surveys, or two names, share it. */
  has(path: string): boolean {
    return this.#folder.has(path);
  }

  page(path: string, document: Document, feed: PageFeed | null = null): void {
    this.text(path, documentHtml(document, sitePage(path, feed, this.#draw)));
    this.pages.push(path);
  }

  text(path: string, pieces: Iterable<string>): void {
    this.#assertOwn(path, this.#folder.put(path, pieces));
  }

  copy(path: string, from: string): void {
    this.#assertOwn(path, this.#folder.copy(path, from));
  }

  #assertOwn(path: string, put: Put): void {
    if (put !== 'foreign') return;
    const shown = shownText(`${this.#out}/${path}`, 255);
    throw new Stop(
      2,
      `${shown} is there, and mxtls did not make it: remove it, or build elsewhere`,
    );
  }
}

/**
 * Builds a site in a folder, and removes what it no longer has. Throws a Stop with status 2 where the folder is none for a site,
 * or cannot be written.
 */
export async function inSiteFolder(
  out: string,
  draw: DrawPicture | null,
  build: (writer: SiteWriter) => void,
): Promise<SiteCounts> {
  try {
    const opened = await openSite(out, Date.now());
    if (opened.kind === 'refused') throw new Stop(2, opened.message);
    try {
      build(new SiteWriter(out, opened.site, draw));
      return opened.site.finish();
    } finally {
      opened.site.close();
    }
  } catch (error) {
    const code = errorCode(error);
    if (code === '' || error instanceof Stop) throw error;
    throw new Stop(2, `${shownText(out, 255)}: the site could not be written there (${code})`);
  }
}
