import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tlsStartOf } from '../../../src/model/tls-start.ts';
import type { Answers } from './facts.ts';
import type { Target, Tool, ToolFiles } from './tools/tool.ts';

/** What one command printed, and what it took. */
interface Ran {
  readonly output: string;
  readonly cpuMs: number;
  readonly wallMs: number;
}

/** What a tool made of one server. */
export interface Asked {
  readonly answers: Answers;
  readonly cpuMs: number;
  readonly wallMs: number;
  /** Whether it was stopped before it was done; its answers until then count. */
  readonly ended: boolean;
}

/** Writes what the tools read. */
export function writeToolFiles(folder: string, port: number, rootPem: string): ToolFiles {
  const files = {
    folder,
    roots: join(folder, 'roots.pem'),
    postfix: join(folder, 'postfix'),
    nmap: join(folder, 'nmap'),
  };
  mkdirSync(files.postfix);
  mkdirSync(files.nmap);
  // testssl.sh puts its own roots behind it: without an end of the line it can read neither, and passes every chain.
  writeFileSync(files.roots, `${rootPem}\n`);
  writeFileSync(
    join(files.postfix, 'main.cf'),
    'compatibility_level = 3.6\ninet_protocols = ipv4\nmyhostname = scan.peers.test\n',
  );
  const service = tlsStartOf(port) === 'implicit' ? 'smtps' : 'smtp';
  writeFileSync(join(files.nmap, 'nmap-services'), `${service}\t${port}/tcp\t0.5\n`);
  return files;
}

/** The version of a tool; null where it is not installed. */
export function versionOf({ version: { command, pattern } }: Tool): string | null {
  const [program = '', ...args] = command;
  const { stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  return error === undefined ? (pattern.exec(stdout + stderr)?.[0] ?? null) : null;
}

/** Runs every command of a tool on one server. */
export async function askTool(tool: Tool, target: Target): Promise<Asked> {
  const outputs: string[] = [];
  let cpuMs = 0;
  let wallMs = 0;
  let ended = false;
  for (const command of tool.commands(target)) {
    const ran = await runTimed(command, tool.timeoutSeconds, target.files.folder);
    outputs.push(ran.output);
    cpuMs += ran.cpuMs;
    wallMs += ran.wallMs;
    ended ||= ran.wallMs >= tool.timeoutSeconds * 1_000;
  }
  return { answers: tool.parse(outputs), cpuMs, wallMs, ended };
}

/** bash prints what a command and its children took; timeout(1) ends them all. */
const TIMED = 'TIMEFORMAT="%R %U %S"; time timeout -k 5 "$0" "$@" 2>&1 </dev/null';

/** Runs one command, to its end or for so long. What it printed on either stream is one text. */
function runTimed(
  command: readonly string[],
  timeoutSeconds: number,
  folder: string,
): Promise<Ran> {
  const args = ['-c', TIMED, String(timeoutSeconds), ...command];
  const env = { ...process.env, LC_ALL: 'C' };
  const options = { cwd: folder, env, maxBuffer: 64e6, encoding: 'latin1' } as const;
  return new Promise((resolve, reject) => {
    execFile('bash', args, options, (error, stdout, stderr) => {
      const taken = /(\d+\.\d+) (\d+\.\d+) (\d+\.\d+)\s*$/.exec(stderr);
      if (taken === null) {
        reject(new Error(`${command.join(' ')}: ${error?.message ?? stderr}`));
        return;
      }
      const [wall = 0, user = 0, system = 0] = taken.slice(1).map(Number);
      resolve({ output: stdout, wallMs: wall * 1_000, cpuMs: (user + system) * 1_000 });
    });
  });
}
