import { expect, it } from 'vitest';
import { sourceOf } from '../../../src/model/records/snapshot-source.ts';
import { describeAnswer } from '../../../src/report/answer/answer.ts';
import { wholeText } from '../../../src/report/format/document-text.ts';
import { makeReport } from '../../../src/report/providers/make-report.ts';
import { reportCsv } from '../../../src/report/providers/report-csv.ts';
import { reportDocument } from '../../../src/report/providers/report-document.ts';
import { LISTED, NOT_LISTED, UNKNOWN } from '../../compare/changes/listings.ts';
import {
  ONION_A,
  ONION_ABSENT,
  ONION_FAILED,
  ONION_V2,
  onionMxOf,
  onionRecord,
} from '../../compare/changes/onions.ts';
import { snapshotOf, type World } from '../../compare/worlds.ts';
import type { EndpointOverrides } from '../../model/make-records.ts';
import { PLAIN } from '../../screens.ts';

const other = { zone: 'other.example' };

const WORLD: World = {
  domains: [
    { domain: 'a.gr', provider: 'ALPHA', hosts: ['mx.a.gr'], onionMx: onionMxOf(ONION_A) },
    { domain: 'b.gr', provider: 'BETA', hosts: ['mx.b.gr'], onionMx: onionMxOf(ONION_V2) },
    { domain: 'c.gr', provider: 'BETA', hosts: ['mx.b.gr'], onionMx: ONION_FAILED },
    {
      ...{ domain: 'd.gr', provider: 'DELTA', hosts: ['mx.a.gr', 'mx.d.gr'] },
      onionMx: onionMxOf(onionRecord('mx.d.gr', 'not-onion')),
    },
    { domain: 'e.gr', provider: 'EPSILON', hosts: ['mx.b.gr'], onionMx: ONION_ABSENT },
  ],
  hosts: {
    'mx.a.gr': [
      { address: '192.0.2.1', dnsbl: [LISTED, { ...LISTED, ...other, reason: null }] },
      { address: '192.0.2.2', dnsbl: [NOT_LISTED, { ...UNKNOWN, ...other }] },
    ],
    'mx.b.gr': [{ address: '192.0.2.3', dnsbl: [NOT_LISTED, { ...NOT_LISTED, ...other }] }],
    'mx.d.gr': [
      {
        address: '192.0.2.4',
        dnsbl: [
          { ...LISTED, reason: '\u001b[2J<b>|spam|\u202e' },
          { ...NOT_LISTED, ...other },
        ],
      },
    ],
  },
};

const SECTIONS = ['Servers on DNS lists', 'Onion MX: mail over Tor'];

it('the DNS lists and the onion MX of a survey are in its report and in answers, as a person has read it', async () => {
  const source = sourceOf(snapshotOf('2026-11-23', WORLD));
  const report = makeReport({ source, next: null, book: null, comparison: null });
  const whole = reportDocument(report);
  const sections = [...whole.sections].filter(({ title }) => SECTIONS.includes(title ?? ''));
  const text = wholeText({ ...whole, sections }, PLAIN);
  const names = ['a.gr', 'b.gr', 'c.gr', 'd.gr', 'e.gr'];
  const answers = describeAnswer(source, names, PLAIN);
  expect(`${text}${answers}`).not.toMatch(/[^\P{C}\n]/u);
  await expect(`${text}\n${answers}`).toMatchFileSnapshot('expected/facts.txt');
});

it.each<[string, string, EndpointOverrides[]]>([
  ['not asked', '', [{}]],
  ['on no list', 'none', [{ dnsbl: [NOT_LISTED] }]],
  ['on one at one address', 'bl.example', [{ dnsbl: [LISTED] }, { dnsbl: [NOT_LISTED] }]],
  ['on two', 'bl.example other.example', [{ dnsbl: [{ ...LISTED, ...other }, LISTED] }]],
  ['on one, and another is unknown', 'bl.example', [{ dnsbl: [LISTED, { ...UNKNOWN, ...other }] }]],
  ['unknown at one address', 'unknown', [{ dnsbl: [NOT_LISTED] }, { dnsbl: [UNKNOWN] }]],
])('the CSV of a report has the DNS lists of a domain: %s', (_, cell, endpoints) => {
  const hosts = { 'mx.a.gr': endpoints.map((each, at) => ({ address: `192.0.2.${at}`, ...each })) };
  const domains = [{ domain: 'a.gr', hosts: ['mx.a.gr'] }];
  const source = sourceOf(snapshotOf('2026-11-23', { hosts, domains }));
  const csv = [...reportCsv(makeReport({ source, next: null, book: null, comparison: null }))];
  const [header, row] = csv
    .join('')
    .split('\n')
    .map((line) => line.split(','));
  expect(header?.at(-1)).toBe('dnsbl');
  expect(row?.at(-1)).toBe(cell);
});
