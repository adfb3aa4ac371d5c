import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseConfig as parse,
  scanFlags,
  type ReadConfig,
  type ScanFlags,
} from '../../../src/commands/options/scan-config.ts';
import { tempFolder } from '../../temp-folder.ts';

function parseConfig(text: string): ReadConfig {
  return parse(text, 'mxtls.config.json');
}

const ALL = {
  list: ['domains/*.txt'],
  out: 'out.json',
  save: true,
  results: 'results',
  depth: 'quick',
  resolver: ['127.0.0.1:5353', '::1'],
  port: 25,
  ehlo: 'scan.example.org',
  vantage: 'athens',
  concurrency: 50,
  perOperator: 4,
  pause: 0.5,
  timeout: 120,
  passes: 3,
  passDelay: 300,
  caFile: 'ca.pem',
  roots: 'system',
  trustAd: true,
  exclude: 'exclude.txt',
  allowPrivate: false,
  ipv4: true,
  ipv6: false,
  failOn: ['level:none'],
  dryRun: true,
  noProgress: true,
  transcript: false,
  json: true,
};

describe('parseConfig', () => {
  it('reads every option', () => {
    expect(parseConfig(JSON.stringify(ALL))).toEqual({ kind: 'config', config: ALL });
  });

  it.each(['{}', '\ufeff{ }\r\n'])('%j sets nothing', (text) => {
    expect(parseConfig(text)).toEqual({ kind: 'config', config: {} });
  });

  it.each<[string, string[]]>([
    ['[]', ['has to be one JSON object, as in { "ehlo": "scan.example.org" }']],
    ['null', ['has to be one JSON object, as in { "ehlo": "scan.example.org" }']],
    ['{"perOperatr":4}', ['"perOperatr" is not an option of scan; did you mean "perOperator"?']],
    [
      '{"per-operator":4}',
      ['"per-operator" is not an option of scan; did you mean "perOperator"?'],
    ],
    ['{"CAfile":"x"}', ['"CAfile" is not an option of scan; did you mean "caFile"?']],
    ['{"lists":["x"]}', ['"lists" is not an option of scan; did you mean "list"?']],
    ['{"colour":1}', ['"colour" is not an option of scan']],
    ['{"__proto__":{}}', ['"__proto__" is not an option of scan']],
    ['{"constructor":1}', ['"constructor" is not an option of scan']],
    ['{"a\\u001b":1}', ['"a\\u001b" is not an option of scan']],
    ['{"port":"25"}', ['"port" has to be a whole number from 1 to 65535']],
    ['{"port":0}', ['"port" has to be a whole number from 1 to 65535']],
    ['{"port":65536}', ['"port" has to be a whole number from 1 to 65535']],
    ['{"port":2.5}', ['"port" has to be a whole number from 1 to 65535']],
    ['{"port":null}', ['"port" has to be a whole number from 1 to 65535']],
    ['{"pause":-1}', ['"pause" has to be a number of seconds from 0 to 3600']],
    ['{"timeout":1e999}', ['"timeout" has to be a number of seconds from 0.1 to 3600']],
    ['{"list":"x"}', ['"list" has to be a list of file patterns, as in ["...", "..."]']],
    ['{"list":[]}', ['"list" has to be a list of file patterns, as in ["...", "..."]']],
    ['{"list":[1,2]}', ['"list" has to be a list of file patterns, as in ["...", "..."]']],
    ['{"ehlo":""}', ['"ehlo" has to be a host name, in quotes']],
    ['{"save":"yes"}', ['"save" has to be true or false']],
    [
      '{"save":1,"prot":25}',
      ['"save" has to be true or false', '"prot" is not an option of scan; did you mean "port"?'],
    ],
  ])('%s is refused', (text, reasons) => {
    const messages = reasons.map((reason) => `mxtls.config.json: ${reason}`);
    expect(parseConfig(text)).toEqual({ kind: 'bad-config', messages });
  });

  it.each(['', '{', '{"port":25,}', '// x\n{}', '{"a":\x1b}'])('%j is not JSON', (text) => {
    const read = parseConfig(text);
    expect(read.kind === 'bad-config' && read.messages).toEqual([
      expect.stringMatching(/^mxtls\.config\.json: is not JSON: [^\p{C}]+$/u),
    ]);
  });

  it('refuses an unknown depth and lists the depths', () => {
    expect(parseConfig('{"depth":"full"}')).toMatchObject({
      kind: 'bad-config',
      messages: [
        expect.stringMatching(
          /^mxtls\.config\.json: "depth" has to be "quick", "standard" or "deep"$/u,
        ),
      ],
    });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), (text) => {
        expect(['config', 'bad-config']).toContain(parseConfig(text).kind);
      }),
    );
  });
});

describe('a configuration file', () => {
  function flags(path: string): Promise<ScanFlags> {
    return scanFlags({}, [{ path, name: 'x.json' }]);
  }

  it('is read', async () => {
    const path = join(tempFolder(), 'x.json');
    writeFileSync(path, '{ "port": 2525 }\n');
    expect(await flags(path)).toEqual({ port: 2525, listGiven: false });
  });

  it.each(['none.json', 'x.json/none.json'])(
    'that is not there (%s) sets nothing',
    async (name) => {
      const folder = tempFolder();
      writeFileSync(join(folder, 'x.json'), '');
      expect(await flags(join(folder, name))).toEqual({ listGiven: false });
    },
  );

  it('that cannot be read is an error', async () => {
    await expect(flags(tempFolder())).rejects.toMatchObject({
      status: 2,
      message: 'x.json: is a directory, not a file',
    });
  });
});
