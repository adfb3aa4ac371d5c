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
import type { Certificate } from '../../../src/model/records/certificate.ts';
import { documentMarkdown } from '../../../src/report/format/document-markdown.ts';
import { documentText } from '../../../src/report/format/document-text.ts';
import {
  makeCertificate,
  makeDomain,
  makeEndpoint,
  makeSnapshot,
  type EndpointOverrides,
} from '../../model/make-records.ts';
import { PLAIN, plainScreen } from '../../screens.ts';
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
      // As the program prints it in a pipe.
      pieces: documentText(historyDocument(request()), { ...plainScreen(80), signs: 'ascii' }),
      file: 'history.txt',
    },
    {
      format: 'text for a terminal',
      pieces: documentText(historyDocument(request()), plainScreen(80)),
      file: 'history-terminal.txt',
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
    { name: 'ONE', line: '2026-11-02 ██▓██ 2026-11-23T14:05:33Z' },
  ])('$name says: $line', ({ name, line }) => {
    expect(linesOf(name)).toContain(line);
  });
});

/** A history of two surveys of one provider, whose MX hosts have these certificates in both. */
function textOf(hosts: Readonly<Record<string, EndpointOverrides>>): string {
  const own = new HistoryBook();
  for (const startedAt of ['2026-11-02T03:00:00Z', '2026-11-09T03:00:00Z']) {
    const endpoints = Object.entries(hosts).map(([host, each]) => makeEndpoint({ host, ...each }));
    const domain = { provider: 'ONE', category: 'Firms', hosts: Object.keys(hosts) };
    const domains = ['a.gr', 'b.gr'].map((name) =>
      makeDomain({ ...domain, domain: name }, endpoints),
    );
    const survey = { date: startedAt.slice(0, 10), startedAt, finishedAt: startedAt };
    own.add(sourceOf(makeSnapshot({ survey, domains, endpoints, certificates: TWINS })));
  }
  const document = historyDocument({ book: own, groups: everything(own), leftOut: [] });
  return [...documentText(document, PLAIN)].join('');
}

const TWINS = ['01', '02'].map((serial) => makeCertificate({ names: ['mx.a.gr'], serial }));
const presenting = (certificate: Certificate | undefined): EndpointOverrides => ({
  certificate: certificate?.id ?? null,
  chain: certificate === undefined ? [] : [certificate.id],
});

describe('the history of a provider', () => {
  it('says nothing twice', () => {
    const [twin] = TWINS;
    const text = textOf({ 'mx1.a.gr': presenting(twin), 'mx2.a.gr': presenting(twin) });
    const lines = text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    expect(lines).toEqual([...new Set(lines)]);
    expect(text).toContain('\n  a.gr and b.gr\n');
  });

  it('tells certificates apart that have the same words', () => {
    const [first, second] = TWINS;
    const text = textOf({ 'mx1.a.gr': presenting(first), 'mx2.a.gr': presenting(second) });
    expect(text).toContain(`id ${first?.id.slice(0, 8) ?? ''}`);
    expect(text).toContain(`id ${second?.id.slice(0, 8) ?? ''}`);
    expect(textOf({ 'mx1.a.gr': presenting(first) })).not.toContain(', id ');
  });

  it('marks one that is half unknown by itself', () => {
    const text = textOf({ 'mx1.a.gr': {}, 'mx2.a.gr': { outcome: 'deferred' } });
    expect(text).toContain('\nONE\n  2026-11-02 ▞▞ 2026-11-09\n');
  });
});

describe('the overview', () => {
  const text = [...documentText(historyDocument(request()), PLAIN)].join('');

  it('has a line a provider, and the dates under them', () => {
    expect(text).toContain(
      '\n  ONE                  █▞▓██\n  =TWO|"<i>            ▓▓?▓·\n                       2026-11-02 to 2026-11-23T14:05:33Z\n',
    );
  });

  it('is not there for one provider alone', () => {
    expect(linesOf('ONE')).not.toContain('## Overview');
  });

  it('has a legend that keeps each mark with its word', () => {
    expect(text).not.toMatch(/ [█▓▞▄▁✗○?·]\n/);
    expect(text).toMatch(/;\s+\? unknown;/);
  });
});
