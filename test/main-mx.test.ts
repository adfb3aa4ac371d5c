import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { SnapshotSchema, type Snapshot } from '../src/model/records/snapshot.ts';
import { mx } from './lab/world/world-spec.ts';
import type { LabWorld } from './lab/world/world.ts';
import { LAB_RUNS, certified, hostsAsked, labWorld, worldOptions } from './main-world.ts';
import { buildProgram, run, type Ended } from './program.ts';
import { tempFolder } from './temp-folder.ts';

let main = '';
beforeAll(() => {
  main = buildProgram();
});

/** A domain with its MX host, and a new server that no MX record names yet. */
async function moving(): Promise<LabWorld> {
  const certificate = await certified('new.move.example', 'fresh.move.example');
  return labWorld({
    domains: { 'move.example': mx('old.move.example') },
    hosts: {
      'old.move.example': { behaviour: { starttls: 'absent' } },
      'new.move.example': { behaviour: { tls: { certificate } } },
    },
  });
}

function mxtls(cwd: string, ...args: string[]): Promise<Ended> {
  return run(main, args, { cwd });
}

function scan(world: LabWorld, cwd: string, ...args: string[]): Promise<Ended> {
  return mxtls(cwd, 'scan', ...worldOptions(world, cwd), 'move.example', ...args);
}

function addressOf(world: LabWorld, host: string): string {
  return world.addresses.get(host)?.[0] ?? '';
}

function snapshotIn(text: string): Snapshot {
  return SnapshotSchema.parse(JSON.parse(text));
}

/** A text as one line. */
function flat(text: string): string {
  return text.replace(/\s+/g, ' ');
}

describe.skipIf(!LAB_RUNS)('mxtls scan --mx (skipped: only Linux listens on all of 127/8)', () => {
  it('asks the host that is given, and says what the DNS names', async () => {
    const world = await moving();
    const cwd = tempFolder();
    const { status, stdout, stderr } = await scan(world, cwd, '--mx', 'new.move.example');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^move\.example: encrypted with TLS 1\.2 or later/);
    expect(flat(stdout)).toContain(
      'asked new.move.example as given with --mx; the DNS of move.example names old.move.example',
    );
    expect(hostsAsked(world)).toEqual(['new.move.example']);
    expect(readdirSync(cwd)).toEqual(['roots.pem']);
  });

  it('asks a host that the DNS does not have, at the address that is given', async () => {
    const world = await moving();
    const address = addressOf(world, 'new.move.example');
    const given = `fresh.move.example@${address}`;
    const { stdout } = await scan(world, tempFolder(), '--mx', given, '--json');
    const { survey, domains, endpoints } = snapshotIn(stdout);
    expect(survey.givenMx).toEqual({
      hosts: [{ host: 'fresh.move.example', address }],
      dns: ['old.move.example'],
    });
    expect(domains[0]?.mx).toMatchObject({ kind: 'mx', dnssec: 'unknown' });
    expect(domains[0]?.level).toBe('authenticated');
    expect(endpoints.map(({ host, problems }) => [host, problems])).toEqual([
      ['fresh.move.example', []],
    ]);
    // SNI is the host that was given, not the one that the address belongs to.
    const [first] = world.connections();
    expect(first?.tls?.servername).toBe('fresh.move.example');
    expect(world.dns.queries.filter(({ name }) => name === 'fresh.move.example')).toEqual([]);
  });

  it('is matched by its TLSA records, and enforced by none as the MX records were not used', async () => {
    const certificate = await certified('new.move.example');
    const world = await labWorld({
      domains: { 'move.example': mx('old.move.example') },
      hosts: {
        'old.move.example': 'unreachable' as never,
        'new.move.example': { behaviour: { tls: { certificate } } },
      },
      names: { 'move.example': { secure: true } },
    });
    const key = Buffer.from(certificate.spkiSha256, 'hex');
    const TLSA = [{ usage: 3, selector: 1, matchingType: 1, certificate: key }];
    for (const host of ['new.move.example', 'fresh.move.example']) {
      world.dns.zone.set(`_${world.port}._tcp.${host}`, { TLSA });
    }
    const fresh = `fresh.move.example@${addressOf(world, 'new.move.example')}`;
    const args = ['--mx', 'new.move.example', '--mx', fresh, '--json'];
    const { stdout } = await scan(world, tempFolder(), ...args);
    const { domains, endpoints } = snapshotIn(stdout);
    expect(endpoints.map(({ host, dane }) => [host, dane?.dnssec, dane?.verdict])).toEqual([
      ['fresh.move.example', 'secure', 'match'],
      ['new.move.example', 'secure', 'match'],
    ]);
    expect(domains[0]?.mx.dnssec).toBe('unknown');
    expect(domains[0]?.level).toBe('encrypted');
  });

  it('asks nothing that is excluded, and no private address', async () => {
    const world = await moving();
    const cwd = tempFolder();
    writeFileSync(join(cwd, 'exclude.txt'), 'move.example\n');
    const excluding = await scan(
      world,
      cwd,
      '--mx',
      'new.move.example',
      '--exclude',
      'exclude.txt',
    );
    expect(excluding.stdout).toContain('move.example: not asked');
    expect(world.dns.queries.filter(({ name }) => name.endsWith('move.example'))).toEqual([]);
    const options = worldOptions(world, cwd).filter((each) => each !== '--allow-private');
    const args = ['scan', ...options, 'move.example', '--mx', 'a.move.example@10.0.0.1'];
    const { stdout } = await mxtls(cwd, ...args);
    expect(stdout).toContain('private');
    expect(world.connections()).toEqual([]);
  });

  it('is in the plan of --dry-run', async () => {
    const world = await moving();
    const args = ['--mx', 'fresh.move.example@198.51.100.1', '--dry-run'];
    const { stdout } = await scan(world, tempFolder(), ...args);
    expect(flat(stdout)).toContain(
      'move.example: asked fresh.move.example (198.51.100.1) as given with --mx; the DNS of move.example names old.move.example',
    );
    expect(flat(stdout)).toContain('fresh.move.example 198.51.100.1');
    expect(world.connections()).toEqual([]);
  });

  it('makes a snapshot that is sound, never a baseline, and named for what it is', async () => {
    const world = await moving();
    const cwd = tempFolder();
    expect((await scan(world, cwd, '--out', 'dns.json')).status).toBe(0);
    const given = ['--mx', 'new.move.example'];
    const saved = await scan(world, cwd, ...given, '--save');
    expect(saved.status).toBe(0);
    const [name = ''] = readdirSync(join(cwd, 'results')).filter((each) => each.endsWith('.json'));
    const test = join('results', name);
    expect((await mxtls(cwd, 'verify', test)).status).toBe(0);
    const latest = await mxtls(cwd, 'report');
    expect(latest.status).toBe(2);
    const report = await mxtls(cwd, 'report', test);
    expect(flat(report.stdout)).toContain(
      'Asked new.move.example as given with --mx, in place of what the DNS names: a test',
    );
    const diff = await mxtls(cwd, 'diff', 'dns.json', test);
    expect(diff.status).toBe(0);
    expect(flat(diff.stdout)).toContain('MX hosts as in the DNS → given: new.move.example');
    expect(flat(diff.stdout)).toContain('MX sets, MTA-STS and levels are not compared');
    expect(diff.stdout).toMatch(/^No changes/);
    const history = await mxtls(cwd, 'history', 'move.example');
    expect(history).toMatchObject({ status: 2, stdout: '' });
    writeFileSync(join(cwd, 'results', '2016-01-23.json'), readFileSync(join(cwd, 'dns.json')));
    const both = await mxtls(cwd, 'history', 'move.example');
    expect(flat(both.stdout)).toContain('Left out because their MX hosts were given with --mx');
    expect(both.stdout).not.toContain('new.move.example');
  });

  it('is continued by --resume with the same hosts alone', async () => {
    const world = await moving();
    const cwd = tempFolder();
    const given = ['--mx', 'new.move.example', '--out', 'a.json', '--keep-journal'];
    await scan(world, cwd, ...given);
    const kept = readdirSync(cwd).filter((each) => each.endsWith('.ndjson'));
    expect(kept).toHaveLength(1);
    writeFileSync(join(cwd, '.b.json.journal.ndjson'), readFileSync(join(cwd, kept[0] ?? '')));
    const resume = ['--out', 'b.json', '--resume'];
    const other = await scan(world, cwd, '--mx', 'old.move.example', ...resume);
    expect(other.status).toBe(2);
    expect(other.stderr).toContain(
      '--mx: the journal has new.move.example, this run old.move.example',
    );
    const none = await scan(world, cwd, ...resume);
    expect(none.stderr).toContain('--mx: the journal has new.move.example, this run none');
    const before = world.connections().length;
    expect((await scan(world, cwd, '--mx', 'new.move.example', ...resume)).status).toBe(0);
    expect(world.connections()).toHaveLength(before);
    const [a, b] = ['a.json', 'b.json'].map((file) =>
      snapshotIn(readFileSync(join(cwd, file), 'utf8')),
    );
    expect({ ...b, survey: null }).toEqual({ ...a, survey: null });
  });
});
