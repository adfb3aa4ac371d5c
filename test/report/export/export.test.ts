import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportJsonSchema } from '../../../src/model/output/export.ts';
import type { MailDomain } from '../../../src/model/records/mail-domain.ts';
import { eximPolicy } from '../../../src/report/export/exim.ts';
import { exportJson } from '../../../src/report/export/export-json.ts';
import { exportSummary, leftOutLines } from '../../../src/report/export/left-out-words.ts';
import { postfixTlsPolicy, postfixTransport } from '../../../src/report/export/postfix.ts';
import { exportOf, exportSnapshots } from './export-world.ts';

const EXPECTED = join(import.meta.dirname, 'expected');
const view = exportOf(exportSnapshots(), true);
const text = (pieces: Iterable<string>) => [...pieces].join('');

describe('the files of an export', () => {
  it.each([
    { file: 'postfix-tls_policy.txt', made: text(postfixTlsPolicy(view)) },
    { file: 'postfix-transport.txt', made: text(postfixTransport(view)) },
    { file: 'exim-tls_policy.txt', made: text(eximPolicy(view)) },
    { file: 'export.json', made: text(exportJson(view)) },
    { file: 'summary.txt', made: [...exportSummary(view), ...leftOutLines(view), ''].join('\n') },
  ])('are as reviewed: $file', async ({ file, made }) => {
    await expect(made).toMatchFileSnapshot(join(EXPECTED, file));
  });

  it('name DNSSEC for dane-only alone', () => {
    const without = text(postfixTlsPolicy(exportOf(exportSnapshots())));
    expect(text(postfixTlsPolicy(view))).toContain('smtp_dns_support_level');
    expect(without).not.toMatch(/smtp_dns_support_level|dane-only/);
  });

  it('never allow plaintext, nor pin a key', () => {
    const all = [...text(postfixTlsPolicy(view)).matchAll(/^[^#\n].*$/gm)].map(([line]) => line);
    expect(all.length).toBe(5);
    for (const line of all) {
      expect(line).toMatch(/^\S+ (encrypt|dane-only|secure match=[a-z0-9.:-]+)$/);
    }
  });
});

describe('the JSON Schema of exports', () => {
  const schema = exportJsonSchema();

  it('that ships is the one that the code makes (npm run build writes it)', () => {
    const file = join(import.meta.dirname, '../../../schema/mxtls-export-1.schema.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)));
  });

  it('fits an export', () => {
    const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);
    validate(JSON.parse(text(exportJson(view))));
    expect(validate.errors ?? []).toEqual([]);
  });
});

/** Texts that would end a line, begin a comment, an entry, a continuation or another value. */
const HOSTILE = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\n',
        '\r',
        '\u2028',
        '\u0085',
        '\v',
        '\0',
        ' ',
        '\t',
        '#',
        '"',
        ':',
        ',',
        '=',
      ),
      fc.constantFrom('evil.gr may', 'evil.gr', '${run{/bin/sh}}', '\\', '$domain'),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

/** A domain under another name, with one more MX host. */
function renamed(record: MailDomain, domain: string, host: string): MailDomain {
  const hosts = [...record.mx.hosts, { preference: 1, host, omittedAddresses: 0 }];
  return { ...record, domain, mx: { ...record.mx, hosts } };
}

describe('a hostile snapshot', () => {
  const linesOf = (made: string) => made.split('\n').filter((line) => !/^(#|$)/.test(line));

  it.each([
    {
      name: 'Postfix',
      make: postfixTlsPolicy,
      line: /^[a-z0-9.-]+ (encrypt|secure match=[a-z0-9._:-]+)$/,
    },
    {
      name: 'Exim',
      make: eximPolicy,
      line: /^[a-z0-9.-]+: demand=(encrypt|secure hosts=[a-z0-9._:-]+)$/,
    },
  ])('adds no line to a map of $name', ({ make, line }) => {
    const usual = linesOf(text(make(exportOf(exportSnapshots())))).length;
    fc.assert(
      fc.property(HOSTILE, HOSTILE, HOSTILE, (domain, host, foreign) => {
        const snapshots = exportSnapshots([foreign, 'domains/gr.txt']).map((snapshot) => ({
          ...snapshot,
          survey: { ...snapshot.survey, vantage: foreign },
          domains: snapshot.domains
            .map((each) => (each.domain === 'good.gr' ? renamed(each, domain, host) : each))
            .sort((a, b) => (a.domain < b.domain ? -1 : 1)),
        }));
        const made = linesOf(text(make(exportOf(snapshots))));
        expect(made.filter((each) => !line.test(each))).toEqual([]);
        expect(made.length).toBe(usual - 1);
      }),
      { numRuns: 150 },
    );
  });
});
