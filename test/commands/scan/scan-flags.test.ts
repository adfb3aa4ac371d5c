import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { scanCommand } from '../../../src/commands/scan-command.ts';
import { scanFlags } from '../../../src/commands/scan/scan-flags.ts';
import type { ScanFlags } from '../../../src/commands/scan/scan-settings.ts';
import { Stop } from '../../../src/commands/terminal/stop.ts';
import { CONFIG_KEYS, parseConfig } from '../../../src/store/lists/config.ts';
import { tempFolder } from '../../temp-folder.ts';

/** The options that the command line gives, read by its own parser. */
async function saidBy(args: readonly string[]): Promise<ScanFlags> {
  const told: ScanFlags[] = [];
  const command = scanCommand((_, flags) => {
    told.push(flags);
    return Promise.resolve();
  });
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  program.addCommand(command.copyInheritedSettings(program));
  await program.parseAsync(['scan', ...args], { from: 'user' });
  return told[0] ?? {};
}

async function flagsOf(config: object | null, args: readonly string[]): Promise<ScanFlags> {
  const folder = tempFolder();
  if (config !== null) {
    writeFileSync(join(folder, 'mxtls.config.json'), JSON.stringify(config));
  }
  return scanFlags(await saidBy(args), folder);
}

describe('the options of scan', () => {
  const options = scanCommand(() => Promise.resolve()).options;

  it('stand in the configuration too, and none beside them', () => {
    const keys = options.map((each) => (each.negate ? 'noProgress' : each.attributeName()));
    expect([...CONFIG_KEYS].sort()).toEqual(keys.sort());
  });

  it.each([
    { option: '--port', key: 'port', min: 1, max: 65_535, step: 1 },
    { option: '--concurrency', key: 'concurrency', min: 1, max: 1_000, step: 1 },
    { option: '--per-operator', key: 'perOperator', min: 1, max: 1_000, step: 1 },
    { option: '--passes', key: 'passes', min: 1, max: 10, step: 1 },
    { option: '--pause', key: 'pause', min: 0, max: 3_600, step: 0.1 },
    { option: '--timeout', key: 'timeout', min: 0.1, max: 3_600, step: 0.01 },
    { option: '--pass-delay', key: 'passDelay', min: 0, max: 86_400, step: 0.1 },
  ])('$option takes $min to $max in either', async ({ option, key, min, max, step }) => {
    for (const value of [min, max]) {
      expect(await saidBy([option, String(value)])).toMatchObject({ [key]: value });
      expect(parseConfig(JSON.stringify({ [key]: value }))).toEqual({
        kind: 'config',
        config: { [key]: value },
      });
    }
    for (const value of [min - step, max + step]) {
      await expect(saidBy([option, String(value)])).rejects.toThrow(/It takes/);
      expect(parseConfig(JSON.stringify({ [key]: value }))).toMatchObject({ kind: 'bad-config' });
    }
  });

  it.each(['1e3', '0x19', ' 25', '25 ', '', '٢٥'])('take no %j for a number', async (text) => {
    await expect(saidBy(['--port', text])).rejects.toThrow(/It takes a whole number/);
    await expect(saidBy(['--pause', text])).rejects.toThrow(/It takes seconds/);
  });
});

describe('a flag wins over the configuration', () => {
  it.each<{ config: object | null; args: string[]; flags: ScanFlags }>([
    { config: null, args: [], flags: { progress: true, listGiven: false } },
    { config: { port: 2525 }, args: [], flags: { port: 2525 } },
    { config: { port: 2525 }, args: ['--port', '26'], flags: { port: 26 } },
    { config: { noProgress: true }, args: [], flags: { progress: false } },
    { config: { noProgress: false }, args: [], flags: { progress: true } },
    { config: { noProgress: false }, args: ['--no-progress'], flags: { progress: false } },
    { config: { ipv4: true }, args: ['-6'], flags: { ipv4: false, ipv6: true } },
    { config: { ipv6: true }, args: ['-4'], flags: { ipv4: true, ipv6: false } },
    {
      config: { list: ['a.txt'] },
      args: ['--list', 'b.txt', '--list', 'c.txt'],
      flags: { list: ['b.txt', 'c.txt'], listGiven: true },
    },
    { config: { list: ['a.txt'] }, args: [], flags: { list: ['a.txt'], listGiven: false } },
    {
      config: { failOn: ['expired'] },
      args: ['--fail-on', 'level:none', '--fail-on', 'plaintext'],
      flags: { failOn: ['level:none', 'plaintext'] },
    },
  ])('$config with $args', async ({ config, args, flags }) => {
    expect(await flagsOf(config, args)).toMatchObject(flags);
  });

  it('and a wrong configuration is status 2, a line a fault', async () => {
    const wrong = flagsOf({ ports: 25, pause: 'long' }, []);
    await expect(wrong).rejects.toBeInstanceOf(Stop);
    await expect(wrong).rejects.toMatchObject({
      status: 2,
      message: expect.stringMatching(/^mxtls.config.json: .*\nmxtls.config.json: .*$/) as string,
    });
  });
});
