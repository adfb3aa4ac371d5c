import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { history } from '../../src/commands/history.ts';
import { PLAIN } from '../../test/screens.ts';
import { writeWeek } from './history-weeks.ts';
import { SMALL_HEAP } from './small-heap.ts';

const SURVEYS = 52;
const DOMAINS = 10_000;

/** What making the histories took, in a process of its own. */
interface Measured {
  lines: number;
  /** Of CPU. */
  ms: number;
  /** The most memory that the process ever had, in MB. */
  peak: number;
}

/** Writes a year of weekly snapshots and prints the history of everything in them. */
async function main(): Promise<void> {
  const [results] = process.argv.slice(2);
  if (results !== undefined) {
    process.send?.(await measure(results));
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'mxtls-history-'));
  try {
    for (let week = 0; week < SURVEYS; week += 1) writeWeek(folder, week, DOMAINS);
    process.stdout.write(`history of everything over ${SURVEYS} surveys of ${DOMAINS} domains\n`);
    for (const execArgv of [[], SMALL_HEAP]) {
      const child = fork(process.argv[1] ?? '', [folder], { execArgv });
      const [{ lines, ms, peak }] = (await once(child, 'message')) as [Measured];
      process.stdout.write(
        `  node ${execArgv.join(' ')}: ${lines} lines, ${Math.round(ms)} ms of CPU, peak ${Math.round(peak)} MB\n`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs the command itself; its output is counted and goes nowhere. */
async function measure(results: string): Promise<Measured> {
  const start = process.cpuUsage();
  let lines = 0;
  const nothing = () => undefined;
  const output = {
    ...{ screen: PLAIN, lineWidth: Infinity, progressWidth: () => null },
    ...{ result: nothing, aside: nothing, warn: nothing, progress: nothing },
    results(pieces: Iterable<string>) {
      for (const text of pieces) lines += text.split('\n').length - 1;
      return Promise.resolve();
    },
  };
  await history([], { results, format: 'text' }, output);
  const { user, system } = process.cpuUsage(start);
  return { lines, ms: (user + system) / 1000, peak: process.resourceUsage().maxRSS / 1024 };
}

await main();
