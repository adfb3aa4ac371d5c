import { describe, expect, it } from 'vitest';
import { HistoryBook } from '../../../src/compare/history/history-book.ts';
import { judgedSource } from '../../../src/compare/tables/judged.ts';
import { sourceOf } from '../../../src/model/records/snapshot-source.ts';
import type { Snapshot } from '../../../src/model/records/snapshot.ts';
import type { Block, Document, Section, Table } from '../../../src/report/document/document.ts';
import { documentHtml } from '../../../src/report/html/document-html.ts';
import { pageDocument } from '../../../src/report/page/page-document.ts';
import { PAGE_ROWS } from '../../../src/report/page/provider-table.ts';
import { makeReport, type ReportFacts } from '../../../src/report/providers/make-report.ts';
import { ALONE } from '../html/all-blocks.ts';
import { twoWeeks } from '../large-world.ts';
import { makeSurvey2016 } from '../providers/survey-2016.ts';
import { makeChangedFacts } from '../providers/survey-changed.ts';
import { makeHostileSurvey } from '../providers/survey-hostile.ts';
import { makeImportedSurvey } from '../providers/survey-imported.ts';

/** A page of a survey, with those before it. */
function pageOf(snapshot: Snapshot, earlier: readonly Snapshot[] = []): Document {
  const book = new HistoryBook();
  for (const each of [...earlier, snapshot]) book.add(sourceOf(each));
  return page({ source: judgedSource(sourceOf(snapshot)), next: null, book, comparison: null });
}

/** A page of a survey with those before it in its book; what it counted a week earlier is that of 2016-01-23. */
function page(facts: ReportFacts): Document {
  const { book } = facts;
  if (book === null || book === 'alone') throw new Error('a page has a book');
  const { counts } = makeReport({ ...facts, source: judgedSource(sourceOf(makeSurvey2016())) });
  const before = facts.comparison === null ? null : { date: '2016-01-30', counts };
  const report = makeReport({ ...facts, rows: PAGE_ROWS });
  const snapshot = `${facts.source.survey.date}.json`;
  return pageDocument(report, { book, before, snapshot, pageOf: null });
}

function degraded(): Snapshot {
  const snapshot = makeSurvey2016();
  return { ...snapshot, survey: { ...snapshot.survey, degraded: ['no-connection'] } };
}

function sectionsOf({ sections }: Document): Section[] {
  return [...sections].filter(({ blocks }) => blocks.length > 0);
}

function providersOf(document: Document): Section {
  const found = sectionsOf(document).find(({ id }) => id === 'providers');
  if (found === undefined) throw new Error('no table of providers');
  return found;
}

function tableOf({ blocks }: Section): Table {
  const table = blocks.find((block) => block.kind === 'table');
  if (table === undefined) throw new Error('no table');
  return table;
}

describe('the page of a survey', () => {
  it.each([
    { name: 'changed', document: () => page(makeChangedFacts()) },
    { name: 'imported', document: () => pageOf(makeImportedSurvey()) },
    { name: 'hostile', document: () => pageOf(makeHostileSurvey()) },
  ])('$name, as a person has read it', async ({ name, document }) => {
    const html = [...documentHtml(document(), ALONE)].join('');
    await expect(html).toMatchFileSnapshot(`expected/${name}.html`);
  });

  it('has pictures over time where there are two surveys, and none where there is one', () => {
    const titles = (document: Document) => sectionsOf(document).map(({ id }) => id);
    expect(titles(page(makeChangedFacts()))).toContain('time');
    expect(titles(pageOf(makeSurvey2016()))).not.toContain('time');
  });

  it('that cannot be trusted warns first, and makes no headline of its numbers', () => {
    const document = pageOf(degraded(), [makeSurvey2016()]);
    expect(document.title).toMatch(/^Not reliable: STARTTLS survey of 2016-01-23/);
    expect(document.warning?.reasons.join()).toContain('no-connection');
    expect(sectionsOf(document).map(({ id }) => id)).not.toContain('time');
  });

  it('sorts unknown behind what is known, whatever its text', () => {
    const { columns, rows } = tableOf(providersOf(pageOf(makeImportedSurvey())));
    const place = columns.findIndex(({ title }) => title === 'STARTTLS');
    const orders = (isUnknown: boolean) =>
      rows
        .flatMap((row) => row[place] ?? [])
        .filter(({ text }) => /^(?:\d+\?|unknown)$/.test(text) === isUnknown)
        .map(({ sort }) => sort ?? 0);
    expect(orders(true).length).toBeGreaterThan(0);
    expect(Math.min(...orders(true))).toBeGreaterThan(Math.max(...orders(false)));
  });
});

describe('the page of a large survey', () => {
  const section = providersOf(pageOf(twoWeeks(520)[0]));
  const table = tableOf(section);

  it('has a row for each domain, of which the worst 500 open', () => {
    const opens = table.rows.map((_, place) => (table.details?.(place) ?? []).length > 0);
    expect(opens.filter(Boolean)).toHaveLength(500);
    expect(opens.lastIndexOf(true)).toBe(499);
    expect(table.rows).toHaveLength(520);
  });

  it('says what is left out, and which command has it', () => {
    const said = section.blocks.flatMap((block: Block) =>
      block.kind === 'prose' ? [block.text] : [],
    );
    expect(said).toEqual([
      'The worst 500 rows open to their evidence: with all it would be too large for one file. `mxtls site --out DIR` makes a page of each domain.',
    ]);
  });
});
