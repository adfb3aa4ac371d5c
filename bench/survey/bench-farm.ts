import { describeRounds, type Aims } from './report.ts';
import { runRound, type Round, type RoundOptions } from './round.ts';
import type { FarmWorld } from './world.ts';

/** How many wrong records and connections are printed; the rest is only counted. */
const SHOWN = 20;

export interface BenchOptions extends RoundOptions {
  rounds: number;
  aims: Aims;
}

/** Surveys a farm a number of times and prints what that took; the exit status is 1 where a result is wrong. */
export async function benchFarm(world: FarmWorld, options: BenchOptions): Promise<void> {
  if (process.platform !== 'linux') {
    process.stdout.write('skipped: the farm stands on 127.70.0.0/16, which Linux alone has up\n');
    return;
  }
  const rounds: Round[] = [];
  while (rounds.length < options.rounds) rounds.push(await runRound(world, options));
  process.stdout.write(describeRounds(rounds, world, options));
  const wrong = rounds.flatMap((round) => [...round.wrongResults, ...round.wrongConnections]);
  for (const line of wrong.slice(0, SHOWN)) process.stderr.write(`wrong: ${line}\n`);
  if (wrong.length > 0) process.exitCode = 1;
}

/** Reads a number from the command line. Throws where it is not a number. */
export function whole(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new Error(`${JSON.stringify(text)} is no whole number from 1 to 99999`);
}
