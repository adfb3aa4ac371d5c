import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifySnapshot } from '../../src/commands/verify-snapshot.ts';
import { saveSnapshot } from '../../src/store/snapshots/save-snapshot.ts';
import { buildProgram } from '../program.ts';
import { tempFolder } from '../temp-folder.ts';
import { cookbookSnapshots } from './cookbook-world.ts';

const COOKBOOK = join(import.meta.dirname, '../../docs/cookbook.md');

/** In CI every tool must be there: what is missing is then a failure, not a reason to skip. */
const required = process.env['MXTLS_REQUIRE_PEERS'] === '1';
const missing = ['bash', 'jq', 'grep'].filter(
  (tool) => spawnSync(tool, ['--version']).error !== undefined,
);
const title = missing.length === 0 ? 'the cookbook' : `skipped: no ${missing.join(', no ')} here`;
if (missing.length > 0)
  console.warn(`cookbook: no ${missing.join(', no ')}: its commands are not tried`);

it.skipIf(!required)('in CI its tools are there', () => {
  expect(missing).toEqual([]);
});

/** A folder with `results/` as the cookbook has it, and `mxtls` on the path. */
async function kitchen(): Promise<{ folder: string; env: NodeJS.ProcessEnv }> {
  const folder = tempFolder();
  for (const snapshot of cookbookSnapshots()) await saveSnapshot(join(folder, 'results'), snapshot);
  const program = join(folder, 'mxtls');
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${buildProgram()}" "$@"\n`, {
    mode: 0o755,
  });
  const env = {
    PATH: `${folder}:${process.env['PATH'] ?? ''}`,
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    NO_COLOR: '1',
  };
  return { folder, env };
}

/** The text with what its commands really print in place of what stands behind them. */
async function cooked(text: string): Promise<string> {
  const { folder, env } = await kitchen();
  return text.replace(/```console\n([^]*?)```\n/g, (_, block: string) => {
    const commands = block.split(/^(?=\$ )/m).map((each) => commandOf(each));
    return `\`\`\`console\n${commands.map((command) => `$ ${command}\n${run(command)}`).join('')}\`\`\`\n`;
  });
  function run(command: string): string {
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-o', 'pipefail', '-c', command], {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: folder,
      env,
      encoding: 'utf8',
    });
    return stderr + stdout;
  }
}

/** The command of a step, over several lines where they end in a backslash. */
function commandOf(step: string): string {
  return /^\$ ((?:.*\\\n)*.*)\n/.exec(step)?.[1] ?? '';
}

describe('the results of the cookbook', () => {
  it('are sound snapshots', async () => {
    const { folder } = await kitchen();
    for (const { survey } of cookbookSnapshots()) {
      expect(await verifySnapshot(join(folder, 'results', `${survey.date}.json`))).toEqual([]);
    }
  });
});

describe.skipIf(missing.length > 0)(title, () => {
  it('has twenty questions at least, each answered by a command', () => {
    const parts = readFileSync(COOKBOOK, 'utf8').split(/^### /m).slice(1);
    expect(parts.length).toBeGreaterThanOrEqual(20);
    expect(parts.filter((part) => !/```console\n\$ /.test(part))).toEqual([]);
    expect(parts.filter((part) => /^\$ .*(?:\\\n.*)*\n```/m.test(part))).toEqual([]);
  });

  it('shows what its commands print', async () => {
    await expect(await cooked(readFileSync(COOKBOOK, 'utf8'))).toMatchFileSnapshot(COOKBOOK);
  });
});
