import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { HistoryBook } from '../../../src/compare/history/history-book.ts';
import {
  everything,
  findSubjects,
  groupsOf,
  type Group,
} from '../../../src/compare/history/subjects.ts';
import { HistoryFileSchema, historyJsonSchema } from '../../../src/model/output/history.ts';
import { sourceOf } from '../../../src/model/records/snapshot-source.ts';
import { historyCsv } from '../../../src/report/history/history-csv.ts';
import { historyJson } from '../../../src/report/history/history-json.ts';
import {
  historyDocument,
  type HistoryRequest,
} from '../../../src/report/history/history-document.ts';
import { documentMarkdown } from '../../../src/report/format/document-markdown.ts';
import { documentText } from '../../../src/report/format/document-text.ts';
import { PLAIN } from '../../screens.ts';
import { historyWorld } from './history-world.ts';

const snapshots = historyWorld();
const book = new HistoryBook();
const good = snapshots.filter(({ survey }) => survey.degraded.length === 0);
for (const snapshot of good) book.add(sourceOf(snapshot));
const leftOut = snapshots
  .filter(({ survey }) => survey.degraded.length > 0)
  .map(({ survey }) => survey);

function request(groups: Group[] = everything(book)): HistoryRequest {
  return { book, groups, leftOut };
}

/** The lines of a history, unwrapped, without the marks of Markdown. */
function linesOf(name: string): string[] {
  const found = findSubjects(book, name);
  const subjects = found.kind === 'found' ? found.subjects : [];
  const groups = subjects.flatMap((subject) => groupsOf(book, subject));
  const markdown = [...documentMarkdown(historyDocument(request(groups)))].join('');
  return markdown.split('\n').map((line) => line.replace(/^ *- /, '').replace(/[\\`]/g, ''));
}

describe('the history of everything, as a person has read it', () => {
  it.each([
    {
      format: 'text',
      pieces: documentText(historyDocument(request()), PLAIN),
      file: 'history.txt',
    },
    {
      format: 'Markdown',
      pieces: documentMarkdown(historyDocument(request())),
      file: 'history.md',
    },
    { format: 'CSV', pieces: historyCsv(request()), file: 'history.csv' },
    { format: 'JSON', pieces: historyJson(request()), file: 'history.json' },
  ])('in $format', async ({ pieces, file }) => {
    await expect([...pieces].join('')).toMatchFileSnapshot(`expected/${file}`);
  });

  it('in JSON fits its schema', () => {
    const value: unknown = JSON.parse([...historyJson(request())].join(''));
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
      historyJsonSchema(),
    );
    validate(value);
    expect(validate.errors ?? []).toEqual([]);
    expect(HistoryFileSchema.safeParse(value).success).toBe(true);
  });

  it('has the JSON Schema that ships (npm run build writes it)', () => {
    const file = join(import.meta.dirname, '../../../schema/mxtls-history-1.schema.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(historyJsonSchema())),
    );
  });

  it.each([
    documentText(historyDocument(request()), PLAIN),
    documentMarkdown(historyDocument(request())),
    historyCsv(request()),
    historyJson(request()),
  ])('has no control characters', (pieces) => {
    expect([...pieces].join('')).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  });
});

describe('a name', () => {
  it.each([
    { name: 'a.gr', is: ['domain a.gr'] },
    { name: 'A.GR', is: ['domain a.gr'] },
    { name: 'ελ.gr', is: ['domain xn--qxam.gr'] },
    { name: 'mx1.a.gr', is: ['host mx1.a.gr'] },
    { name: 'ONE', is: ['provider ONE'] },
    { name: 'one', is: ['provider ONE'] },
    { name: 'firms', is: ['category Firms'] },
    { name: '=TWO|"<i>', is: ['provider =TWO|"<i>'] },
  ])('$name finds $is', ({ name, is }) => {
    const found = findSubjects(book, name);
    const subjects = found.kind === 'found' ? found.subjects : [];
    expect(subjects.map((each) => `${each.kind} ${each.name}`)).toEqual(is);
  });

  it.each([
    { name: 'aa.gr', nearest: 'a.gr' },
    { name: 'ONNE', nearest: 'ONE' },
    { name: 'quite-different.example', nearest: null },
  ])('$name is not known; the nearest is $nearest', ({ name, nearest }) => {
    expect(findSubjects(book, name)).toEqual({ kind: 'unknown', nearest });
  });
});

describe('the history of', () => {
  it.each([
    {
      name: 'mx1.a.gr',
      line: 'TLS 1.2 already in its first survey, 2026-11-02; last seen on 2026-11-16',
    },
    { name: 'mx1.a.gr', line: 'TLS 1.3 since 2026-11-23T03:00:00Z (not yet on 2026-11-16)' },
    {
      name: 'mx1.a.gr',
      line: 'certificate valid already in its first survey, 2026-11-02; last seen on 2026-11-09',
    },
    {
      name: 'mx1.a.gr',
      line: 'certificate expired since 2026-11-16 (not yet on 2026-11-09); last seen on 2026-11-16',
    },
    {
      name: 'mx2.a.gr',
      line: 'TLS 1.2 already in its first survey, 2026-11-02; last seen on 2026-11-16 (unreachable on 2026-11-09)',
    },
    {
      name: 'b.gr',
      line: 'MX host mx.b.gr already in its first survey, 2026-11-02; last seen on 2026-11-16',
    },
    { name: 'b.gr', line: 'MX host mx.c.gr since 2026-11-23T03:00:00Z (not yet on 2026-11-16)' },
    { name: 'mx.b.gr', line: 'unknown on 2026-11-16: it deferred us' },
    { name: 'mx.b.gr', line: 'not observed on 2026-11-23T03:00:00Z' },
    {
      name: 'ελ.gr',
      line: 'level no-mail already in its first survey, 2026-11-02; last seen on 2026-11-02',
    },
    {
      name: 'mx.xn--qxam.gr',
      line: 'STARTTLS with its keyword masked since 2026-11-16 (not yet on 2026-11-09); last seen on 2026-11-16',
    },
    {
      name: 'mx.xn--qxam.gr',
      line: 'no STARTTLS already in its first survey, 2026-11-02; last seen on 2026-11-09',
    },
    { name: 'ONE', line: '2026-11-02 ##+## 2026-11-23T14:05:33Z' },
  ])('$name says: $line', ({ name, line }) => {
    expect(linesOf(name)).toContain(line);
  });
});
