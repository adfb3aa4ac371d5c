import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Snapshot } from '../../src/model/records/snapshot.ts';
import { saveSnapshot } from '../../src/store/snapshots/save-snapshot.ts';
import { buildProgram } from '../program.ts';

/** In CI every tool must be there: a missing one is then a failure, not a reason to skip. */
export const TOOLS_REQUIRED = process.env['MXTLS_REQUIRE_PEERS'] === '1';

/** The tools that the documents use and this machine lacks. */
export const MISSING_TOOLS = ['bash', 'jq', 'grep', 'git'].filter(
  (tool) => spawnSync(tool, ['--version']).error !== undefined,
);

/** Puts these snapshots into `results/` of a folder, and the program beside it as `mxtls`. */
export async function fillFolder(folder: string, snapshots: readonly Snapshot[]): Promise<void> {
  for (const snapshot of snapshots) await saveSnapshot(join(folder, 'results'), snapshot);
  const program = join(folder, 'mxtls');
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${buildProgram()}" "$@"\n`, {
    mode: 0o755,
  });
}

/**
 * Returns the Markdown text with the output of every command of its `console` blocks replaced by what the command
 * prints now. A command stands after `$ `, over several lines where they end in a backslash.
 * @param folder where the commands run; `mxtls` in it is on their path.
 * @param known output of commands that need a mail world, by command: they are not run.
 */
export function withRealOutput(
  text: string,
  folder: string,
  known: Readonly<Record<string, string>> = {},
): string {
  return text.replace(/```console\n([^]*?)```\n/g, (_, block: string) => {
    const steps = block.split(/^(?=\$ )/m).map((step) => {
      const command = /^\$ ((?:.*\\\n)*.*)\n/.exec(step)?.[1] ?? '';
      return `$ ${command}\n${known[command] ?? outputOf(command, folder)}`;
    });
    return `\`\`\`console\n${steps.join('')}\`\`\`\n`;
  });
}

function outputOf(command: string, folder: string): string {
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-o', 'pipefail', '-c', command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: folder,
    env: {
      PATH: `${folder}:${process.env['PATH'] ?? ''}`,
      LC_ALL: 'C.UTF-8',
      TZ: 'UTC',
      NO_COLOR: '1',
    },
    encoding: 'utf8',
  });
  return stderr + stdout;
}
