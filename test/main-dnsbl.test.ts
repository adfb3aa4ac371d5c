import { readFileSync, readdirSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { SnapshotSchema, type Snapshot } from '../src/model/records/snapshot.ts';
import type { ZoneName } from './lab/dns/dns-zone.ts';
import { mx } from './lab/world/world-spec.ts';
import type { LabWorld } from './lab/world/world.ts';
import { LAB_RUNS, labWorld, worldOptions } from './main-world.ts';
import { buildProgram, run, type Ended } from './program.ts';
import { tempFolder } from './temp-folder.ts';

let main = '';
beforeAll(() => {
  main = buildProgram();
});

const GOOD = 'good.bl.example';
const REFUSING = 'refusing.bl.example';
const LISTS: Record<string, ZoneName> = {
  [`2.0.0.127.${GOOD}`]: { A: ['127.0.0.2'] },
  [`2.0.0.127.${REFUSING}`]: { A: ['127.255.255.254'] },
};

/** Three domains on two servers, the first of which is on a list. */
async function listedWorld(): Promise<LabWorld> {
  const world = await labWorld({
    domains: {
      'a.example': mx('mx.a.example'),
      'b.example': mx('mx.a.example'),
      'c.example': mx('mx.c.example'),
    },
    hosts: { 'mx.a.example': {}, 'mx.c.example': {} },
    names: LISTS,
  });
  const TXT = ['sent spam\u001b[2J on 2026-01-02'];
  world.dns.zone.set(`${reversed(world, 'mx.a.example')}.${GOOD}`, { A: ['127.0.0.4'], TXT });
  return world;
}

function reversed(world: LabWorld, host: string): string {
  const address = world.addresses.get(host)?.[0] ?? '';
  return address.split('.').reverse().join('.');
}

function mxtls(cwd: string, ...args: string[]): Promise<Ended> {
  return run(main, args, { cwd });
}

function snapshotIn(text: string): Snapshot {
  return SnapshotSchema.parse(JSON.parse(text));
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function listQueries(world: LabWorld): string[] {
  return world.dns.queries.map(({ name }) => name).filter((name) => name.endsWith('.bl.example'));
}

/** Surveys the world as a list. */
async function survey(world: LabWorld, cwd: string, ...args: string[]): Promise<Ended> {
  mkdirSync(join(cwd, 'domains'), { recursive: true });
  writeFileSync(join(cwd, 'domains/list.txt'), 'ALPHA: a.example b.example\nGAMMA: c.example\n');
  return mxtls(cwd, 'scan', ...worldOptions(world, cwd), ...args);
}

describe.skipIf(!LAB_RUNS)(
  'mxtls scan --dnsbl (skipped: only Linux listens on all of 127/8)',
  () => {
    it('records what the lists say of each address, asked once, and warns of a list that refuses', async () => {
      const world = await listedWorld();
      const cwd = tempFolder();
      const args = ['--dnsbl', GOOD, '--dnsbl', REFUSING, '--json'];
      const options = [...worldOptions(world, cwd), 'a.example', 'b.example', 'c.example'];
      const { status, stdout, stderr } = await mxtls(cwd, 'scan', ...options, ...args);
      expect(status).toBe(0);
      expect(stderr).toBe(
        `mxtls: --dnsbl ${REFUSING}: not used, what it lists is unknown: IPv4: it refuses to answer this resolver (127.255.255.254)\n`,
      );
      const refused = {
        zone: REFUSING,
        state: 'failed',
        error: 'it refuses to answer this resolver (127.255.255.254)',
      };
      const { endpoints, domains } = snapshotIn(stdout);
      expect(endpoints.map(({ host, dnsbl }) => [host, dnsbl])).toMatchObject([
        [
          'mx.a.example',
          [
            {
              zone: GOOD,
              state: 'listed',
              codes: ['127.0.0.4'],
              reason: 'sent spam\\u001b[2J on <date>',
            },
            refused,
          ],
        ],
        ['mx.c.example', [{ zone: GOOD, state: 'not-listed', codes: [], reason: null }, refused]],
      ]);
      // No verdict depends on it.
      expect(new Set(domains.map(({ level }) => level)).size).toBe(1);
      const own = reversed(world, 'mx.a.example');
      expect(listQueries(world).filter((name) => name === `${own}.${GOOD}`)).toHaveLength(2);
      expect(listQueries(world)).not.toContain(`${own}.${REFUSING}`);
    });

    it('asks no list without it', async () => {
      const world = await listedWorld();
      const cwd = tempFolder();
      const { stdout } = await mxtls(
        cwd,
        'scan',
        ...worldOptions(world, cwd),
        'a.example',
        '--json',
      );
      expect(snapshotIn(stdout).endpoints[0]?.dnsbl).toBeNull();
      expect(listQueries(world)).toEqual([]);
    });

    it('is a line of the answer', async () => {
      const world = await listedWorld();
      const cwd = tempFolder();
      const args = ['scan', ...worldOptions(world, cwd), '--dnsbl', GOOD];
      const listed = await mxtls(cwd, ...args, 'a.example');
      const address = world.addresses.get('mx.a.example')?.[0] ?? '';
      expect(flat(listed.stdout)).toContain(
        `DNS lists: ${address} is on ${GOOD} (127.0.0.4: sent spam\\u001b[2J on <date>)`,
      );
      const clear = await mxtls(cwd, ...args, 'c.example');
      expect(flat(clear.stdout)).toContain(`DNS lists: its address is not on ${GOOD}`);
    });

    it('is in the report, and the snapshot is sound', async () => {
      const world = await listedWorld();
      const cwd = tempFolder();
      const made = await survey(world, cwd, '--dnsbl', GOOD, '--out', 'a.json');
      expect(made.status).toBe(0);
      expect((await mxtls(cwd, 'verify', 'a.json')).status).toBe(0);
      const address = world.addresses.get('mx.a.example')?.[0] ?? '';
      const report = flat((await mxtls(cwd, 'report', 'a.json')).stdout);
      expect(report).toContain('Servers on DNS lists');
      expect(report).toContain(
        `1 of 2 addresses on ${GOOD}, as of this survey; no verdict depends on it:`,
      );
      expect(report).toContain(`${address} is on ${GOOD} (127.0.0.4: sent spam`);
      expect(report).toContain('mx.a.example (ALPHA)');
      const json = JSON.parse(
        (await mxtls(cwd, 'report', 'a.json', '--format', 'json')).stdout,
      ) as {
        listings: unknown;
      };
      expect(json.listings).toMatchObject({
        zones: [{ zone: GOOD, listed: 1, notListed: 1, unknown: 0 }],
        addresses: [{ address, zone: GOOD, providers: [{ provider: 'ALPHA' }] }],
      });
    });

    it('is not asked again by --resume, which takes the same lists alone', async () => {
      const world = await listedWorld();
      const cwd = tempFolder();
      await survey(world, cwd, '--dnsbl', GOOD, '--out', 'a.json', '--keep-journal');
      const [kept = ''] = readdirSync(cwd).filter((each) => each.endsWith('.ndjson'));
      const journal = readFileSync(join(cwd, kept), 'utf8');
      writeFileSync(join(cwd, '.b.json.journal.ndjson'), journal);
      const other = await survey(world, cwd, '--out', 'b.json', '--resume');
      expect(other.stderr).toContain(`--dnsbl: the journal has ${GOOD}, this run none`);
      const before = listQueries(world).length;
      const again = await survey(world, cwd, '--dnsbl', GOOD, '--out', 'b.json', '--resume');
      expect(again.status).toBe(0);
      expect(listQueries(world)).toHaveLength(before);
      const [a, b] = ['a.json', 'b.json'].map((file) =>
        snapshotIn(readFileSync(join(cwd, file), 'utf8')),
      );
      expect({ ...b, survey: null }).toEqual({ ...a, survey: null });
      // What the journal lacks is asked, and no server again.
      const lines = journal.split('\n').filter((line) => !line.startsWith('{"kind":"dnsbl"'));
      writeFileSync(join(cwd, '.c.json.journal.ndjson'), lines.join('\n'));
      const connections = world.connections().length;
      expect(
        (await survey(world, cwd, '--dnsbl', GOOD, '--out', 'c.json', '--resume')).status,
      ).toBe(0);
      expect(world.connections()).toHaveLength(connections);
      const c = snapshotIn(readFileSync(join(cwd, 'c.json'), 'utf8'));
      expect({ ...c, survey: null }).toEqual({ ...a, survey: null });
    });
  },
);
