import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { SnapshotSchema, type Snapshot } from '../src/model/records/snapshot.ts';
import type { LabWorld } from './lab/world/world.ts';
import { worldOf, worldOptions } from './main-world.ts';
import { inNamespace } from './network-namespace.ts';
import { clockAt } from './program-clock.ts';
import { buildProgram, run, type Ended } from './program.ts';
import { tempFolder } from './temp-folder.ts';

/**
 * A network that drops connections to mail servers. What is sent to these addresses goes to loopback, where nobody has them:
 * it vanishes without a reset or an ICMP message.
 */
const DROPPING = 'ip link set lo up && ip route add 198.51.100.0/24 dev lo';

const DOMAINS = Array.from({ length: 12 }, (_, n) => `o${n}.example`);

/** Moves the hosts of these domains to where packets vanish. */
function drop(world: LabWorld, domains: readonly string[]): void {
  domains.forEach((name, n) => world.dns.zone.set(`mx.${name}`, { A: [`198.51.100.${n + 1}`] }));
}

function folderOf(domains: readonly string[]): string {
  const cwd = tempFolder();
  mkdirSync(join(cwd, 'domains'));
  writeFileSync(join(cwd, 'domains', 'a.txt'), domains.join('\n'));
  return cwd;
}

function survey(world: LabWorld, cwd: string, at: Date, more: string[] = []): Promise<Ended> {
  const args = ['scan', ...worldOptions(world, cwd), '--passes', '1', '--timeout', '2', ...more];
  return run(main, args, { cwd, env: { NODE_OPTIONS: clockAt(at) } });
}

function snapshotsIn(cwd: string): Snapshot[] {
  const results = join(cwd, 'results');
  const files = existsSync(results) ? readdirSync(results).sort() : [];
  return files.map((file) =>
    SnapshotSchema.parse(JSON.parse(readFileSync(join(results, file), 'utf8'))),
  );
}

/** When the survey that a report is made of began: that of `latest`, the newest that is believed. */
async function latest(cwd: string): Promise<string> {
  const { stdout } = await run(main, ['report', 'latest', '--format', 'json'], { cwd });
  return ReportSchema.parse(JSON.parse(stdout)).survey.startedAt;
}
const ReportSchema = z.object({ survey: z.object({ startedAt: z.string() }) });

const NOW = new Date();
const LAST_WEEK = new Date(NOW.getTime() - 7 * 86_400_000);

let main = '';

function insideTests(): void {
  beforeAll(() => {
    main = buildProgram();
  });

  const world = () => worldOf(Object.fromEntries(DOMAINS.map((name) => [name, {}])));

  it.each([
    ['text', []],
    ['JSON', ['--json']],
  ])('in a first survey, with %s: status 3, one line, nothing written', async (_, more) => {
    const lab = await world();
    drop(lab, DOMAINS);
    const cwd = folderOf(DOMAINS);
    const { status, stdout, stderr } = await survey(lab, cwd, NOW, more);
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toMatch(
      /^mxtls: no connection to port \d+ of 5 unrelated operators could be made \((?:mx\.o\d+\.example: timeout(?:, )?){5}\): this network blocks it, as many home and cloud networks do: run mxtls from .*\. No survey was made, nothing was written\.\n$/,
    );
    expect(snapshotsIn(cwd)).toEqual([]);
  });

  it('in the week after a good survey: the good one stays alone', async () => {
    const lab = await world();
    const cwd = folderOf(DOMAINS);
    expect(await survey(lab, cwd, LAST_WEEK)).toMatchObject({ status: 0, stderr: '' });
    drop(lab, DOMAINS);
    expect(await survey(lab, cwd, NOW)).toMatchObject({ status: 3, stdout: '' });
    expect(snapshotsIn(cwd).map(({ survey }) => survey.degraded)).toEqual([[]]);
  });

  it('to all but the server that was tried first: degraded, and no baseline', async () => {
    const lab = await world();
    const cwd = folderOf(DOMAINS);
    expect(await survey(lab, cwd, LAST_WEEK)).toMatchObject({ status: 0, stderr: '' });
    drop(lab, DOMAINS.slice(1));
    const { status, stderr } = await survey(lab, cwd, NOW);
    expect(status).toBe(3);
    expect(stderr).toBe('mxtls: this survey cannot be trusted: no-connection\n');
    const [first, second] = snapshotsIn(cwd);
    expect(second?.survey.degraded).toEqual(['no-connection']);
    expect(await latest(cwd)).toBe(first?.survey.startedAt);
  });

  it('for domains that a person asks: what was found, and that it cannot be trusted', async () => {
    const lab = await world();
    drop(lab, DOMAINS);
    const cwd = tempFolder();
    const { status, stdout, stderr } = await survey(lab, cwd, NOW, [...DOMAINS, '--json']);
    expect(status).toBe(3);
    expect(stderr).toMatch(/^\nNo connection to port \d+ was made: this network may block it/);
    expect(stderr).toMatch(/\nmxtls: this survey cannot be trusted: no-connection\n$/);
    const { survey: made, endpoints } = SnapshotSchema.parse(JSON.parse(stdout));
    expect(made.degraded).toEqual(['no-connection']);
    const failures = endpoints.map(({ failure }) => `${failure?.stage} ${failure?.code}`);
    expect(new Set(failures)).toEqual(new Set(['connect timeout']));
  });

  it('for one domain that a person asks: its port may be blocked', async () => {
    const lab = await world();
    drop(lab, DOMAINS);
    const { stdout } = await survey(lab, tempFolder(), NOW, DOMAINS.slice(0, 1));
    expect(stdout).toMatch(/No connection to port \d+ was made: this network may block it/);
  });
}

inNamespace(
  'a network that drops packets to mail servers',
  DROPPING,
  import.meta.filename,
  insideTests,
);
