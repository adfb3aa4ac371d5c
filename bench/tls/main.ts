import { parseArgs } from 'node:util';
import { benchFarm, whole } from '../survey/bench-farm.ts';
import { runDns } from '../survey/dns.ts';
import { runFarm } from '../survey/farm.ts';
import { benchJudging } from './judge.ts';
import { modernWorld } from './modern-world.ts';

/** Runs both benches of TLS, or one of the parts that the first starts as processes of their own. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '3' },
      concurrency: { type: 'string', default: '200' },
      'baseline-seconds': { type: 'string', default: '2' },
      chains: { type: 'string', default: '10000' },
    },
  });
  const [part] = positionals;
  if (part === 'farm') return runFarm(modernWorld());
  if (part === 'dns') return runDns(modernWorld());
  const rounds = whole(values.rounds);
  await benchFarm(modernWorld(), {
    depth: 'standard',
    aims: {},
    rounds,
    concurrency: whole(values.concurrency),
    threads: null,
    baselineSeconds: whole(values['baseline-seconds']),
  });
  process.stdout.write('\n');
  await benchJudging({ rounds, chains: whole(values.chains) });
}

await main();
