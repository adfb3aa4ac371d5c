import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { SnapshotSchema, type Snapshot } from '../src/model/records/snapshot.ts';
import { startDnsServer } from './lab/dns/dns-server.ts';
import type { SmtpBehaviour } from './lab/smtp/smtp-behaviour.ts';
import type { LabWorld } from './lab/world/world.ts';
import { mx, type DomainSpec } from './lab/world/world-spec.ts';
import { certified, LAB_RUNS, labWorld, worldOptions } from './main-world.ts';
import { clockAt } from './program-clock.ts';
import { buildProgram, run, type Ended } from './program.ts';
import { tempFolder } from './temp-folder.ts';

let main = '';
beforeAll(() => {
  main = buildProgram();
});

const DOMAINS = 2_000;
const HOSTS = 50;
/** Questions that a resolver answers before it dies: some hundred domains are looked up then. */
const ANSWERED = 500;

/** Domains that share a few mail hosts. */
async function manyDomains(): Promise<{ world: LabWorld; names: string[] }> {
  const hosts = Array.from({ length: HOSTS }, (_, n) => `mx.o${n}.example`);
  const domains: [string, DomainSpec][] = Array.from({ length: DOMAINS }, (_, n) => [
    `d${n}.example`,
    mx(hosts[n % HOSTS] ?? ''),
  ]);
  const world = await labWorld({
    domains: Object.fromEntries(domains),
    hosts: Object.fromEntries(
      hosts.map((host, n) => [host, { behaviour: n % 2 === 0 ? {} : { starttls: 'absent' } }]),
    ),
  });
  return { world, names: domains.map(([name]) => name) };
}

type State = 'answers' | 'silent' | 'servfail';

/** A resolver whose state depends on how many questions it was asked. */
interface FailingResolver {
  address: string;
  asked: () => number;
}

/** SERVFAIL (RFC 1035 §4.1.1): the reply with this code and no records. */
function servfail(query: Buffer): Buffer {
  const reply = Buffer.from(query);
  reply.writeUInt16BE(0x8182, 2);
  return reply;
}

async function failingResolver(
  world: LabWorld,
  stateAfter: (asked: number) => State,
): Promise<FailingResolver> {
  let asked = 0;
  const dns = await startDnsServer({
    zone: world.dns.zone,
    device: (reply, query) => {
      const state = stateAfter(++asked);
      if (state === 'answers') return reply;
      return state === 'silent' ? null : servfail(query);
    },
  });
  onTestFinished(() => dns.close());
  return { address: `${dns.address}:${dns.port}`, asked: () => asked };
}

function folderOf(domains: readonly string[]): string {
  const cwd = tempFolder();
  mkdirSync(join(cwd, 'domains'));
  writeFileSync(join(cwd, 'domains', 'a.txt'), domains.join('\n'));
  return cwd;
}

/** Surveys the lists of a folder at an instant. */
function survey(world: LabWorld, cwd: string, at: string, resolver?: string): Promise<Ended> {
  const args = ['scan', ...worldOptions({ ...world, ...(resolver && { resolver }) }, cwd)];
  return run(main, args, { cwd, env: { NODE_OPTIONS: clockAt(new Date(at)) } });
}

function snapshotsIn(cwd: string): Snapshot[] {
  const results = join(cwd, 'results');
  const files = existsSync(results) ? readdirSync(results).filter((name) => /^\d/.test(name)) : [];
  return files
    .sort()
    .map((file) => SnapshotSchema.parse(JSON.parse(readFileSync(join(results, file), 'utf8'))));
}

const DAY_MS = 86_400_000;
const LAST_WEEK = new Date(Date.now() - 7 * DAY_MS).toISOString();
const NOW = new Date().toISOString();

/** When the survey that is `latest` in a folder began. */
async function latest(cwd: string): Promise<string> {
  const { stdout } = await run(main, ['report', 'latest', '--format', 'json'], { cwd });
  return SurveyedSchema.parse(JSON.parse(stdout)).survey.startedAt;
}
const SurveyedSchema = z.object({ survey: z.object({ startedAt: z.string() }) });

/** Makes a survey of last week in a folder, which is good. */
async function surveyLastWeek(world: LabWorld, cwd: string): Promise<void> {
  expect(await survey(world, cwd, LAST_WEEK)).toMatchObject({ status: 0, stderr: '' });
}

/** The reasons why the newer of two surveys in a folder is degraded. It is not `latest`. */
async function reasonsOfSecond(cwd: string): Promise<string[]> {
  const [first, second, ...more] = snapshotsIn(cwd);
  expect(more).toEqual([]);
  expect(first?.survey.degraded).toEqual([]);
  expect(await latest(cwd)).toBe(first?.survey.startedAt);
  return second?.survey.degraded ?? [];
}

describe.skipIf(!LAB_RUNS)(
  'a resolver of 2,000 domains that dies (skipped: needs 127/8)',
  { timeout: 110_000 },
  () => {
    it.each(['silent', 'servfail'] as const)(
      'and is %s from then on: the run ends soon, degraded, and is no baseline',
      async (state) => {
        const { world, names } = await manyDomains();
        const cwd = folderOf(names);
        await surveyLastWeek(world, cwd);
        const { address, asked } = await failingResolver(world, (n) =>
          n > ANSWERED ? state : 'answers',
        );
        const { status, stderr } = await survey(world, cwd, NOW, address);
        expect(status).toBe(3);
        expect(stderr).toBe('mxtls: this survey cannot be trusted: dns-failing, resolver-died\n');
        expect(await reasonsOfSecond(cwd)).toEqual(['dns-failing', 'resolver-died']);
        // 90 questions at once, each with its tries, and a few canaries: not those of the other domains.
        expect(asked() - ANSWERED).toBeLessThan(DOMAINS / 2);
      },
    );

    it('for some seconds, and comes back: nothing is lost', async () => {
      const { world, names } = await manyDomains();
      const cwd = folderOf(names);
      let diedAt: number | null = null;
      const { address } = await failingResolver(world, (n) => {
        if (n <= ANSWERED) return 'answers';
        diedAt ??= performance.now();
        return performance.now() - diedAt < 10_000 ? 'silent' : 'answers';
      });
      expect(await survey(world, cwd, NOW, address)).toMatchObject({ status: 0, stderr: '' });
      const [{ survey: made, domains } = {}] = snapshotsIn(cwd);
      expect(made?.degraded).toEqual([]);
      expect(made?.counts.domains).toBe(DOMAINS);
      expect(new Set(domains?.map(({ mx: { kind } }) => kind))).toEqual(new Set(['mx']));
    });
  },
);

const BOX_CERTIFICATE = await certified('box.example');

describe.skipIf(!LAB_RUNS)('a middlebox that answers for everybody (skipped: needs 127/8)', () => {
  const NAMES = Array.from({ length: 16 }, (_, n) => `o${n}.example`);
  const BOX: readonly [string, SmtpBehaviour, string][] = [
    [
      'with its certificate',
      { tls: { certificate: BOX_CERTIFICATE } },
      'one-certificate-everywhere',
    ],
    ['and masks STARTTLS', { starttls: { keyword: 'XXXXXXXA' } }, 'starttls-stripped'],
    ['and takes STARTTLS away', { starttls: 'absent' }, 'starttls-missing'],
    [
      'and refuses everybody',
      { greeting: '554 5.7.1 blocked using zen.spamhaus.org' },
      'scanner-refused',
    ],
    ['and closes', { endAt: { step: 'connect', how: 'close' } }, 'no-dialogue'],
  ];

  it.each(BOX)('%s: degraded, and no baseline', async (_, behaviour, reason) => {
    const world = await labWorld({
      domains: Object.fromEntries(NAMES.map((name) => [name, mx(`mx.${name}`)])),
      hosts: {
        ...Object.fromEntries(NAMES.map((name) => [`mx.${name}`, {}])),
        ...Object.fromEntries(NAMES.map((name) => [`box.${name}`, { behaviour }])),
      },
    });
    const cwd = folderOf(NAMES);
    await surveyLastWeek(world, cwd);
    // What stands at the address of each host is the box.
    for (const name of NAMES) {
      world.dns.zone.set(`mx.${name}`, { A: world.addresses.get(`box.${name}`) ?? [] });
    }
    const { status, stderr } = await survey(world, cwd, NOW);
    expect(status).toBe(3);
    const reasons = await reasonsOfSecond(cwd);
    expect(reasons).toContain(reason);
    expect(stderr).toBe(`mxtls: this survey cannot be trusted: ${reasons.join(', ')}\n`);
  });
});
