import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { wrongConnections, wrongRecords } from '../bench/large/check.ts';
import { startLargeDns } from '../bench/large/large-dns.ts';
import { startLargeServers } from '../bench/large/large-servers.ts';
import { scanArguments, writeList } from '../bench/large/large-survey.ts';
import { hostCount, type LargeWorld } from '../bench/large/large-world.ts';
import { LAB_RUNS } from './main-world.ts';
import { buildProgram, ended, start } from './program.ts';

/** As `npm run bench:large` has it where nothing else is said. */
const WORLD: LargeWorld = { domains: 20_000, endpoints: 2_000, seed: 1 };

/** What the main process of a survey of any size is to take at most. */
const MOST_MEMORY = 400e6;

const NONE = { count: 0, examples: [] };

test.runIf(LAB_RUNS)(
  'a survey of 20,000 domains asks each name and each server once, and is right',
  { timeout: 300_000 },
  async ({ skip }) => {
    const folder = mkdtempSync(join(tmpdir(), 'mxtls-large-'));
    const dns = await startLargeDns(WORLD);
    const servers = await startLargeServers(WORLD);
    onTestFinished(() => {
      dns.close();
      servers.close();
      rmSync(folder, { recursive: true });
    });
    const peakBytes = await survey(folder, {
      resolver: `${dns.address}:${dns.port}`,
      port: servers.port,
      rootPem: servers.rootPem,
    });
    const [file] = readdirSync(join(folder, 'results'));
    expect(wrongRecords(join(folder, 'results', file ?? ''), WORLD)).toEqual(NONE);
    expect(wrongConnections(servers.connections, WORLD)).toEqual(NONE);
    const { questions, distinct, others } = dns.counts();
    expect(distinct - others).toBe(WORLD.domains + hostCount(WORLD));
    expect(questions / distinct).toBeLessThan(1.05);
    skip(peakOf(process.pid) === null, 'all but its memory is right: /proc cannot be read here');
    expect(peakBytes, 'no memory of the program was found in /proc').not.toBeNull();
    expect(peakBytes).toBeLessThan(MOST_MEMORY);
  },
);

/** Runs the program to its end; gives the most memory that its main process had, null where that could not be read. */
async function survey(
  folder: string,
  at: { resolver: string; port: number; rootPem: string },
): Promise<number | null> {
  writeFileSync(join(folder, 'root.pem'), at.rootPem);
  await writeList(join(folder, 'domains.txt'), WORLD);
  const args = [...scanArguments(at), '--per-operator', '20'];
  const child = start(buildProgram(), args, { cwd: folder });
  const ending = ended(child);
  let peakBytes: number | null = null;
  const measure = setInterval(() => {
    peakBytes = peakOf(child.pid ?? 0) ?? peakBytes;
  }, 100);
  const { status, stderr } = await ending;
  clearInterval(measure);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return peakBytes;
}

/** The most memory that a process had so far; null where it is over. */
function peakOf(pid: number): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kib = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1];
    return kib === undefined ? null : Number(kib) * 1_024;
  } catch {
    return null;
  }
}
