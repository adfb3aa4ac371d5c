import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startKilling, type Trial } from './kill-trials.ts';

const PROGRAM = fileURLToPath(import.meta.resolve('../../src/main.js'));

/** Worlds side by side, each with one survey at a time. */
const AT_ONCE = 3;

/** A number from 0 to 1 for each that is asked for, the same ones for a seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A moment of a survey, from a number from 0 to 1: more often late than early, as its start asks nobody. */
function momentOf(chance: number): number {
  return Math.sqrt(chance);
}

/** Kills surveys at random moments and goes on with each; prints what was wrong, and the seed. Status 1 for any fault. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '200' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    },
  });
  const random = randomFrom(Number(values.seed));
  let left = Number(values.kills);
  const trials: Trial[] = [];
  const work = async (): Promise<void> => {
    const killing = await startKilling(PROGRAM);
    while (left-- > 0) trials.push(await killing.trial(momentOf(random()) * killing.duration));
    await killing.close();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const bad = trials.filter(({ faults }) => faults.length > 0);
  for (const { killedAt, faults } of bad.slice(0, 20)) {
    process.stdout.write(`killed after ${killedAt.toFixed(0)} ms: ${faults.join('; ')}\n`);
  }
  const within = trials.filter(({ finished }) => finished > 0).length;
  process.stdout.write(
    `${trials.length} surveys killed, ${within} of them with finished endpoints; ${bad.length} went wrong ` +
      `(seed ${values.seed}: npm run kills -- --seed ${values.seed})\n`,
  );
  if (bad.length > 0) process.exitCode = 1;
}

await main();
