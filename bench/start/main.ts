import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROUNDS = 20;
const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.js');

/** What is started, each with the arguments of Node. */
const STARTS = {
  node: ['-e', '0'],
  version: [MAIN, '--version'],
  help: [MAIN, '--help'],
  scanHelp: [MAIN, 'scan', '--help'],
} as const satisfies Record<string, readonly string[]>;

/** Starts each in turn, so that what else runs on the machine slows all of them, and prints medians and ratios. */
function main(): void {
  const times = { node: [], version: [], help: [], scanHelp: [] } as Record<
    keyof typeof STARTS,
    number[]
  >;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, args] of Object.entries(STARTS)) {
      times[name as keyof typeof STARTS].push(millisecondsOf(args));
    }
  }
  const bare = median(times.node);
  const ratio = (each: readonly number[]) => (median(each) / bare).toFixed(1);
  process.stdout.write(
    `node -e 0 takes ${bare.toFixed(0)} ms (median of ${ROUNDS})\n` +
      `mxtls --version takes ${ratio(times.version)} times as long (aim: 2), ` +
      `--help ${ratio(times.help)}, scan --help ${ratio(times.scanHelp)}\n`,
  );
}

function millisecondsOf(args: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} failed:\n${stderr}`);
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

main();
