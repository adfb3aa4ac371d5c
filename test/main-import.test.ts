import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildProgram, run, type Ended } from './program.ts';
import { tempFolder } from './temp-folder.ts';

let main = '';
beforeAll(() => {
  main = buildProgram();
});

const mxtls = (cwd: string, ...args: string[]): Promise<Ended> => run(main, args, { cwd });

/** Two providers: one shows TLS on one of its hosts, with an old certificate of its own CA; the other none. */
const RESULT = `Currently running for: mx1.a.gr.
        Subject: C = GR, O = "A, Inc.", CN = mx1.a.gr
        Validity
            Not Before: Feb 11 09:30:20 2009 GMT
            Not After : Feb 11 09:30:20 2016 GMT
            X509v3 Subject Alternative Name: 
                DNS:mx1.a.gr, othername:<unsupported>
        Subject: C = GR, O = "A, Inc.", CN = A_CA
        Validity
            Not Before: Apr 28 13:27:30 2008 GMT
            Not After : Mar 11 13:18:00 2011 GMT
            X509v3 Subject Alternative Name: 
                <EMPTY>
MAX TLS version supported by mx1.a.gr. (192.0.2.2
192.0.2.1) = 1.1
Support for TLS versions <1.0 by mx1.a.gr. (192.0.2.2
192.0.2.1) = True
Currently running for: mx2.a.gr.
Currently running for: relay.b.gr.
Currently running for: stray.example.gr.
        Subject: CN=*.example.gr
        Validity
            Not Before: Jan  1 00:00:00 2016 GMT
            Not After : Jan  1 00:00:00 2018 GMT
            X509v3 Subject Alternative Name: 
                DNS:*.example.gr
MAX TLS version supported by stray.example.gr. (192.0.2.3) = 1.2
Support for TLS versions <1.0 by stray.example.gr. (192.0.2.3) = False
`;
const MAP = '# domain: hosts\na.gr: *.a.gr\nb.gr: *.b.gr\nc.gr: *.c.gr\n';
const LIST = '[Commercial]\nAlpha: a.gr\n[Free]\nGamma: c.gr\n';

/** A folder with one result, an MX map and a list. */
function folder(
  files: Record<string, string | Buffer> = { 'old/results-20170121': RESULT },
): string {
  const cwd = tempFolder();
  mkdirSync(join(cwd, 'old'));
  writeFileSync(join(cwd, 'map.txt'), MAP);
  writeFileSync(join(cwd, 'gr.txt'), LIST);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content);
  return cwd;
}

function written(cwd: string, results = 'results'): string[] {
  return readdirSync(join(cwd, results)).sort();
}

describe('mxtls import gr-mx', () => {
  it('makes a snapshot of a result, joined to domains and providers', async () => {
    const cwd = folder();
    const args = ['import', 'gr-mx', '--mx-map', 'map.txt', '--list', 'gr.txt'];
    expect(await mxtls(cwd, ...args, 'old/results-20170121')).toEqual({
      status: 0,
      signal: null,
      stdout: 'results/2017-01-21.json: 4 hosts, 2 with TLS, from old/results-20170121\n',
      stderr:
        'mxtls: map.txt: no pattern matches stray.example.gr: these hosts are in the snapshots, but belong to no domain\n',
    });
    const text = readFileSync(join(cwd, 'results/2017-01-21.json'), 'utf8');
    await expect(text.replace(/"sha256":"[0-9a-f]{64}"/, '"sha256":"…"')).toMatchFileSnapshot(
      'expected/import-gr-mx.json',
    );
    expect(await mxtls(cwd, 'verify', 'results/2017-01-21.json')).toMatchObject({
      status: 0,
      stdout: 'results/2017-01-21.json: sound\n',
    });
  });

  it('gives the same bytes for a file with CRLF, in any time zone and locale', async () => {
    const cwd = folder({
      'results-20170121': RESULT,
      'old/results-20170121.txt': `\ufeff${RESULT.replaceAll('\n', '\r\n')}`,
    });
    const args = ['import', 'gr-mx', '--mx-map', 'map.txt'];
    await mxtls(cwd, ...args, '--results', 'one', 'results-20170121');
    const env = { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8' };
    await run(main, [...args, '--results', 'two', 'old/results-20170121.txt'], { cwd, env });
    expect(readFileSync(join(cwd, 'two/2017-01-21.json'))).toEqual(
      readFileSync(join(cwd, 'one/2017-01-21.json')),
    );
  });

  it('without an MX map has no domain and warns; the snapshot is sound', async () => {
    const cwd = folder();
    const { status, stderr } = await mxtls(cwd, 'import', 'gr-mx', 'old/results-20170121');
    expect(status).toBe(0);
    expect(stderr).toBe(
      'mxtls: without --mx-map the domains of these MX hosts are unknown: the snapshots have no domains\n',
    );
    expect((await mxtls(cwd, 'verify', 'results/2017-01-21.json')).stdout).toMatch(/: sound\n$/);
  });

  it('writes a day once: the same result again is unchanged, a different one is status 2', async () => {
    const cwd = folder();
    const args = ['import', 'gr-mx', '--mx-map', 'map.txt', 'old/results-20170121'];
    await mxtls(cwd, ...args);
    const before = readFileSync(join(cwd, 'results/2017-01-21.json'));
    expect(await mxtls(cwd, ...args)).toMatchObject({
      status: 0,
      stdout:
        'results/2017-01-21.json: unchanged, 4 hosts, 2 with TLS, from old/results-20170121\n',
    });
    writeFileSync(join(cwd, 'old/results-20170121'), RESULT.replace('= 1.1', '= 1.0'));
    writeFileSync(join(cwd, 'old/results-20170120'), RESULT);
    expect(await mxtls(cwd, ...args, 'old/results-20170120')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining(
        'mxtls: results/2017-01-21.json is there already, and is another snapshot\nmxtls: nothing was imported\n',
      ) as string,
    });
    expect(written(cwd)).toEqual(['2017-01-21.json']);
    expect(readFileSync(join(cwd, 'results/2017-01-21.json'))).toEqual(before);
  });

  it('finds what was imported and compressed since', async () => {
    const cwd = folder();
    const args = ['import', 'gr-mx', '--mx-map', 'map.txt', 'old/results-20170121'];
    await mxtls(cwd, ...args);
    const text = readFileSync(join(cwd, 'results/2017-01-21.json'));
    rmSync(join(cwd, 'results/2017-01-21.json'));
    writeFileSync(join(cwd, 'results/2017-01-21.json.gz'), gzipSync(text));
    expect(await mxtls(cwd, ...args)).toMatchObject({
      status: 0,
      stdout:
        'results/2017-01-21.json.gz: unchanged, 4 hosts, 2 with TLS, from old/results-20170121\n',
    });
    expect(written(cwd)).toEqual(['2017-01-21.json.gz']);
  });

  it('shows its help', async () => {
    const { status, stdout } = await mxtls(tempFolder(), 'import', '--help');
    expect(stdout).toMatch(/^Usage: mxtls import \[options\] <format> <file\.\.\.>\n/);
    expect(stdout).toContain('Examples:\n');
    expect(status).toBe(0);
  });
});

describe('a file that is no result is refused with its line, and nothing is written', () => {
  const lines = RESULT.split('\n');
  const cut = (line: number, to: string): string => lines.toSpliced(line - 1, 1, to).join('\n');
  it.each<{ name: string; file?: string; content: string | Buffer; message: string }>([
    {
      name: 'a strange line',
      content: cut(16, 'depth=2 C = GR'),
      message:
        'results-20170122:16: expected the support for SSL 3.0, or the next host, found "depth=2 C = GR"',
    },
    {
      name: 'a date that is none',
      content: cut(5, '            Not After : Feb 31 09:30:20 2016 GMT'),
      message: 'results-20170122:5: "Feb 31 09:30:20 2016 GMT" is not a date as OpenSSL writes it',
    },
    {
      name: 'an end in a certificate',
      content: lines.slice(0, 4).join('\n'),
      message:
        'results-20170122:4: expected the line "Not After : ..." of this certificate, found the end of the file',
    },
    {
      name: 'an empty file',
      content: '',
      message:
        'results-20170122:1: expected the first line "Currently running for: HOST.", found the end of the file',
    },
    {
      name: 'NULs and escapes',
      content: Buffer.from([0x1b, 0x5b, 0x32, 0x4a, 0, 0, 0xff, 0xfe]),
      message:
        'results-20170122:1: expected the first line "Currently running for: HOST.", found "\\u001b[2J\\u0000\\u0000��"',
    },
    {
      name: 'a huge line',
      content: 'x'.repeat(1_000_000),
      message: 'results-20170122:1: the line is longer than 65536 bytes',
    },
    {
      name: 'a file that nobody wrote',
      content: Buffer.alloc(17 * 1024 * 1024),
      message: 'results-20170122:1: the file goes on after 16777216 bytes',
    },
    {
      name: 'a name without a day',
      file: 'old/results-20170231',
      content: RESULT,
      message:
        'old/results-20170231: its date is unknown: the name is not results-YYYYMMDD with a valid date',
    },
    {
      name: 'a second result of a day',
      file: 'old/results-20170121.txt',
      content: RESULT,
      message: 'old/results-20170121.txt: has the same date as old/results-20170121, 2017-01-21',
    },
  ])('$name', async ({ file = 'results-20170122', content, message }) => {
    const cwd = folder({ 'old/results-20170121': RESULT, [file]: content });
    const args = ['import', 'gr-mx', '--mx-map', 'map.txt', 'old/results-20170121', file];
    const { status, stdout, stderr } = await mxtls(cwd, ...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe(`mxtls: ${message}\nmxtls: nothing was imported\n`);
    expect(readdirSync(cwd)).not.toContain('results');
  });

  it('every wrong file is named', async () => {
    const cwd = folder({ 'results-20170122': '{}\n', 'results-20170123': '' });
    const files = ['results-20170122', 'results-20170123', 'none/results-20170124', 'map.txt'];
    const { status, stderr } = await mxtls(cwd, 'import', 'gr-mx', '--mx-map', 'map.txt', ...files);
    expect(status).toBe(2);
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^mxtls: results-20170122:1: expected the first line .*, found "\{\}"/),
      expect.stringMatching(/^mxtls: results-20170123:1: expected .*, found the end of the file/),
      'mxtls: none/results-20170124: does not exist',
      expect.stringMatching(
        /^mxtls: map\.txt: its date is unknown: the name is not results-YYYYMMDD/,
      ),
      'mxtls: nothing was imported',
    ]);
  });

  it.each([
    {
      name: 'a bad line of the map',
      map: 'a.gr *.a.gr\nb.gr: b\nb.gr: c\n',
      lines: [
        'mxtls: map.txt:1: "a.gr *.a.gr" has no colon after its domain',
        'mxtls: map.txt:3: "b.gr: c" has a domain that is in the file already',
      ],
    },
    { name: 'no map', map: null, lines: ['mxtls: none.txt: does not exist'] },
  ])('$name is status 2 as well', async ({ map, lines: said }) => {
    const cwd = folder();
    if (map !== null) writeFileSync(join(cwd, 'map.txt'), map);
    const name = map === null ? 'none.txt' : 'map.txt';
    const { status, stderr } = await mxtls(
      cwd,
      ...['import', 'gr-mx', '--mx-map', name, 'old/results-20170121'],
    );
    expect(status).toBe(2);
    expect(stderr.trimEnd().split('\n')).toEqual(said);
  });

  it.each([
    { args: ['import'], line: "mxtls: missing required argument 'format'" },
    { args: ['import', 'gr-mx'], line: "mxtls: missing required argument 'file'" },
    {
      args: ['import', 'csv', 'a'],
      line: "mxtls: command-argument value 'csv' is invalid for argument 'format'. Allowed choices are gr-mx.",
    },
    {
      args: ['import', 'gr-mx', '--list', 'none.txt', 'results-20170121'],
      line: 'mxtls: none.txt: does not exist',
    },
  ])('$args is wrong usage', async ({ args, line }) => {
    const { status, stdout, stderr } = await mxtls(tempFolder(), ...args);
    expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: `${line}\n` });
  });
});
