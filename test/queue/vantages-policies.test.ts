import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SnapshotSchema, type Snapshot } from '../../src/model/records/snapshot.ts';
import { reply, startHttpsServer } from '../lab/https-server.ts';
import { labOnion } from '../lab/onion/onion-names.ts';
import { startSocksServer } from '../lab/onion/socks-server.ts';
import { startSmtpServer } from '../lab/smtp/smtp-server.ts';
import { mx } from '../lab/world/world-spec.ts';
import type { LabWorld } from '../lab/world/world.ts';
import { certified, LAB_RUNS, labWorld, worldOptions } from '../main-world.ts';
import { HAS_REDIS, startRedis } from '../peers/servers/redis.ts';
import { buildProgram, run } from '../program.ts';
import { tempFolder } from '../temp-folder.ts';
import { startWorker } from './queue-trial.ts';

const VANTAGES = ['athens', 'berlin'];
const TOR = labOnion('tor');
const LIST = 'good.bl.example';
const REFUSING = 'refusing.bl.example';
const POLICY_ADDRESS = '127.21.0.2';
const POLICY = 'version: STSv1\r\nmode: enforce\r\nmx: mx.a.example\r\nmax_age: 604800\r\n';

/** Two domains: the first has policies and an onion MX, and its MX host is on a list. */
async function worldWithAll(): Promise<{ world: LabWorld; tor: string; canFetch: boolean }> {
  const certificate = await certified('mx.a.example', 'mta-sts.a.example');
  const world = await labWorld({
    domains: { 'a.example': mx('mx.a.example'), 'b.example': mx('mx.b.example') },
    hosts: { 'mx.a.example': { behaviour: { tls: { certificate } } }, 'mx.b.example': {} },
    names: {
      '_mta-sts.a.example': { TXT: ['v=STSv1; id=20261123;'] },
      'mta-sts.a.example': { A: [POLICY_ADDRESS] },
      '_smtp._tls.a.example': { TXT: ['v=TLSRPTv1; rua=mailto:tls@a.example'] },
      '_onion-mx._tcp.a.example': { SRV: [{ target: TOR, priority: 0, weight: 5, port: 25 }] },
      [`2.0.0.127.${LIST}`]: { A: ['127.0.0.2'] },
      [`2.0.0.127.${REFUSING}`]: { A: ['127.255.255.254'] },
    },
  });
  const [address = ''] = world.addresses.get('mx.a.example') ?? [];
  world.dns.zone.set(`${address.split('.').reverse().join('.')}.${LIST}`, { A: ['127.0.0.4'] });
  const onion = await startSmtpServer({ name: TOR });
  const proxy = await startSocksServer({ names: { [TOR]: { kind: 'connect', port: onion.port } } });
  // Policies are fetched from port 443 alone, on which not everybody may listen.
  const server = { certificate, act: reply(POLICY), address: POLICY_ADDRESS, port: 443 };
  const https = await startHttpsServer(server).catch(() => null);
  onTestFinished(async () => {
    await Promise.all([proxy.close(), onion.close(), https?.close()]);
  });
  return { world, tor: `127.0.0.1:${proxy.port}`, canFetch: https !== null };
}

/** A folder with the list and the roots, and the arguments that survey it. */
function surveyOf(world: LabWorld, tor: string): { cwd: string; args: string[] } {
  const cwd = tempFolder();
  mkdirSync(join(cwd, 'results'));
  writeFileSync(join(cwd, 'list.txt'), 'ALPHA: a.example\nBETA: b.example\n');
  const lists = ['--dnsbl', LIST, '--dnsbl', REFUSING, '--list', 'list.txt'];
  return { cwd, args: ['scan', ...worldOptions(world, cwd), '--tor', tor, ...lists] };
}

/** The records of each snapshot of a folder, and its vantage. */
function snapshotsIn(cwd: string): { vantage: string | null; records: Omit<Snapshot, 'survey'> }[] {
  const folder = join(cwd, 'results');
  return readdirSync(folder)
    .filter((name) => /^\d.*\.json$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      const { survey, ...records } = SnapshotSchema.parse(JSON.parse(text));
      return { vantage: survey.vantage, records };
    });
}

describe.runIf(LAB_RUNS && HAS_REDIS)('a scan from several vantages, at depth standard', () => {
  it('has in each snapshot the policies, DNS lists and onion hosts that one machine finds', async () => {
    const main = buildProgram();
    const { world, tor, canFetch } = await worldWithAll();
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const workers = VANTAGES.map((vantage) => {
      const { child, ready } = startWorker({ main, farm: world, url: redis.url }, [
        ...['--vantage', vantage],
      ]);
      onTestFinished(() => void child.kill('SIGKILL'));
      return ready;
    });
    const alone = surveyOf(world, tor);
    const ended = await run(main, alone.args, { cwd: alone.cwd });
    expect(ended.status).toBe(0);
    const [expected] = snapshotsIn(alone.cwd);
    expect(expected?.records.domains[0]).toMatchObject({
      mtaSts: { state: canFetch ? 'present' : 'failed' },
      tlsRpt: { state: 'present' },
      onionMx: { records: [{ host: TOR, answer: { outcome: 'tls' } }] },
    });
    expect(expected?.records.endpoints.map(({ dnsbl }) => dnsbl?.[0]?.state ?? null)).toEqual(
      expect.arrayContaining(['listed', 'not-listed']),
    );

    await Promise.all(workers);
    const { cwd, args } = surveyOf(world, tor);
    const several = VANTAGES.flatMap((vantage) => ['--vantage', vantage]);
    const { status, stderr } = await run(main, [...args, ...several], {
      cwd,
      env: { MXTLS_QUEUE: redis.url },
    });
    // That a list refuses is said once.
    expect({ status, stderr }).toEqual({ status: 0, stderr: ended.stderr });
    expect(stderr).toContain(`--dnsbl ${REFUSING}: not used`);
    expect(snapshotsIn(cwd)).toEqual(
      VANTAGES.map((vantage) => ({ vantage, records: expected?.records })),
    );
  }, 120_000);
});
