import type { TlsVersion } from '../../src/model/records/words.ts';
import { timeCommand } from './time-command.ts';

/** The options of `openssl s_time` for one version only. */
const VERSION_FLAGS = {
  TLSv1: ['-tls1', '-cipher', 'DEFAULT:@SECLEVEL=0'],
  'TLSv1.1': ['-tls1_1', '-cipher', 'DEFAULT:@SECLEVEL=0'],
  'TLSv1.2': ['-tls1_2'],
  'TLSv1.3': ['-tls1_3'],
} as const satisfies Record<Exclude<TlsVersion, 'SSLv3'>, string[]>;

export type TimedVersion = keyof typeof VERSION_FLAGS;

/** What bare handshakes took: CPU of the whole process for each, user and system, in ms; or why that is not known. */
export type Baseline = { kind: 'timed'; cpuMs: number } | { kind: 'skipped'; reason: string };

/**
 * Makes new TLS connections with `openssl s_time` for `seconds` to each version, and returns the CPU time of one
 * handshake, the versions weighted by how often the survey meets them.
 */
export async function timeHandshakes(
  at: { address: string; port: number },
  weights: ReadonlyMap<TimedVersion, number>,
  seconds: number,
): Promise<Baseline> {
  let sum = 0;
  let total = 0;
  for (const [version, weight] of weights) {
    const timed = await timeVersion(at, version, seconds);
    if (timed.kind === 'skipped') return timed;
    sum += timed.cpuMs * weight;
    total += weight;
  }
  return { kind: 'timed', cpuMs: sum / total };
}

/** Checks no chain and loads no roots: the least that a handshake can take. */
const BARE = ['-new', '-no-CAfile', '-no-CApath', '-no-CAstore'];

async function timeVersion(
  { address, port }: { address: string; port: number },
  version: TimedVersion,
  seconds: number,
): Promise<Baseline> {
  const flags = [...BARE, ...VERSION_FLAGS[version], '-time', String(seconds)];
  const command = ['openssl', 's_time', '-connect', `${address}:${port}`, ...flags];
  const { stdout: said, stderr: complaint, status, cpuMs } = await timeCommand(command);
  if (status === 127) return { kind: 'skipped', reason: 'no openssl in PATH' };
  const connections = Number(/(\d+) connections in \d+ real seconds/.exec(said)?.[1] ?? 0);
  if (status !== 0 || connections === 0) {
    return { kind: 'skipped', reason: `openssl s_time, ${version}: ${complaint || said}` };
  }
  return { kind: 'timed', cpuMs: cpuMs / connections };
}
