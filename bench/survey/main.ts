import { parseArgs } from 'node:util';
import { benchFarm, whole } from './bench-farm.ts';
import { runDns } from './dns.ts';
import { runFarm } from './farm.ts';
import { mixedWorld } from './world.ts';

/** What a survey may cost at most: CPU an endpoint in bare handshakes, and memory. */
const AIMS = { ratio: 2.5, peakBytes: 150e6 };

/** Runs the bench, or one of the parts that it starts as processes of their own. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '3' },
      concurrency: { type: 'string', default: '200' },
      threads: { type: 'string' },
      'baseline-seconds': { type: 'string', default: '2' },
    },
  });
  const [part] = positionals;
  if (part === 'farm') return runFarm(mixedWorld());
  if (part === 'dns') return runDns(mixedWorld());
  await benchFarm(mixedWorld(), {
    depth: 'quick',
    aims: AIMS,
    rounds: whole(values.rounds),
    concurrency: whole(values.concurrency),
    threads: values.threads === undefined ? null : Number(values.threads),
    baselineSeconds: whole(values['baseline-seconds']),
  });
}

await main();
