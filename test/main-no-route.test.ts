import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { SnapshotSchema, type Snapshot } from '../src/model/records/snapshot.ts';
import { startDnsServer, type LabDns } from './lab/dns/dns-server.ts';
import type { LabWorld } from './lab/world/world.ts';
import { worldOf, worldOptions } from './main-world.ts';
import { buildProgram, ended, run, start, type Ended } from './program.ts';
import { tempFolder } from './temp-folder.ts';

/**
 * These tests need a network without routes. The file runs twice: here it only starts vitest for itself in a network
 * namespace of its own, where loopback is the only interface; there it holds the tests.
 */
const isInside = process.env['MXTLS_TEST_NAMESPACE'] === '1';
const required = process.env['MXTLS_REQUIRE_PEERS'] === '1';

/** A namespace in which only loopback is up. */
const NAMESPACE = ['--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];

/** Why no such namespace can be made here; null: it can. */
function missing(): string | null {
  const tried = spawnSync('unshare', [...NAMESPACE, 'true'], { encoding: 'utf8' });
  if (tried.error !== undefined) return 'no unshare';
  return tried.status === 0 ? null : `no network namespace (${tried.stderr.trim()})`;
}

function runInside(): void {
  const reason = missing();
  if (reason !== null) console.warn(`no-route: ${reason}: its tests are skipped`);
  it.skipIf(!required)('in CI a network namespace can be made', () => {
    expect(reason).toBeNull();
  });
  const title = reason === null ? '' : ` (skipped: ${reason})`;
  it.skipIf(reason !== null)(
    `a survey without a route to its resolver, in a namespace${title}`,
    { timeout: 180_000 },
    () => {
      const vitest = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs');
      const command = [process.execPath, vitest, 'run', '--reporter=json', import.meta.filename];
      const { stdout, stderr } = spawnSync('unshare', [...NAMESPACE, ...command], {
        cwd: join(import.meta.dirname, '..'),
        env: { ...process.env, MXTLS_TEST_NAMESPACE: '1' },
        encoding: 'utf8',
      });
      expect(failuresOf(stdout) ?? stderr).toEqual([]);
    },
  );
}

const ReportSchema = z.object({
  testResults: z.tuple([
    z.object({
      message: z.string(),
      assertionResults: z
        .array(
          z.object({ title: z.string(), status: z.string(), failureMessages: z.array(z.string()) }),
        )
        .min(1),
    }),
  ]),
});

/** What a JSON report of vitest says of the tests that did not pass; null for no report. */
function failuresOf(report: string): string[] | null {
  if (report === '') return null;
  const [{ message, assertionResults }] = ReportSchema.parse(JSON.parse(report)).testResults;
  const failed = assertionResults.filter(({ status }) => status !== 'passed');
  const said = failed.map(({ title, failureMessages }) => [title, ...failureMessages].join('\n'));
  return message === '' ? said : [message, ...said];
}

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

if (isInside) describe('a survey without a route', insideTests);
else runInside();
