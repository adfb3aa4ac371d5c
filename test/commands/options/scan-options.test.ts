import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { addScanOptions } from '../../../src/commands/scan.ts';
import {
  configFiles,
  parseConfig,
  scanFlags,
  type CommandLine,
  type ScanFlags,
} from '../../../src/commands/options/scan-config.ts';
import { SCAN_OPTIONS } from '../../../src/commands/options/scan-options.ts';
import { Stop } from '../../../src/commands/terminal/stop.ts';
import { tempFolder } from '../../temp-folder.ts';

function parser(): Command {
  return addScanOptions(new Command('scan'))
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
}

/** The options that the command line gives, read by its own parser. */
function saidBy(args: readonly string[]): CommandLine {
  return parser().parse(args, { from: 'user' }).opts();
}

interface Configs {
  user?: object;
  folder?: object;
}

function flagsOf({ user, folder }: Configs, args: readonly string[]): Promise<ScanFlags> {
  const cwd = tempFolder();
  const home = tempFolder();
  mkdirSync(join(home, 'mxtls'));
  if (folder) writeFileSync(join(cwd, 'mxtls.config.json'), JSON.stringify(folder));
  if (user) writeFileSync(join(home, 'mxtls', 'config.json'), JSON.stringify(user));
  return scanFlags(saidBy(args), configFiles(cwd, { XDG_CONFIG_HOME: home }));
}

describe('the options of scan', () => {
  it('are those of the table, in its order, with their defaults in the help', () => {
    const names = parser().options.map((each) =>
      each.negate ? 'noProgress' : each.attributeName(),
    );
    expect(names).toEqual(Object.keys(SCAN_OPTIONS));
    const help = parser().helpInformation().replace(/\s+/g, ' ');
    expect(help).toContain('-4, --ipv4 IPv4 only -6, --ipv6 IPv6 only');
    expect(help).toContain('--timeout <seconds> for one whole connection (default: 120)');
    expect(help).toContain(
      '--list <glob> the domain lists to survey; can be repeated (default: domains/',
    );
    expect(help).not.toContain('default: )');
    expect(help).not.toMatch(/default: (?:false|undefined)/);
  });

  it.each([
    { option: '--port', key: 'port', min: 1, max: 65_535, step: 1 },
    { option: '--concurrency', key: 'concurrency', min: 1, max: 1_000, step: 1 },
    { option: '--per-operator', key: 'perOperator', min: 1, max: 1_000, step: 1 },
    { option: '--passes', key: 'passes', min: 1, max: 10, step: 1 },
    { option: '--pause', key: 'pause', min: 0, max: 3_600, step: 0.1 },
    { option: '--timeout', key: 'timeout', min: 0.1, max: 3_600, step: 0.01 },
    { option: '--pass-delay', key: 'passDelay', min: 0, max: 86_400, step: 0.1 },
  ])(
    '$option takes $min to $max on the command line and in a file',
    ({ option, key, min, max, step }) => {
      for (const value of [min, max]) {
        expect(saidBy([option, String(value)])).toMatchObject({ [key]: value });
        expect(parseConfig(JSON.stringify({ [key]: value }), 'x')).toEqual({
          kind: 'config',
          config: { [key]: value },
        });
      }
      for (const value of [min - step, max + step]) {
        expect(() => saidBy([option, String(value)])).toThrow(/It takes/);
        expect(parseConfig(JSON.stringify({ [key]: value }), 'x')).toMatchObject({
          kind: 'bad-config',
        });
      }
    },
  );

  it.each(['1e3', '0x19', ' 25', '25 ', '', '٢٥'])('reject %j as a number', (text) => {
    expect(() => saidBy(['--port', text])).toThrow(/It takes a whole number/);
    expect(() => saidBy(['--pause', text])).toThrow(/It takes seconds/);
  });
});

describe("an option wins over the folder's file, which wins over the user's", () => {
  it.each<{ folder?: object; user?: object; args: string[]; flags: ScanFlags }>([
    { args: [], flags: { listGiven: false } },
    { folder: { port: 2525 }, args: [], flags: { port: 2525 } },
    { folder: { port: 2525 }, args: ['--port', '26'], flags: { port: 26 } },
    { folder: { noProgress: true }, args: [], flags: { noProgress: true } },
    { folder: { noProgress: false }, args: [], flags: { noProgress: false } },
    { folder: { noProgress: false }, args: ['--no-progress'], flags: { noProgress: true } },
    { folder: { ipv4: true }, args: ['-6'], flags: { ipv4: false, ipv6: true } },
    { folder: { ipv6: true }, args: ['-4'], flags: { ipv4: true, ipv6: false } },
    {
      folder: { list: ['a.txt'] },
      args: ['--list', 'b.txt', '--list', 'c.txt'],
      flags: { list: ['b.txt', 'c.txt'], listGiven: true },
    },
    { folder: { list: ['a.txt'] }, args: [], flags: { list: ['a.txt'], listGiven: false } },
    {
      folder: { failOn: ['expired'] },
      args: ['--fail-on', 'level:none', '--fail-on', 'plaintext'],
      flags: { failOn: ['level:none', 'plaintext'] },
    },
    { user: { port: 2525 }, args: [], flags: { port: 2525 } },
    {
      user: { port: 2525, pause: 2 },
      folder: { port: 26 },
      args: [],
      flags: { port: 26, pause: 2 },
    },
    { user: { port: 2525 }, folder: { port: 26 }, args: ['--port', '27'], flags: { port: 27 } },
    { user: { ipv4: true }, folder: { ipv6: true }, args: [], flags: { ipv4: false, ipv6: true } },
    {
      user: { noProgress: true },
      folder: { noProgress: false },
      args: [],
      flags: { noProgress: false },
    },
  ])('$folder and $user with $args', async ({ args, flags, ...configs }) => {
    expect(await flagsOf(configs, args)).toMatchObject(flags);
  });

  it('a wrong configuration is status 2, with one line for each fault', async () => {
    const wrong = flagsOf({ folder: { ports: 25, pause: 'long' } }, []);
    await expect(wrong).rejects.toBeInstanceOf(Stop);
    await expect(wrong).rejects.toMatchObject({
      status: 2,
      message: expect.stringMatching(/^mxtls.config.json: .*\nmxtls.config.json: .*$/) as string,
    });
  });

  it('a wrong file of the user is an error with its path, even where the folder has one', async () => {
    await expect(flagsOf({ user: { prot: 25 }, folder: { port: 25 } }, [])).rejects.toMatchObject({
      status: 2,
      message: expect.stringMatching(
        /^\/.*\/mxtls\/config\.json: "prot" is not an option of scan; did you mean "port"\?$/,
      ) as string,
    });
  });
});

describe('the variable MXTLS_QUEUE', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each<{ folder?: object; args: string[]; queue: string }>([
    { args: [], queue: 'redis://variable' },
    { folder: { queue: 'redis://folder' }, args: [], queue: 'redis://variable' },
    { args: ['--queue', 'redis://line'], queue: 'redis://line' },
  ])('with $folder and $args gives $queue', async ({ folder, args, queue }) => {
    vi.stubEnv('MXTLS_QUEUE', 'redis://variable');
    expect(await flagsOf(folder === undefined ? {} : { folder }, args)).toMatchObject({ queue });
  });

  it('excludes --threads as --queue does', () => {
    vi.stubEnv('MXTLS_QUEUE', 'redis://:secret@variable');
    expect(() => saidBy(['--threads', '2'])).toThrow(
      "error: environment variable 'MXTLS_QUEUE' cannot be used with option '--threads <number>'",
    );
  });
});

describe("the user's file", () => {
  it.each([
    { env: { XDG_CONFIG_HOME: '/xdg', HOME: '/home/me' }, path: '/xdg/mxtls/config.json' },
    { env: { XDG_CONFIG_HOME: '', HOME: '/home/me' }, path: '/home/me/.config/mxtls/config.json' },
    {
      env: { XDG_CONFIG_HOME: 'xdg', HOME: '/home/me' },
      path: '/home/me/.config/mxtls/config.json',
    },
    { env: { HOME: '/home/me' }, path: '/home/me/.config/mxtls/config.json' },
  ])('is $path with $env', ({ env, path }) => {
    expect(configFiles('/survey', env).map((file) => file.path)).toEqual([
      path,
      '/survey/mxtls.config.json',
    ]);
  });

  it('does not exist without a home', () => {
    expect(configFiles('/survey', {})).toHaveLength(1);
  });
});
