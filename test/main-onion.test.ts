import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { SnapshotSchema, type Snapshot } from '../src/model/records/snapshot.ts';
import type { ZoneName } from './lab/dns/dns-zone.ts';
import { labOnion } from './lab/onion/onion-names.ts';
import { startSocksServer, type LabSocks } from './lab/onion/socks-server.ts';
import { startSmtpServer } from './lab/smtp/smtp-server.ts';
import { mx } from './lab/world/world-spec.ts';
import type { LabWorld } from './lab/world/world.ts';
import { LAB_RUNS, certified, labWorld, worldOptions } from './main-world.ts';
import { buildProgram, run, type Ended } from './program.ts';
import { tempFolder } from './temp-folder.ts';

let main = '';
beforeAll(() => {
  main = buildProgram();
});

/** Runs of the program in one test. */
const SEVERAL_MS = 120_000;

const TOR = labOnion('tor');
const GONE = labOnion('gone');
/** The onion MX that the project began with. */
const V2 = 'wy6zk3pmcwiyhiao.onion';

const srv = (target: string, priority = 0): ZoneName => ({
  SRV: [{ target, priority, weight: 5, port: 25 }],
});

const NAMES: Record<string, ZoneName> = {
  '_onion-mx._tcp.tor.example': srv(TOR, 10),
  '_onion-mx._tcp.gone.example': srv(GONE),
  '_onion-mx._tcp.dead.example': srv(V2),
};

/** Four domains on one server, three of which name an onion service, and a proxy that leads to the first of these. */
async function onionWorld(): Promise<{ world: LabWorld; proxy: LabSocks; tor: string[] }> {
  const certificate = await certified('mx.lab.example');
  const domains = ['tor', 'gone', 'dead', 'none'].map((name) => `${name}.example`);
  const world = await labWorld({
    domains: Object.fromEntries(domains.map((name) => [name, mx('mx.lab.example')])),
    hosts: { 'mx.lab.example': { behaviour: { tls: { certificate } } } },
    names: NAMES,
  });
  const server = await startSmtpServer({ name: TOR });
  const proxy = await startSocksServer({
    names: { [TOR]: { kind: 'connect', port: server.port } },
  });
  onTestFinished(async () => {
    await proxy.close();
    await server.close();
  });
  return { world, proxy, tor: ['--tor', `127.0.0.1:${proxy.port}`] };
}

function mxtls(cwd: string, ...args: string[]): Promise<Ended> {
  return run(main, args, { cwd });
}

/** Surveys the world as a list. */
function survey(world: LabWorld, cwd: string, ...args: string[]): Promise<Ended> {
  mkdirSync(join(cwd, 'domains'), { recursive: true });
  const list = 'ALPHA: tor.example gone.example\nBETA: dead.example\nGAMMA: none.example\n';
  writeFileSync(join(cwd, 'domains/list.txt'), list);
  return mxtls(cwd, 'scan', ...worldOptions(world, cwd), ...args);
}

function snapshotIn(cwd: string, file: string): Snapshot {
  return SnapshotSchema.parse(JSON.parse(readFileSync(join(cwd, file), 'utf8')));
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** An answer as it is on any day and at any address of the lab. */
function steady(text: string): string {
  return text.replace(/\d{4}-\d\d-\d\d/g, 'YYYY-MM-DD').replace(/127(?:\.\d+){3}/g, '127.x.x.x');
}

describe('mxtls scan --tor', () => {
  it.each([
    [
      'host',
      '127.0.0.1',
      'it takes the host and port of the SOCKS proxy of Tor, as in 127.0.0.1:9050',
    ],
    ['no port', 'localhost:0', 'it takes the host and port of the SOCKS proxy of Tor'],
    ['a URL', 'socks5://127.0.0.1:9050', 'it takes the host and port of the SOCKS proxy of Tor'],
    ['control characters', 'a\u001b[2Jb:9050', '--tor "a\\u001b[2Jb:9050"'],
  ])('takes no argument that is no proxy: %s', async (_, given, said) => {
    const { status, stdout, stderr } = await mxtls(
      tempFolder(),
      ...['scan', 'tor.example', '--tor', given],
    );
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^mxtls: .*\n$/);
    expect(stderr).toContain(said);
  });

  it('does not go with --depth quick, which looks no onion MX up', async () => {
    const args = ['scan', 'tor.example', '--depth', 'quick', '--tor', '127.0.0.1:9050'];
    expect(await mxtls(tempFolder(), ...args)).toMatchObject({
      status: 2,
      stdout: '',
      stderr: 'mxtls: --tor asks the onion MX hosts, which --depth quick does not look up\n',
    });
  });
});

describe.skipIf(!LAB_RUNS)(
  'the onion MX of a survey (skipped: only Linux listens on all of 127/8)',
  { timeout: SEVERAL_MS },
  () => {
    it('is in the answer, with what the service answers; a v2 name is dead', async () => {
      const { world, proxy, tor } = await onionWorld();
      const cwd = tempFolder();
      const domains = ['tor.example', 'gone.example', 'dead.example', 'none.example'];
      const args = ['scan', ...worldOptions(world, cwd), ...domains];
      const asked = await mxtls(cwd, ...args, ...tor, '--out', 'tor.json');
      expect(asked).toMatchObject({ status: 0, stderr: '' });
      await expect(steady(asked.stdout)).toMatchFileSnapshot('expected/onion-answer.txt');
      expect((await mxtls(cwd, 'verify', 'tor.json')).status).toBe(0);
      const answers = snapshotIn(cwd, 'tor.json').domains.map(({ domain, onionMx }) => [
        domain,
        onionMx?.records.map(({ kind, answer }) => `${kind} ${answer?.outcome ?? 'not asked'}`),
      ]);
      expect(answers).toEqual([
        ['dead.example', ['v2 not asked']],
        ['gone.example', ['v3 failed']],
        ['none.example', []],
        ['tor.example', ['v3 tls']],
      ]);
      expect(new Set(proxy.requests.map(({ host }) => host))).toEqual(new Set([TOR, GONE]));
      // No onion name is a question to the DNS.
      expect(world.dns.queries.filter(({ name }) => name.endsWith('.onion'))).toEqual([]);
      const before = proxy.connections;
      const plain = await mxtls(cwd, ...args);
      expect(flat(plain.stdout)).toContain(
        `${TOR}, port 25 (not asked: --tor asks it, unless it is excluded)`,
      );
      expect(proxy.connections).toBe(before);
      const toTor = proxy.requests.filter(({ host }) => host === TOR);
      writeFileSync(join(cwd, 'exclude.txt'), `${TOR}\n`);
      const left = await mxtls(cwd, ...args, ...tor, '--exclude', 'exclude.txt');
      expect(flat(left.stdout)).toContain(
        `${TOR}, port 25 (not asked: --tor asks it, unless it is`,
      );
      expect(proxy.requests.filter(({ host }) => host === TOR)).toEqual(toTor);
    });

    it('stands beside a server that is given by --mx, and DNS lists', async () => {
      const { world, tor } = await onionWorld();
      const [address = ''] = world.addresses.get('mx.lab.example') ?? [];
      const [list, dead] = ['bl.example', 'dead.bl.example'];
      const listing = { A: ['127.0.0.4'], TXT: ['sent spam'] };
      world.dns.zone.set(`2.0.0.127.${list}`, { A: ['127.0.0.2'] });
      world.dns.zone.set(`${address.split('.').reverse().join('.')}.${list}`, listing);
      const given = ['--mx', `mx.new.example@${address}`, '--dnsbl', list, '--dnsbl', dead];
      const cwd = tempFolder();
      const args = ['scan', ...worldOptions(world, cwd), 'tor.example', ...given, ...tor];
      const { status, stdout, stderr } = await mxtls(cwd, ...args);
      expect({ status, stderr }).toEqual({
        status: 0,
        stderr: `mxtls: --dnsbl ${dead}: not used, what it lists is unknown: IPv4: it does not list 127.0.0.2, as RFC 5782 requires\n`,
      });
      await expect(steady(stdout)).toMatchFileSnapshot('expected/onion-given-listed.txt');
    });

    it('is in the plan of --dry-run, which asks no service', async () => {
      const { world, proxy, tor } = await onionWorld();
      const cwd = tempFolder();
      const args = ['scan', ...worldOptions(world, cwd), 'tor.example', '--dry-run'];
      const planned = await mxtls(cwd, ...args, ...tor);
      expect(flat(planned.stdout)).toContain(
        `each onion MX host that the DNS names is asked over the Tor proxy at 127.0.0.1, port ${proxy.port}`,
      );
      const without = await mxtls(cwd, ...args);
      expect(flat(without.stdout)).toContain(
        'onion MX hosts are looked up in the DNS, and none of them is asked: give --tor for that',
      );
      expect(proxy.connections).toBe(0);
    });

    it('is in the report, in CSV and in the changes of two surveys', async () => {
      const { world, tor } = await onionWorld();
      const cwd = tempFolder();
      expect((await survey(world, cwd, ...tor, '--out', 'a.json')).status).toBe(0);
      const { stdout: report } = await mxtls(cwd, 'report', 'a.json');
      expect(sectionOf(report, 'Onion MX: mail over Tor')).toBe(
        [
          '3 domains have an onion MX; no verdict depends on it:',
          '1 names a v3 service that answered over Tor: tor.example',
          '1 names a v3 service that could not be asked over Tor, and is unknown: gone.example',
          '1 names v2 services alone, which no longer exist (Tor removed v2 in 2021): dead.example',
        ].join(' '),
      );
      const { stdout: csv } = await mxtls(cwd, 'report', 'a.json', '--format', 'csv');
      const cells = csv
        .trim()
        .split('\n')
        .map((line) => line.split(',').slice(-4, -1).join(' '));
      expect(cells).toEqual([
        'onion_mx onion_hosts onion_answers',
        `present ${V2} not-asked`,
        `present ${GONE} failed`,
        `present ${TOR} tls`,
        'absent  ',
      ]);
      world.dns.zone.set('_onion-mx._tcp.tor.example', srv(V2));
      world.dns.zone.delete('_onion-mx._tcp.gone.example');
      world.dns.zone.set('_onion-mx._tcp.none.example', srv(GONE));
      expect((await survey(world, cwd, '--out', 'b.json')).status).toBe(0);
      const { stdout: diff } = await mxtls(cwd, 'diff', 'a.json', 'b.json');
      const changed = flat(diff);
      expect(changed).toContain(
        `Regressions =========== ALPHA: tor.example: Onion MX: ${V2}, port 25 (v2, which no longer exists)`,
      );
      expect(changed).toContain(
        `Improvements ============ GAMMA: none.example: Onion MX: ${GONE}, port 25`,
      );
      expect(changed).toContain('gone.example: Onion MX: none');
      expect(changed).not.toContain('dead.example');
    });
  },
);

/** The lines of a section of a report as one line. */
function sectionOf(report: string, title: string): string {
  const [, rest = ''] = report.split(`${title}\n`);
  const [section = ''] = rest.replace(/^[=-]+\n/, '').split(/\n\n/);
  return flat(section).trim();
}
