import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PARTS, type Part } from './parts.ts';
import { SMALL_HEAP } from './small-heap.ts';
import { DIFFERS, writeWorld } from './world.ts';

const SIZES = [10_000, 100_000];
const ROUNDS = 3;

/** What a part took in a process of its own. */
interface Measured {
  found: number;
  /** Of CPU, so that other programs of the machine do not count. */
  ms: number;
  /** The most memory that the process ever had, in MB. */
  peak: number;
}

/** Runs the bench, or one of the parts that it starts as processes of their own. */
async function main(): Promise<void> {
  const [part, before, after] = process.argv.slice(2);
  if (before !== undefined && after !== undefined && isPart(part)) {
    process.send?.(measure(part, before, after));
    return;
  }
  for (const size of SIZES) await bench(size);
}

function isPart(text: string | undefined): text is Part {
  return text !== undefined && text in PARTS;
}

function measure(part: Part, before: string, after: string): Measured {
  const start = process.cpuUsage();
  const found = PARTS[part](before, after);
  const { user, system } = process.cpuUsage(start);
  return { found, ms: (user + system) / 1000, peak: process.resourceUsage().maxRSS / 1024 };
}

async function bench(size: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'mxtls-compare-'));
  try {
    const files = [join(folder, 'before.json'), join(folder, 'after.json')] as const;
    writeWorld(files[0], size, 'before');
    writeWorld(files[1], size, 'after');
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
    const parse = await best('parse', files);
    const diff = await best('diff', files);
    const small = await best('diff', files, SMALL_HEAP);
    if (diff.found !== size / DIFFERS) throw new Error(`${diff.found} changes were found`);
    process.stdout.write(
      `${size} endpoints, twice (${Math.round(bytes / 1e6)} MB), ${diff.found} changes\n` +
        `  parse  ${line(parse)}\n  diff   ${line(diff)}\n` +
        `  diff   ${line(small)}, with ${SMALL_HEAP.join(' ')}\n` +
        `  diff takes ${(diff.ms / parse.ms).toFixed(1)} times as long as parsing (aim: 3)\n`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function line({ ms, peak }: Measured): string {
  return `${Math.round(ms)} ms of CPU, peak ${Math.round(peak)} MB`;
}

/** The quickest of some rounds: other programs of the machine can only make it slower. */
async function best(
  part: Part,
  files: readonly [string, string],
  execArgv: string[] = [],
): Promise<Measured> {
  const rounds: Measured[] = [];
  while (rounds.length < ROUNDS) rounds.push(await inProcess(part, files, execArgv));
  return {
    ...rounds.reduce((a, b) => (a.ms < b.ms ? a : b)),
    peak: Math.max(...rounds.map(({ peak }) => peak)),
  };
}

async function inProcess(
  part: Part,
  files: readonly [string, string],
  execArgv: string[],
): Promise<Measured> {
  const child = fork(process.argv[1] ?? '', [part, ...files], { execArgv });
  const [message] = (await once(child, 'message')) as [Measured];
  if (child.exitCode === null) await once(child, 'exit');
  return message;
}

await main();
