import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildProgram, run } from '../program.ts';

const PROJECT = join(import.meta.dirname, '../..');
const USAGE = readFileSync(join(PROJECT, 'docs/usage.md'), 'utf8');

let main = '';
beforeAll(() => {
  main = buildProgram();
});

async function help(...command: string[]): Promise<string> {
  return (await run(main, [...command, '--help'], { cwd: PROJECT })).stdout;
}

/** The entries that a part of a help text lists, without what it says of them: `-4, --ipv4`. */
function entries(text: string, heading: string): string[] {
  const part = new RegExp(`^${heading}:\n((?:  .*\n)*)`, 'm').exec(text)?.[1] ?? '';
  return [...part.matchAll(/^ {2}(\S.*?)(?: {2}|$)/gm)].map(([, entry = '']) => entry);
}

async function commands(): Promise<string[]> {
  const names = entries(await help(), 'Commands').map((entry) => entry.split(' ')[0] ?? '');
  return names.filter((name) => name !== 'help').sort();
}

/** The names of the options of a command, with their arguments: `--list <glob>`. */
async function optionsOf(command: string): Promise<string[]> {
  return entries(await help(command), 'Options')
    .flatMap((entry) => entry.split(', '))
    .filter((option) => !/^(?:-h|--help|-V|--version)$/.test(option))
    .sort();
}

/** The options in the first column of the table below the heading of a command. */
function documented(command: string): string[] {
  const section = USAGE.split(/^## /m).find((each) => each.startsWith(`mxtls ${command}\n`)) ?? '';
  const cells = [...section.matchAll(/^\| (`-.*?) \| /gm)].map(([, cell = '']) => cell);
  return cells.flatMap((cell) => cell.slice(1, -1).split('`, `')).sort();
}

describe('docs/usage.md', () => {
  it('has a section for each command, and a line at its top', async () => {
    const sections = [...USAGE.matchAll(/^## mxtls (\S+)$/gm)].map(([, name = '']) => name);
    const lines = [...USAGE.matchAll(/^mxtls (\S+) .* {2,}\S/gm)].map(([, name = '']) => name);
    expect([...sections].sort()).toEqual(await commands());
    expect([...lines].sort()).toEqual(await commands());
  });

  it('has every option of each command, and no other', async () => {
    const found: Record<string, string[]> = {};
    const wanted: Record<string, string[]> = {};
    for (const command of await commands()) {
      found[command] = documented(command);
      wanted[command] = await optionsOf(command);
    }
    expect(wanted['scan']).toContain('--per-operator <number>');
    expect(found).toEqual(wanted);
  });
});
