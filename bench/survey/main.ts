import { parseArgs } from 'node:util';
import { runDns } from './dns.ts';
import { runFarm } from './farm.ts';
import { describeRounds } from './report.ts';
import { runRound, type Round, type RoundOptions } from './round.ts';

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
  if (process.platform !== 'linux') {
    process.stdout.write('skipped: the farm stands on 127.70.0.0/16, which Linux alone has up\n');
    return;
  }
  await bench(whole(values.rounds), {
    concurrency: whole(values.concurrency),
    baselineSeconds: whole(values['baseline-seconds']),
  });
}

async function bench(count: number, options: RoundOptions): Promise<void> {
  const rounds: Round[] = [];
  while (rounds.length < count) rounds.push(await runRound(options));
  process.stdout.write(describeRounds(rounds, options.concurrency));
  const wrong = rounds.flatMap((round) => [...round.wrongResults, ...round.wrongConnections]);
  for (const line of wrong.slice(0, SHOWN)) process.stderr.write(`wrong: ${line}\n`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}

function whole(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new Error(`${JSON.stringify(text)} is no whole number from 1 to 9999`);
}

await main();
