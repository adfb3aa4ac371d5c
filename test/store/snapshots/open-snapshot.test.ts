import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../src/model/records/snapshot.ts';
import { snapshotText } from '../../../src/model/records/snapshot-text.ts';
import { openSnapshot, type OpenSnapshot } from '../../../src/store/snapshots/open-snapshot.ts';
import {
  makeCertificate,
  makeDomain,
  makeEndpoint,
  makeSnapshot,
} from '../../model/make-records.ts';
import { tempFolder } from '../../temp-folder.ts';

const NUMBERS = Array.from({ length: 700 }, (_, index) => index);
const IMPORTED = makeCertificate({ subject: 'CN=old', serial: 'ff' });

/** Three domains on lines 5 to 7, 700 endpoints from line 10, and 701 certificates: more than are kept. */
function large(): Snapshot {
  const certificates = NUMBERS.map((index) => makeCertificate({ serial: String(index) }));
  const endpoints = NUMBERS.map((index) =>
    makeEndpoint({
      host: `mx${Math.floor(index / 2)}.example.gr`,
      address: `192.0.2.${index % 2}`,
      certificate: certificates[index]?.id ?? null,
    }),
  );
  const domains = ['a.gr', 'b.gr', 'ελ.gr'].map((domain) => makeDomain({ domain }));
  const imported = { ...IMPORTED, id: `import:${IMPORTED.id}` };
  return makeSnapshot({ domains, endpoints, certificates: [...certificates, imported] });
}

const WHOLE = large();
const TEXT = [...snapshotText(WHOLE)].join('');

function written(content: string | Buffer): string {
  const file = join(tempFolder(), 'snapshot.json');
  writeFileSync(file, content);
  return file;
}

function opened(file: string): OpenSnapshot {
  const result = openSnapshot(file);
  if (result.kind === 'refused') throw new Error(result.message);
  return result.snapshot;
}

describe('a snapshot file', () => {
  it('gives all its records in order, as often as they are asked for, two at once', () => {
    const snapshot = opened(written(TEXT));
    const other = snapshot.endpoints()[Symbol.iterator]();
    other.next();
    expect(snapshot.survey).toEqual(WHOLE.survey);
    expect([...snapshot.domains()]).toEqual(WHOLE.domains);
    expect([...snapshot.endpoints()]).toEqual(WHOLE.endpoints);
    expect([...snapshot.endpoints()]).toEqual(WHOLE.endpoints);
    expect(other.next().value).toEqual(WHOLE.endpoints[1]);
    expect(snapshot.fault()).toBeNull();
    snapshot.close();
  });

  it('finds each certificate by its id, and none that is not there', () => {
    const snapshot = opened(written(TEXT));
    for (const certificate of [...WHOLE.certificates, ...WHOLE.certificates]) {
      expect(snapshot.certificate(certificate.id)).toEqual(certificate);
    }
    const [first] = WHOLE.certificates;
    const near = (first?.id ?? '').replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
    for (const id of [near, `import:${near}`, '0'.repeat(64), 'f'.repeat(64), 'x', '']) {
      expect(snapshot.certificate(id)).toBeNull();
    }
    expect(snapshot.fault()).toBeNull();
  });

  it('with a line of megabytes is read whole', () => {
    const names = Array.from({ length: 90_000 }, (_, index) => `name-${index}.example.gr`);
    const certificate = makeCertificate({ names });
    const domains = [makeDomain({ notes: names }), makeDomain({ domain: 'z.gr' })];
    const text = [...snapshotText(makeSnapshot({ domains, certificates: [certificate] }))];
    const snapshot = opened(written(text.join('')));
    expect([...snapshot.domains()].map(({ domain }) => domain)).toEqual(['example.gr', 'z.gr']);
    expect(snapshot.certificate(certificate.id)).toEqual(certificate);
  });

  it('without any record has none', () => {
    const snapshot = opened(written([...snapshotText(makeSnapshot())].join('')));
    expect([...snapshot.domains(), ...snapshot.endpoints()]).toEqual([]);
    expect(snapshot.certificate('0'.repeat(64))).toBeNull();
  });
});

describe('is refused, with its line', () => {
  it.each([
    { name: 'empty', text: '', message: ':1: the file ends here' },
    { name: 'something else', text: '[]\n', message: ':1: expected the line {' },
    {
      name: 'another format',
      text: TEXT.replace('mxtls/1', 'mxtls/2'),
      message: ':2: the format is mxtls/2, but this program reads mxtls/1',
    },
    {
      name: 'a survey that is none',
      text: TEXT.replace('"date":"2026-11-23"', '"date":"soon"'),
      message: ':3: survey: date: ',
    },
    {
      name: 'a survey that is no JSON',
      text: TEXT.replace('"survey":{', '"survey":{,'),
      message: ':3: expected the line "survey"',
    },
    { name: 'cut off', text: TEXT.slice(0, -9), message: 'the line has no end' },
    {
      name: 'cut off between two lines',
      text: TEXT.slice(0, TEXT.indexOf('\n"endpoints"') + 1),
      message: ':8: the file ends here, in the middle of the snapshot',
    },
    { name: 'followed by more', text: `${TEXT}\n`, message: 'there is text after the end' },
    {
      name: 'with a comma missing',
      text: TEXT.replace('},\n{"domain":"b.gr"', '}\n{"domain":"b.gr"'),
      message: ':6: a comma is missing',
    },
    {
      name: 'with a line in place of a record',
      text: TEXT.replace('{"domain":"b.gr"', '"domain":"b.gr"'),
      message: ':6: expected one record of domains',
    },
  ])('$name', ({ text, message }) => {
    const file = written(text);
    const result = openSnapshot(file);
    expect(result).toMatchObject({ kind: 'refused' });
    expect(result.kind === 'refused' && result.message).toContain(message);
    expect(result.kind === 'refused' && result.message.startsWith(`${file}:`)).toBe(true);
  });

  it('a file that is not there, and a folder', () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'x.json'));
    for (const [name, message] of [
      ['none.json', /none\.json: does not exist$/],
      ['x.json', /x\.json: is a directory, not a file$/],
    ] as const) {
      const result = openSnapshot(join(folder, name));
      expect(result.kind === 'refused' && result.message).toMatch(message);
    }
  });
});

describe('the records end at a fault, which names its line', () => {
  it.each([
    {
      name: 'no JSON',
      from: '"host":"mx1.',
      to: '"host""mx1.',
      read: 2,
      fault: ':12: expected one',
    },
    {
      name: 'not as the format has it',
      from: '"outcome":"tls"',
      to: '"outcome":"maybe"',
      read: 0,
      fault: ':10: outcome: ',
    },
    {
      name: 'out of order',
      from: '"host":"mx2.',
      to: '"host":"aa.',
      read: 224, // mx2 sorts behind mx199
      fault: ':234: the record is out of order',
    },
  ])('$name', ({ from, to, read, fault }) => {
    const snapshot = opened(written(TEXT.replace(from, to)));
    expect([...snapshot.endpoints()]).toHaveLength(read);
    expect(snapshot.fault()).toContain(fault);
    expect([...snapshot.domains()]).toHaveLength(3);
  });

  it('of bytes that are no UTF-8', () => {
    const bytes = Buffer.from(TEXT);
    bytes[TEXT.indexOf('"b.gr"') + 1] = 0xff;
    const snapshot = opened(written(bytes));
    expect([...snapshot.domains()]).toHaveLength(1);
    expect(snapshot.fault()).toContain(':6: the line is not UTF-8');
  });

  it('and of a certificate its id', () => {
    const [first] = WHOLE.certificates;
    const snapshot = opened(written(TEXT.replace('"subject":', '"sub":')));
    expect(snapshot.certificate(first?.id ?? '')).toBeNull();
    expect(snapshot.fault()).toContain(`certificate ${first?.id ?? ''}: subject: `);
  });
});
