import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { SnapshotSchema, type Snapshot } from '../src/model/records/snapshot.ts';
import { mx } from './lab/world/world-spec.ts';
import type { LabWorld } from './lab/world/world.ts';
import { LAB_RUNS, certified, hostsAsked, labWorld, worldOf, worldOptions } from './main-world.ts';
import { buildProgram, run, type Ended, type RunOptions } from './program.ts';
import { tempFolder } from './temp-folder.ts';

let main = '';
beforeAll(() => {
  main = buildProgram();
});

/** Scans a world from a folder of the running test. */
function scan(
  world: LabWorld,
  args: readonly string[],
  { cwd = tempFolder(), ...options }: Partial<RunOptions> = {},
): Promise<Ended> {
  return run(main, ['scan', ...worldOptions(world, cwd), ...args], { cwd, ...options });
}

function snapshotIn(text: string): Snapshot {
  return SnapshotSchema.parse(JSON.parse(text));
}

describe.skipIf(!LAB_RUNS)(
  'mxtls scan DOMAIN (skipped: only Linux listens on all of 127/8)',
  () => {
    it('answers for each domain in the order given, and writes nothing', async () => {
      const certificate = await certified('mx.good.example');
      const world = await labWorld({
        domains: {
          'good.example': mx('mx.good.example'),
          'plain.example': mx('mx.plain.example'),
          'own.example': { kind: 'implicit' },
          'null.example': { kind: 'null-mx' },
          'nx.example': { kind: 'nxdomain' },
        },
        hosts: {
          'mx.good.example': { behaviour: { tls: { certificate } } },
          'mx.plain.example': { behaviour: { starttls: 'absent' } },
          'own.example': { behaviour: { greeting: '554 go away' } },
        },
      });
      const cwd = tempFolder();
      const asked = ['plain.example', 'nx.example', 'Good.Example.', 'own.example', 'null.example'];
      const { status, stdout, stderr } = await scan(world, asked, { cwd });
      expect(stdout.match(/^\w+\.example: [^:\n]+|^no such domain: .*/gm)).toEqual([
        'plain.example: no STARTTLS',
        'no such domain: nx.example does not exist in the DNS',
        expect.stringMatching(/^good\.example: encrypted/),
        'own.example: unknown',
        'null.example: takes no mail',
      ]);
      expect(stdout).toContain('10  mx.good.example  127.20.0.1  TLS 1.2 and 1.3');
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(readdirSync(cwd)).toEqual(['roots.pem']);
      // Once for its answer and twice for its versions; twice where that speaks against a server.
      const good = Array.from({ length: 3 }, () => 'mx.good.example');
      expect(
        world
          .connections()
          .map(({ host }) => host)
          .sort(),
      ).toEqual([...good, 'mx.plain.example', 'mx.plain.example', 'own.example']);
    });

    it("says which name it gives itself where none is given: the host's", async () => {
      const world = await worldOf({ 'a.example': {} });
      const cwd = tempFolder();
      const args = ['--resolver', world.resolver, '--port', String(world.port), '--allow-private'];
      const { status, stderr } = await run(main, ['scan', 'a.example', ...args], { cwd });
      expect(status).toBe(0);
      expect(stderr).toMatch(/^mxtls: uses EHLO \S+: give --ehlo a name of yours .*\n$/);
    });

    it('reads domains from stdin, and goes on after a bad line', async () => {
      const world = await worldOf({ 'a.example': {}, 'b.example': {} });
      const input = 'a.example # the first\r\n\na_b.example\nB.example\na.example';
      const { status, stdout, stderr } = await scan(world, ['-'], { input });
      expect(stdout.match(/^\w+\.example:/gm)).toEqual(['a.example:', 'b.example:']);
      expect(status).toBe(0);
      const [bad, duplicate, ...more] = stderr.split('\n');
      expect(bad).toMatch(/^mxtls: <stdin>:3: "a_b\.example" /);
      expect(duplicate).toMatch(/^mxtls: <stdin>:5: "a\.example" /);
      expect(more).toEqual(['']);
    });

    it.each(['', '# nobody\n', 'a_b\n'])('finds nothing to do in %j on stdin', async (input) => {
      const world = await worldOf({ 'a.example': {} });
      const { status, stdout, stderr } = await scan(world, ['-'], { input });
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(/^mxtls: <stdin>: has no (valid )?domain in it/);
      expect(world.dns.queries).toEqual([]);
    });

    it('prints the snapshot alone with --json and with --out -', async () => {
      const world = await worldOf({ 'a.example': {}, 'b.example': { starttls: 'absent' } });
      const cwd = tempFolder();
      for (const option of [['--json'], ['--out', '-']]) {
        const { status, stdout, stderr } = await scan(
          world,
          ['b.example', 'a.example', ...option],
          {
            cwd,
          },
        );
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
        const { domains, survey } = snapshotIn(stdout);
        expect(domains.map(({ domain, level }) => `${domain} ${level}`)).toEqual([
          'a.example encrypted',
          'b.example none',
        ]);
        expect(survey).toMatchObject({ lists: [], degraded: [], ehlo: 'scan.example.org' });
      }
      expect(readdirSync(cwd)).toEqual(['roots.pem']);
    });

    it('writes a file with --out once; an existing file is refused before any host is asked', async () => {
      const world = await worldOf({ 'a.example': {} });
      const cwd = tempFolder();
      const first = await scan(world, ['a.example', '--out', 'new/a.json'], { cwd });
      expect(first).toMatchObject({ status: 0, stderr: '' });
      expect(first.stdout).toMatch(/^a\.example: [^]*\n\nWritten to new\/a\.json\n$/);
      const written = readFileSync(join(cwd, 'new/a.json'), 'utf8');
      expect(snapshotIn(written).domains).toHaveLength(1);

      const before = { queries: world.dns.queries.length, connections: world.connections().length };
      const second = await scan(world, ['a.example', '--out', 'new/a.json'], { cwd });
      expect(second).toMatchObject({
        status: 2,
        stdout: '',
        stderr: 'mxtls: new/a.json: already exists, and a survey replaces no earlier one\n',
      });
      expect(readFileSync(join(cwd, 'new/a.json'), 'utf8')).toBe(written);
      expect({
        queries: world.dns.queries.length,
        connections: world.connections().length,
      }).toEqual(before);
    });

    it('writes into the results folder with --save', async () => {
      const world = await worldOf({ 'a.example': {} });
      const cwd = tempFolder();
      expect(
        await scan(world, ['a.example', '--save', '--results', 'kept'], { cwd }),
      ).toMatchObject({
        status: 0,
        stderr: '',
      });
      const [file = '', ...more] = readdirSync(join(cwd, 'kept'));
      expect(more).toEqual([]);
      const { survey } = snapshotIn(readFileSync(join(cwd, 'kept', file), 'utf8'));
      expect(file).toBe(`${survey.date}.json`);
      expect(survey.lists).toEqual([]);
    });

    it('makes no connection with --dry-run, and prints which it would make', async () => {
      const world = await worldOf({ 'a.example': {}, 'b.example': {} });
      const cwd = tempFolder();
      const args = ['a.example', 'b.example', '--dry-run', '--save'];
      const { status, stdout, stderr } = await scan(world, args, { cwd });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toContain('Addresses to connect to (2)');
      expect(stdout).toMatch(/mx\.a\.example +127\.20\.0\.1/);
      expect(world.connections()).toEqual([]);
      expect(existsSync(join(cwd, 'results'))).toBe(false);
    });

    it('prints the dialogue with --transcript: on stdout, beside a snapshot on stderr', async () => {
      const world = await worldOf({ 'a.example': {} });
      const text = await scan(world, ['a.example', '--transcript']);
      const lines = [
        '=== Trying mx.a.example [127.20.0.1]...',
        '<-  220 mx.a.example ESMTP',
        ' -> EHLO scan.example.org',
        ' -> STARTTLS',
        ' ~> QUIT',
      ];
      for (const line of lines) expect(text.stdout.split('\n')).toContain(line);
      const json = await scan(world, ['a.example', '--transcript', '--json']);
      for (const line of lines) expect(json.stderr.split('\n')).toContain(line);
      expect(snapshotIn(json.stdout).endpoints).toHaveLength(1);
    });

    it.each([
      { word: 'level:none', status: 1 },
      { word: 'outcome:plaintext', status: 1 },
      { word: 'level:broken', status: 0 },
    ])('ends with $status for --fail-on $word', async ({ word, status }) => {
      const world = await worldOf({ 'a.example': {}, 'b.example': { starttls: 'absent' } });
      const args = ['a.example', 'b.example', '--fail-on', 'expired', '--fail-on', word];
      const ended = await scan(world, args);
      expect(ended.status).toBe(status);
      expect(ended.stderr).toBe(status === 1 ? `mxtls: found ${word}\n` : '');
    });

    it('uses only the address family of its option', async () => {
      const world = await labWorld({
        domains: { 'a.example': mx('mx.a.example') },
        hosts: { 'mx.a.example': [{}, { family: 'ipv6' }] },
      });
      const families = async (option: string[]) => {
        const { stdout } = await scan(world, ['a.example', '--json', ...option]);
        return snapshotIn(stdout).endpoints.map(({ address }) => address);
      };
      expect(await families(['-4'])).toEqual(['127.20.0.1']);
      expect(await families(['-6'])).toEqual(['::1']);
      expect(await families([])).toEqual(['127.20.0.1', '::1']);
    });

    it('connects to no private address without --allow-private', async () => {
      const world = await worldOf({ 'a.example': {} });
      const cwd = tempFolder();
      const options = worldOptions(world, cwd).filter((option) => option !== '--allow-private');
      const { status, stdout } = await run(main, ['scan', ...options, 'a.example'], { cwd });
      expect(status).toBe(0);
      expect(stdout).toContain('unknown');
      expect(world.connections()).toEqual([]);
    });

    it('takes options from mxtls.config.json; the command line wins', async () => {
      const world = await worldOf({ 'a.example': {} });
      const cwd = tempFolder();
      const config = {
        ...{ resolver: [world.resolver], port: world.port, allowPrivate: true },
        ...{ ehlo: 'config.example.org', json: true, vantage: 'config' },
      };
      writeFileSync(join(cwd, 'mxtls.config.json'), JSON.stringify(config));
      const { stdout, stderr } = await run(main, ['scan', 'a.example', '--vantage', 'flag'], {
        cwd,
      });
      expect(stderr).toBe('');
      const { survey } = snapshotIn(stdout);
      expect(survey).toMatchObject({ ehlo: 'config.example.org', vantage: 'flag' });
      expect(hostsAsked(world)).toEqual(['mx.a.example']);
    });
  },
);

describe.skipIf(!LAB_RUNS)('what a hostile server says (skipped: needs all of 127/8)', () => {
  const HOSTILE = /[^\n\x20-\x7e]/;

  it('never reaches stdout raw', async () => {
    const sting = '\u001b[31m\u0007\u009b2J\u007f';
    const certificate = await certified('mx.tls.example');
    const named = await certified(`mx.name.example`, `${sting}<script>`);
    const world = await labWorld({
      domains: {
        'banner.example': mx('mx.banner.example'),
        'ehlo.example': mx('mx.ehlo.example'),
        'refused.example': mx('mx.refused.example'),
        'name.example': mx('mx.name.example'),
        'mx.example': {
          kind: 'mx',
          mx: [
            { preference: 1, host: 'mx\u001b[2J.mx.example' },
            { preference: 2, host: '\u202emx.mx.example' },
          ],
        },
      },
      hosts: {
        'mx.banner.example': { behaviour: { greeting: `554 ${sting}` } },
        'mx.ehlo.example': {
          behaviour: {
            ehlo: Buffer.from(`250-${sting}\r\n250 X${sting}\r\n`, 'latin1'),
          },
        },
        'mx.refused.example': {
          behaviour: { starttlsReply: `554 ${sting}`, tls: { certificate } },
        },
        'mx.name.example': { behaviour: { tls: { certificate: named } } },
      },
    });
    const domains = ['banner', 'ehlo', 'refused', 'name', 'mx'].map((name) => `${name}.example`);
    for (const { option, escaped } of [
      { option: [], escaped: '554 \\x1b[31m\\x07\\x9b2J\\x7f' },
      { option: ['--transcript'], escaped: '<** 554 \\x1b[31m\\x07\\x9b2J\\x7f' },
      { option: ['--json'], escaped: '\\u001b[31m\\u0007\\u009b2J\\u007f' },
      { option: ['--dry-run'], escaped: '2J.mx.example' },
    ]) {
      const { stdout, stderr } = await scan(world, [...domains, ...option]);
      expect(stdout).toContain(escaped);
      expect(HOSTILE.exec(stdout)).toBeNull();
      expect(HOSTILE.exec(stderr)).toBeNull();
    }
  });
});
