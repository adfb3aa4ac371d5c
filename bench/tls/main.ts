import { parseArgs } from 'node:util';
import { runDns } from '../survey/dns.ts';
import { runFarm } from '../survey/farm.ts';
import { benchJudge } from './judge.ts';
import { benchStandard } from './standard.ts';

/** Hosts that are shown where something is wrong. */
const SHOWN = 20;

/** What a scan of one endpoint takes beside a bare handshake, and judging a chain beside parsing it; or a part of that. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      chains: { type: 'string', default: '10000' },
      rounds: { type: 'string', default: '5' },
    },
  });
  const [part] = positionals;
  if (part === 'farm') return runFarm();
  if (part === 'dns') return runDns();
  const rounds = Number(values.rounds);
  const wrong: string[] = [];
  if (process.platform === 'linux') wrong.push(...(await benchStandard(rounds)));
  else
    process.stdout.write('skipped: the farm stands on 127.70.0.0/16, which Linux alone has up\n');
  process.stdout.write('\n');
  wrong.push(...(await benchJudge(Number(values.chains), rounds)));
  for (const line of wrong.slice(0, SHOWN)) process.stderr.write(`wrong: ${line}\n`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}

await main();
