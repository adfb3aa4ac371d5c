import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { SnapshotSchema, type Snapshot } from '../src/model/records/snapshot.ts';
import { startDnsServer, type LabDns } from './lab/dns/dns-server.ts';
import type { LabWorld } from './lab/world/world.ts';
import { worldOf, worldOptions } from './main-world.ts';
import { inNamespace } from './network-namespace.ts';
import { buildProgram, ended, run, start, type Ended } from './program.ts';
import { tempFolder } from './temp-folder.ts';

/** Only loopback is up. */
const ONLY_LOOPBACK = 'ip link set lo up';

const NO_ROUTE = ['192.0.2.1', '[2001:db8::1]:53'] as const;

/** An address that the namespace has only for as long as a test wants. */
const PASSING = '192.0.2.53';

function address(command: 'add' | 'del'): void {
  const { status, stderr } = spawnSync('ip', ['addr', command, `${PASSING}/32`, 'dev', 'lo'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
}

/** The DNS of a world at an address that `lose` takes away. */
async function passingDns(world: LabWorld): Promise<{ dns: LabDns; lose: () => void }> {
  address('add');
  let isThere = true;
  const lose = (): void => {
    if (isThere) address('del');
    isThere = false;
  };
  onTestFinished(lose);
  const dns = await startDnsServer({ zone: world.dns.zone, address: PASSING });
  onTestFinished(() => dns.close());
  return { dns, lose };
}

const resolverOf = ({ address: ip, port }: LabDns): string => `${ip}:${port}`;

function folderOf(domains: readonly string[]): string {
  const cwd = tempFolder();
  mkdirSync(join(cwd, 'domains'));
  writeFileSync(join(cwd, 'domains', 'a.txt'), domains.join('\n'));
  return cwd;
}

function args(world: LabWorld, cwd: string, resolvers: readonly string[]): string[] {
  const [first = '', ...others] = resolvers;
  return [
    ...['scan', ...worldOptions({ ...world, resolver: first }, cwd), '--passes', '1'],
    ...others.flatMap((resolver) => ['--resolver', resolver]),
  ];
}

function snapshotsIn(cwd: string): Snapshot[] {
  const results = join(cwd, 'results');
  const files = existsSync(results) ? readdirSync(results) : [];
  return files.map((file) =>
    SnapshotSchema.parse(JSON.parse(readFileSync(join(results, file), 'utf8'))),
  );
}

/** What a run came to: its status, what it warned of, and of each snapshot its reasons and its domains' MX answers. */
function outcome({ status, stderr }: Ended, cwd: string) {
  const snapshots = snapshotsIn(cwd).map(({ survey, domains }) => ({
    degraded: survey.degraded,
    mx: domains.map(({ mx }) => (mx.kind === 'failed' ? mx.failure?.code : mx.kind)).join(' '),
  }));
  return { status, stderr, snapshots };
}

const DOMAINS = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}.example`);
const GOOD = {
  status: 0,
  stderr: '',
  snapshots: [{ degraded: [], mx: DOMAINS.map(() => 'mx').join(' ') }],
};

let main = '';

function insideTests(): void {
  beforeAll(() => {
    main = buildProgram();
  });

  const world = () => worldOf(Object.fromEntries(DOMAINS.map((name) => [name, {}])));

  it.each([
    ['first resolver', (alive: string) => [NO_ROUTE[0], alive]],
    ['first resolver over IPv6', (alive: string) => [NO_ROUTE[1], alive]],
    ['second resolver', (alive: string) => [alive, NO_ROUTE[1]]],
  ] as const)('to its %s is as good as any other', async (_, resolvers) => {
    const lab = await world();
    const cwd = folderOf(DOMAINS);
    const survey = await run(main, args(lab, cwd, resolvers(lab.resolver)), { cwd });
    expect(outcome(survey, cwd)).toEqual(GOOD);
  });

  it.each([
    ['IPv4', [NO_ROUTE[0]], 'ENETUNREACH'],
    ['both families', NO_ROUTE, 'E[A-Z]+'],
  ] as const)('to any resolver of %s is status 3, nothing written', async (_, resolvers, code) => {
    const lab = await world();
    const cwd = folderOf(DOMAINS);
    for (const more of [[], ['--dry-run']]) {
      const survey = await run(main, [...args(lab, cwd, resolvers), ...more], { cwd });
      expect(outcome(survey, cwd)).toMatchObject({ status: 3, snapshots: [] });
      expect(survey.stdout).toBe('');
      expect(survey.stderr).toMatch(
        new RegExp(
          `^mxtls: the resolver does not answer \\(unreachable: ${code}\\): give another with --resolver\\. Nothing was asked, nothing was written\\.\\n$`,
        ),
      );
    }
  });

  it('to a resolver, nor any address of its family, is status 3, nothing written', async () => {
    const lab = await world();
    const cwd = folderOf(DOMAINS);
    const command = [process.execPath, main, ...args(lab, cwd, [NO_ROUTE[1]])];
    const { status, stderr } = spawnSync('unshare', ['--net', ...command], {
      cwd,
      encoding: 'utf8',
    });
    expect({ status, snapshots: snapshotsIn(cwd) }).toEqual({ status: 3, snapshots: [] });
    expect(stderr).toMatch(/^mxtls: the resolver does not answer \(unreachable: EADDRNOTAVAIL\)/);
  });

  /** Loses the route with the question for the MX records of the fourth domain, and that answer with it. */
  function loseAt(lab: LabWorld, lose: () => void): void {
    const bytes = (query: Buffer): Buffer => {
      lose();
      return query;
    };
    lab.dns.zone.set('d.example', { behaviours: { MX: { kind: 'raw', bytes } } });
  }

  it('that is lost during the lookups gives a degraded snapshot', async () => {
    const lab = await world();
    const { dns, lose } = await passingDns(lab);
    loseAt({ ...lab, dns }, lose);
    const cwd = folderOf(DOMAINS);
    const survey = await run(main, args(lab, cwd, [resolverOf(dns)]), { cwd });
    const { status, stderr, snapshots } = outcome(survey, cwd);
    expect(status).toBe(3);
    expect(stderr).toBe('mxtls: this survey cannot be trusted: resolver-died\n');
    expect(snapshots.map(({ degraded }) => degraded)).toEqual([['resolver-died']]);
    expect(snapshots[0]?.mx.split(' ')[3]).toBe('unreachable');
  });

  it('that is lost while the hosts are asked gives a degraded snapshot', async () => {
    const late = { kind: 'timed', lines: [{ afterMs: 700, line: '220 late ESMTP' }] } as const;
    const lab = await worldOf({ 'a.example': { greeting: late } });
    const { dns, lose } = await passingDns(lab);
    const cwd = folderOf(['a.example']);
    const running = ended(start(main, args(lab, cwd, [resolverOf(dns)]), { cwd }));
    await vi.waitFor(
      () => {
        expect(lab.connections().length).toBeGreaterThan(0);
      },
      { timeout: 20_000, interval: 10 },
    );
    lose();
    expect(outcome(await running, cwd)).toEqual({
      status: 3,
      stderr: 'mxtls: this survey cannot be trusted: resolver-died\n',
      snapshots: [{ degraded: ['resolver-died'], mx: 'mx' }],
    });
  });

  it('that is lost to the first of two resolvers is as good as any other', async () => {
    const lab = await world();
    const { dns, lose } = await passingDns(lab);
    loseAt({ ...lab, dns }, lose);
    const cwd = folderOf(DOMAINS);
    const resolvers = [resolverOf(dns), lab.resolver];
    const survey = await run(main, args(lab, cwd, resolvers), { cwd });
    expect(outcome(survey, cwd)).toEqual(GOOD);
  });
}

inNamespace(
  'a survey without a route to its resolver',
  ONLY_LOOPBACK,
  import.meta.filename,
  insideTests,
);
