import { describe, expect, it } from 'vitest';
import { linkedDocument } from '../../../src/commands/pages/word-pages.ts';
import { compareSnapshots } from '../../../src/compare/changes/compare-snapshots.ts';
import { HistoryBook } from '../../../src/compare/history/history-book.ts';
import { everything } from '../../../src/compare/history/subjects.ts';
import { sourceOf } from '../../../src/model/records/snapshot-source.ts';
import { changesDocument } from '../../../src/report/changes/changes-document.ts';
import type { Document } from '../../../src/report/document/document.ts';
import { partsOf } from '../../../src/report/explain/explain-document.ts';
import { historyDocument } from '../../../src/report/history/history-document.ts';
import { documentHtml } from '../../../src/report/html/document-html.ts';
import type { HtmlPage } from '../../../src/report/html/html-page.ts';
import { PLANTED } from '../../compare/changes/planted-cases.ts';
import { sourceFor } from '../../compare/worlds.ts';
import { historyWorld } from '../history/history-world.ts';
import { ALONE } from './all-blocks.ts';

/** A page that stands alone, with the words of docs/words. */
const PAGE: HtmlPage = {
  ...ALONE,
  words: (name) => {
    const document = linkedDocument(name);
    return document === null ? null : { title: document.title, blocks: partsOf(document) };
  },
};

function changes(name: string): Document {
  const planted = PLANTED.find((each) => each.name === name);
  if (planted === undefined) throw new Error(`no case ${name}`);
  const [before, after] = [planted.after, planted.before];
  return changesDocument(
    compareSnapshots(sourceFor('2026-11-16', before), sourceFor('2026-11-23', after)),
  );
}

function history(): Document {
  const book = new HistoryBook();
  for (const snapshot of historyWorld().slice(0, 2)) book.add(sourceOf(snapshot));
  return historyDocument({ book, groups: everything(book).slice(0, 2), leftOut: [] });
}

function explained(name: string): Document {
  const document = linkedDocument(name);
  if (document === null) throw new Error(`no page ${name}`);
  return document;
}

describe('as HTML, as a person has read it', () => {
  it.each([
    { file: 'diff.html', document: () => changes('STARTTLS on, with version and certificate') },
    { file: 'history.html', document: history },
    { file: 'explain-word.html', document: () => explained('problem-expired') },
    { file: 'explain-term.html', document: () => explained('topics/DANE') },
  ])('$file', async ({ file, document }) => {
    const html = [...documentHtml(document(), PAGE)].join('');
    await expect(html).toMatchFileSnapshot(`expected/${file}`);
  });
});

describe('the page of a word that a link names', () => {
  it.each([
    ['problem-expired', 'problem:expired'],
    ['version-TLSv1.3', 'version:TLSv1.3'],
    ['failure-no-shared-version', 'failure:no-shared-version'],
    ['topics/MTA-STS', 'MTA-STS'],
  ])('%s is that of %s', (name, word) => {
    expect(linkedDocument(name)?.title).toMatch(new RegExp(`^${word}: `));
  });

  it.each(['problem:expired', 'problem', 'expired', 'topics/TLSA', 'DANE', '../x', ''])(
    '%j is none',
    (name) => {
      expect(linkedDocument(name)).toBeNull();
    },
  );
});
