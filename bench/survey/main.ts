import { parseArgs } from 'node:util';
import { runDns } from './dns.ts';
import { runFarm } from './farm.ts';
import { describeRounds } from './report.ts';
import { runRound, type Round } from './round.ts';

/** Wrong records and connections that are shown; the rest is a number. */
const SHOWN = 20;

/** Runs the bench, or one of the parts that it starts as processes of their own. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '3' },
      concurrency: { type: 'string', default: '200' },
      'baseline-seconds': { type: 'string', default: '2' },
    },
  });
  const [part] = positionals;
  if (part === 'farm') return runFarm();
  if (part === 'dns') return runDns();
  const concurrency = Number(values.concurrency);
  const baselineSeconds = Number(values['baseline-seconds']);
  const rounds: Round[] = [];
  while (rounds.length < Number(values.rounds)) {
    rounds.push(await runRound({ concurrency, baselineSeconds }));
  }
  process.stdout.write(describeRounds(rounds, concurrency));
  const wrong = rounds.flatMap((round) => [...round.wrongResults, ...round.wrongConnections]);
  for (const line of wrong.slice(0, SHOWN)) process.stderr.write(`wrong: ${line}\n`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}

await main();
