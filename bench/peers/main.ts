import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { whole } from '../survey/bench-farm.ts';
import { runDns } from '../survey/dns.ts';
import { runFarm } from '../survey/farm.ts';
import { DnsReadySchema, FarmReadySchema } from '../survey/messages.ts';
import { startPart } from '../survey/process.ts';
import { MOST_ENDPOINTS } from '../survey/world.ts';
import { comparePeers } from './compare-peers.ts';
import { findSslyze, findZgrab2 } from './tools.ts';
import { peerWorlds } from './worlds.ts';

/** How many wrong records are printed; the rest is only counted. */
const SHOWN = 20;

/** Compares mxtls with other scanners on one farm, or runs one of the parts that it starts as processes of their own. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      endpoints: { type: 'string', default: '1000' },
      'modern-endpoints': { type: 'string', default: '100' },
      rounds: { type: 'string', default: '3' },
      concurrency: { type: 'string', default: '200' },
      'baseline-seconds': { type: 'string', default: '2' },
      zgrab2: { type: 'string' },
      sslyze: { type: 'string' },
    },
  });
  const sizes = [values.endpoints, values['modern-endpoints']] as const;
  const endpoints = whole(values.endpoints);
  if (endpoints > MOST_ENDPOINTS) throw new Error(`--endpoints is at most ${MOST_ENDPOINTS}`);
  const worlds = peerWorlds(endpoints, whole(values['modern-endpoints']));
  const [part] = positionals;
  if (part === 'farm') return runFarm(worlds.served);
  if (part === 'dns') return runDns(worlds.served);
  if (process.platform !== 'linux') {
    process.stdout.write('skipped: the farm stands on 127.70.0.0/16, which Linux alone has up\n');
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'mxtls-peers-'));
  const args = ['--endpoints', sizes[0], '--modern-endpoints', sizes[1]];
  const farm = await startPart('farm', FarmReadySchema, args);
  const dns = await startPart('dns', DnsReadySchema, args);
  try {
    const { table, wrong } = await comparePeers(worlds, {
      ...{ farm, dns, folder },
      zgrab2: await findZgrab2(values.zgrab2, folder),
      sslyze: await findSslyze(values.sslyze, folder),
      rounds: whole(values.rounds),
      concurrency: whole(values.concurrency),
      baselineSeconds: whole(values['baseline-seconds']),
    });
    process.stdout.write(table);
    for (const line of wrong.slice(0, SHOWN)) process.stderr.write(`wrong: ${line}\n`);
    if (wrong.length > 0) process.exitCode = 1;
  } finally {
    await Promise.all([farm.stop(), dns.stop(), rm(folder, { recursive: true })]);
  }
}

await main();
