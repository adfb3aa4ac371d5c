import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Output } from '../../src/commands/terminal/output.ts';
import { verify, verifySnapshot } from '../../src/commands/verify.ts';
import type { Snapshot } from '../../src/model/records/snapshot.ts';
import { snapshotText } from '../../src/model/records/snapshot-text.ts';
import { PLAIN } from '../screens.ts';
import { makeCertificate, makeDomain, makeEndpoint, makeSnapshot } from '../model/make-records.ts';
import { tempFolder } from '../temp-folder.ts';

/** Two domains on lines 5 and 6, three endpoints on 9 to 11, two certificates on 14 and 15; 17 lines. */
function sound(): Snapshot {
  const pair = [makeCertificate(), makeCertificate({ subject: 'CN=other', serial: '02' })];
  const certificates = pair.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const [one = '', two = ''] = certificates.map(({ id }) => id);
  const endpoints = [
    makeEndpoint({ host: 'a.gr', certificate: one, chain: [one, two] }),
    makeEndpoint({ host: 'b.gr', address: null, outcome: 'failed' }),
    makeEndpoint({ host: 'b.gr', outcome: 'plaintext' }),
  ];
  const domains = [
    makeDomain({ domain: 'one.gr', hosts: ['a.gr', 'b.gr'] }, endpoints),
    makeDomain({ domain: 'two.gr', hosts: ['b.gr'] }, endpoints),
  ];
  return makeSnapshot({ domains, endpoints, certificates });
}

function textOf(snapshot: Snapshot): string {
  return [...snapshotText(snapshot)].join('');
}

/** The faults of a file with this text, without its name. */
function faultsOf(content: string | Buffer): string[] {
  const file = join(tempFolder(), 'snapshot.json');
  writeFileSync(file, content);
  return verifySnapshot(file).map((fault) => fault.replace(`${file}:`, ''));
}

describe('a sound snapshot has no fault', () => {
  it.each([
    { name: 'with records', snapshot: sound() },
    { name: 'without any', snapshot: makeSnapshot() },
    {
      name: 'with a host whose addresses are all excluded',
      snapshot: makeSnapshot({
        survey: { excluded: { domains: 0, hosts: 0, addresses: 1 } },
        domains: [makeDomain({ hosts: ['a.gr'] })],
      }),
    },
    {
      name: 'that was imported, and does not know whose MX hosts it has',
      snapshot: makeSnapshot({
        survey: {
          scanner: { mxtls: '0.1.0', node: null, openssl: null, roots: null },
          counts: { domains: 0, endpoints: 1, tls: 1, plaintext: 0, broken: 0, unknown: 0 },
        },
        endpoints: [makeEndpoint({ address: null, addresses: ['192.0.2.1', '192.0.2.2'] })],
      }),
    },
  ])('$name', ({ snapshot }) => {
    expect(faultsOf(textOf(snapshot))).toEqual([]);
  });

  it('with keys of a later writer', () => {
    const text = textOf(sound()).replaceAll(/\}(,?)$/gm, (end, comma: string) =>
      end === '}' ? end : `,"later":{"z":1,"a":[]}}${comma}`,
    );
    const later = text.replaceAll(/("ca":false)\}$/gm, '$1,"later":1}');
    expect(later.match(/"later"/g)?.length).toBeGreaterThan(3);
    expect(faultsOf(later)).toEqual([]);
  });
});

type Edit = (lines: string[]) => void;

/** Replaces in one line, counted from 1. */
function replace(line: number, from: string | RegExp, to: string): Edit {
  return (lines) => {
    const before = lines[line - 1] ?? '';
    const after = before.replace(from, to);
    if (before === after) throw new Error(`nothing of ${String(from)} in line ${line}`);
    lines[line - 1] = after;
  };
}

function remove(line: number, count = 1): Edit {
  return (lines) => {
    lines.splice(line - 1, count);
  };
}

describe('a fault is reported with its line', () => {
  const FORM =
    ' is not written in the one form of the format: spaces, escapes, or a key that is twice';

  it.each<{ name: string; edit: Edit; faults: (string | RegExp)[] }>([
    { name: 'no brace', edit: remove(1), faults: ['1: expected the line {'] },
    {
      name: 'another second line',
      edit: replace(2, 'format', 'kind'),
      faults: ['2: not an mxtls snapshot: its second line is not the format'],
    },
    {
      name: 'a newer format',
      edit: replace(2, 'mxtls/1', 'mxtls/2'),
      faults: ['2: the format is mxtls/2, but this program reads mxtls/1'],
    },
    { name: 'no survey', edit: remove(3), faults: ['3: expected the line "survey":{…},'] },
    { name: 'no heading', edit: remove(4), faults: ['4: expected the line "domains":['] },
    {
      name: 'no comma between two records',
      edit: replace(5, /,$/, ''),
      faults: ['6: a comma is missing at the end of the line before'],
    },
    {
      name: 'a comma behind the last record',
      edit: replace(6, /$/, ','),
      faults: ['7: the last record of domains ends in a comma'],
    },
    {
      name: 'two records on a line',
      edit: (lines) => {
        lines.splice(4, 2, `${lines[4] ?? ''}${lines[5] ?? ''}`);
      },
      faults: ['5: expected one record of domains as JSON on one line'],
    },
    {
      name: 'a blank line',
      edit: (lines) => lines.splice(9, 0, ''),
      faults: ['10: expected one record of endpoints as JSON on one line'],
    },
    {
      name: 'a record cut off',
      edit: replace(9, /.{40}$/, ''),
      faults: ['9: expected one record of endpoints as JSON on one line'],
    },
    {
      name: 'an end too early',
      edit: remove(15, 3),
      faults: ['14: the file ends here, in the middle of the snapshot'],
    },
    {
      name: 'something behind the end',
      edit: (lines) => lines.splice(17, 0, '{'),
      faults: ['18: there is text after the end of the snapshot'],
    },
    { name: 'CRLF', edit: replace(1, '{', '{\r'), faults: ['1: expected the line {'] },
    {
      name: 'a byte-order mark',
      edit: replace(1, '{', '\ufeff{'),
      faults: ['1: expected the line {'],
    },
    {
      name: 'a missing key',
      edit: replace(5, '"level":', '"lvl":'),
      faults: [/^5: level: Invalid option/],
    },
    {
      name: 'a wrong word deep inside',
      edit: replace(9, '"SSLv3":"no"', '"SSLv3":"never"'),
      faults: [/^9: tls\.versions\.SSLv3: Invalid option/],
    },
    {
      name: 'two faults in one survey',
      edit: replace(3, /"ehlo":"scan.example.org","resolver":"local"/, '"ehlo":1,"resolver":2'),
      faults: [/^3: ehlo: /, /^3: resolver: /],
    },
    {
      name: 'an end that contradicts its parts',
      edit: replace(11, '"outcome":"plaintext"', '"outcome":"tls"'),
      faults: [/^11: tls: /],
    },
    { name: 'a space', edit: replace(5, ',"level"', ', "level"'), faults: [`5:${FORM}`] },
    { name: 'a key twice', edit: replace(5, '{', '{"domain":"x.gr",'), faults: [`5:${FORM}`] },
    {
      name: 'a control character as it is',
      edit: replace(14, '"subject":"', '"subject":"\u0085'),
      faults: [`14:${FORM}`],
    },
    {
      name: 'keys in another order',
      edit: replace(14, /("issuer":"[^"]*"),("names":\["[^"]*"\])/, '$2,$1'),
      faults: ['14: has its keys in another order than the format'],
    },
    {
      name: 'keys in another order deep inside',
      edit: replace(9, '"SSLv3":"no","TLSv1":"no"', '"TLSv1":"no","SSLv3":"no"'),
      faults: ['9: has its keys in another order than the format'],
    },
    {
      name: 'domains out of order',
      edit: replace(5, '"one.gr"', '"zone.gr"'),
      faults: [' two.gr: is out of order after zone.gr'],
    },
    {
      name: 'a domain twice',
      edit: replace(5, '"one.gr"', '"two.gr"'),
      faults: [' two.gr: occurs twice'],
    },
    {
      name: 'endpoints out of order',
      edit: (lines) => {
        [lines[9], lines[10]] = [`${lines[10] ?? ''},`, (lines[9] ?? '').replace(/,$/, '')];
      },
      faults: [' b.gr null: is out of order after b.gr 192.0.2.1'],
    },
    {
      name: 'a certificate that is not there',
      edit: (lines) => {
        lines.splice(14, 1);
        replace(14, /,$/, '')(lines);
      },
      faults: [/^ a\.gr 192\.0\.2\.1: certificate [0-9a-f]{64} is missing$/],
    },
    {
      name: 'a certificate nobody has',
      edit: replace(9, /,"[0-9a-f]{64}"\]/, ']'),
      faults: [/^ [0-9a-f]{64}: no endpoint refers to this certificate$/],
    },
    {
      name: 'a certificate that is not the first of its chain',
      edit: replace(9, /\["([0-9a-f]{64})","([0-9a-f]{64})"\]/, '["$2","$1"]'),
      faults: [' a.gr 192.0.2.1: its certificate is not the first of its chain'],
    },
    {
      name: 'an endpoint of no domain',
      edit: replace(9, '"a.gr"', '"aa.gr"'),
      faults: [
        ' aa.gr 192.0.2.1: no domain of this snapshot has this MX host',
        ' one.gr: its MX host a.gr has no endpoint',
        ' one.gr: tls: says 1, but the records add up to 0',
      ],
    },
    {
      name: 'a wrong count of a domain',
      edit: replace(6, '"plaintext":1', '"plaintext":2'),
      faults: [' two.gr: plaintext: says 2, but the records add up to 1'],
    },
    {
      name: 'a domain that another host decides',
      edit: replace(6, '"decidedBy":{"host":"b.gr"', '"decidedBy":{"host":"c.gr"'),
      faults: [' two.gr: is decided by c.gr, which is not one of its MX hosts'],
    },
    {
      name: 'wrong counts of the survey',
      edit: replace(3, '"domains":2,"endpoints":3,"tls":1', '"domains":3,"endpoints":2,"tls":0'),
      faults: [
        ' survey.counts.domains: says 3, but the records add up to 2',
        ' survey.counts.endpoints: says 2, but the records add up to 3',
        ' survey.counts: tls: says 0, but the records add up to 1',
      ],
    },
    {
      name: 'another day than that of its start',
      edit: replace(3, '"date":"2026-11-23"', '"date":"2026-11-24"'),
      faults: [' survey.date: says 2026-11-24, but it started at 2026-11-23T03:00:00Z'],
    },
    {
      name: 'an end before its start',
      edit: replace(3, '"finishedAt":"2026', '"finishedAt":"2025'),
      faults: [' survey.finishedAt: is before the start at 2026-11-23T03:00:00Z'],
    },
  ])('$name', ({ edit, faults }) => {
    const lines = textOf(sound()).split('\n');
    edit(lines);
    expect(faultsOf(lines.join('\n'))).toEqual(
      faults.map((each) =>
        typeof each === 'string' ? each : (expect.stringMatching(each) as string),
      ),
    );
  });
});

describe('a file that is no snapshot at all', () => {
  it.each<{ name: string; content: string | Buffer; fault: string }>([
    { name: 'empty', content: '', fault: '1: the file ends here, in the middle of the snapshot' },
    { name: 'another JSON', content: '{}\n', fault: '1: expected the line {' },
    {
      name: 'cut in a line',
      content: textOf(sound()).slice(0, 300),
      fault: '3: the line has no end: the file is cut off',
    },
    {
      name: 'without its last newline',
      content: textOf(sound()).slice(0, -1),
      fault: '17: the line has no end: the file is cut off',
    },
  ])('$name', ({ content, fault }) => {
    expect(faultsOf(content)).toEqual([fault]);
  });

  it('is none if it is compressed with gzip', () => {
    expect(faultsOf(gzipSync(textOf(sound())))).toEqual([]);
  });

  it('is found wherever it was cut off', () => {
    const bytes = Buffer.from(textOf(sound()));
    for (let length = 0; length < bytes.length; length += 97) {
      expect(faultsOf(bytes.subarray(0, length))).toHaveLength(1);
    }
  });
});

describe('mxtls verify', () => {
  function listen(): { output: Output; printed: string[] } {
    const printed: string[] = [];
    const nothing = (): void => undefined;
    const output = {
      screen: PLAIN,
      lineWidth: Infinity,
      progressWidth: () => null,
      result: (text: string) => printed.push(text),
      results: () => Promise.resolve(),
      aside: nothing,
      warn: nothing,
      progress: nothing,
    };
    return { output, printed };
  }

  it('prints for each file whether it is sound: status 0 if all are, else 2', () => {
    const folder = tempFolder();
    const good = join(folder, 'good.json');
    const bad = join(folder, 'bad.json');
    const gone = join(folder, 'gone.json');
    mkdirSync(join(folder, 'folder'));
    writeFileSync(good, textOf(sound()));
    writeFileSync(bad, '[]\n');
    const { output, printed } = listen();
    expect(verify([good], output)).toBe(0);
    expect(verify([bad, good, gone, join(folder, 'folder')], output)).toBe(2);
    expect(printed).toEqual([
      `${good}: sound\n`,
      `${bad}:1: expected the line {\n`,
      `${good}: sound\n`,
      `${gone}: does not exist\n`,
      `${join(folder, 'folder')}: is a directory, not a file\n`,
    ]);
  });

  it('lists a hundred faults of a file, with control characters escaped', () => {
    const domains = Array.from({ length: 300 }, (_, n) =>
      makeDomain({
        domain: `\u001b[3${n}.gr`,
        counts: { tls: 1, plaintext: 0, broken: 0, unknown: 0 },
      }),
    );
    const file = join(tempFolder(), 'many.json');
    writeFileSync(file, textOf(makeSnapshot({ domains })));
    const { output, printed } = listen();
    expect(verify([file], output)).toBe(2);
    const lines = printed.join('').split('\n');
    expect(lines).toHaveLength(102);
    expect(lines[0]).toBe(`${file}: \\x1b[30.gr: tls: says 1, but the records add up to 0`);
    expect(lines[100]).toBe(`${file}: further faults are not listed`);
  });
});
