import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareRoots } from '../src/judge/x509/certificate-path.ts';
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

/** A folder with lists, by their paths from it. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = tempFolder();
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

function survey(
  world: LabWorld,
  options: RunOptions & { args?: readonly string[] },
): Promise<Ended> {
  const { args = [], cwd } = options;
  return run(main, ['scan', ...worldOptions(world, cwd), ...args], options);
}

/** The snapshots in a results folder, by name. */
function results(cwd: string, folder = 'results'): Map<string, string> {
  const names = readdirSync(join(cwd, folder)).sort();
  return new Map(names.map((name) => [name, readFileSync(join(cwd, folder, name), 'utf8')]));
}

function onlyResult(cwd: string): { name: string; text: string; snapshot: Snapshot } {
  const [[name, text] = ['', ''], ...more] = results(cwd);
  expect(more).toEqual([]);
  return { name, text, snapshot: SnapshotSchema.parse(JSON.parse(text)) };
}

function rootsDigest(cwd: string): string {
  return prepareRoots([readFileSync(join(cwd, 'roots.pem'), 'utf8')]).sha256;
}

/** A world with something of each kind. */
async function mixedWorld(): Promise<LabWorld> {
  const certificate = await certified('mx.good.example', 'mx.two.example');
  const good = { behaviour: { tls: { certificate } } };
  return labWorld({
    domains: {
      'good.example': mx('mx.good.example', 'mx.two.example'),
      'shared.example': mx('mx.good.example'),
      'self.example': mx('mx.self.example'),
      'plain.example': mx('mx.plain.example'),
      'busy.example': mx('mx.busy.example'),
      'gone.example': mx('mx.gone.example'),
      'dead.example': { kind: 'failing', behaviour: { kind: 'rcode', rcode: 'SERVFAIL' } },
      'null.example': { kind: 'null-mx' },
      'none.example': { kind: 'none' },
    },
    hosts: {
      'mx.good.example': [good, good],
      'mx.two.example': good,
      'mx.self.example': {},
      'mx.plain.example': { behaviour: { starttls: 'absent' } },
      'mx.busy.example': {
        behaviour: { greeting: '421 4.3.2 try again at 12:30:05, id 4a7Bc9dE1f2G' },
      },
      'mx.gone.example': { behaviour: 'unreachable' },
    },
  });
}

const MIXED = {
  'domains/mixed.txt':
    '[Good]\nONE: good.example shared.example\nTWO: self.example\n' +
    '[Others]\nTHREE: plain.example busy.example\ngone.example\ndead.example\nnull.example\n',
  'domains/more/top.csv': '1,none.example\n2,good.example\n3,nx.example\n',
};

describe.skipIf(!LAB_RUNS)(
  'a survey of lists (skipped: only Linux listens on all of 127/8)',
  () => {
    it('writes a snapshot that is sound and fits its JSON Schema, and prints a summary', async () => {
      const world = await mixedWorld();
      const cwd = folderWith(MIXED);
      const { status, stdout, stderr } = await survey(world, { cwd });
      const { name, snapshot } = onlyResult(cwd);
      expect(status).toBe(0);
      expect(name).toMatch(/^\d{4}-\d{2}-\d{2}\.json$/);
      expect(stdout).toMatch(/^STARTTLS survey of \d{4}-\d{2}-\d{2}\n/);
      expect(stdout).toMatch(/\n\nWritten to results\/\d{4}-\d{2}-\d{2}\.json\n$/);
      expect(stderr).toMatch(/^mxtls: domains\/more\/top\.csv:2: "good\.example" .*\n$/);

      expect(snapshot.survey).toMatchObject({
        degraded: [],
        counts: { domains: 10, endpoints: 7, tls: 4, plaintext: 1, broken: 0, unknown: 2 },
        lists: [
          { file: 'domains/mixed.txt', domains: 8 },
          { file: 'domains/more/top.csv', domains: 3 },
        ],
        categories: [
          { name: 'Good', providers: ['ONE', 'TWO'] },
          { name: 'Others', providers: ['THREE'] },
        ],
        settings: { passes: 3, port: world.port },
        scanner: {
          node: process.versions.node,
          openssl: process.versions.openssl,
          roots: { source: 'roots.pem', count: 1, sha256: rootsDigest(cwd) },
        },
      });
      expect(snapshot.domains.map(({ domain, level }) => `${domain} ${level}`)).toEqual([
        'busy.example unknown',
        'dead.example unknown',
        'gone.example unknown',
        'good.example authenticated',
        'none.example no-mail',
        'null.example no-mail',
        'nx.example no-mail',
        'plain.example none',
        'self.example encrypted',
        'shared.example authenticated',
      ]);
      const verified = await run(main, ['verify', `results/${name}`], { cwd });
      expect(verified).toMatchObject({ status: 0, stdout: `results/${name}: sound\n`, stderr: '' });
      const schema = join(import.meta.dirname, '..', 'schema', 'mxtls-1.schema.json');
      const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
      const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object);
      validate(JSON.parse(readFileSync(join(cwd, 'results', name), 'utf8')));
      expect(validate.errors ?? []).toEqual([]);
    });

    it('differs from another survey of the same world only in its survey line', async () => {
      const world = await mixedWorld();
      const cwd = folderWith(MIXED);
      for (const folder of ['one', 'two']) {
        expect(await survey(world, { cwd, args: ['--results', folder] })).toMatchObject({
          status: 0,
        });
      }
      const [one = [], two = []] = ['one', 'two'].map((folder) =>
        [...results(cwd, folder).values()].join('').split('\n'),
      );
      expect(one.length).toBeGreaterThan(20);
      expect(two.toSpliced(2, 1)).toEqual(one.toSpliced(2, 1));
      expect(one.join('')).toContain('421 4.3.2 try again at <date>, id <id>');
    });

    it('writes a second file beside the first one of a day', async () => {
      const world = await worldOf({ 'a.example': {} });
      const cwd = folderWith({ 'domains/a.txt': 'a.example\n' });
      await survey(world, { cwd });
      const { name, text } = onlyResult(cwd);
      expect(await survey(world, { cwd })).toMatchObject({ status: 0, stderr: '' });
      const both = results(cwd);
      const [, second = ''] = [...both.keys()];
      expect(both.get(name)).toBe(text);
      // The day may have ended between the two.
      expect(second).toMatch(/^\d{4}-\d{2}-\d{2}(?:T\d{6}Z)?\.json$/);
      const { startedAt } = SnapshotSchema.parse(JSON.parse(both.get(second) ?? '')).survey;
      expect(`${startedAt.replaceAll(':', '')}.json`.startsWith(second.slice(0, 10))).toBe(true);
    });

    it.each(['Pacific/Kiritimati', 'Pacific/Niue'])(
      'is of the day in UTC, in %s too',
      async (TZ) => {
        const world = await worldOf({ 'a.example': {} });
        const cwd = folderWith({ 'domains/a.txt': 'a.example\n' });
        const before = new Date().toISOString().slice(0, 10);
        await survey(world, { cwd, env: { TZ } });
        const { name, snapshot } = onlyResult(cwd);
        expect([before, new Date().toISOString().slice(0, 10)]).toContain(
          name.replace('.json', ''),
        );
        expect(name).toBe(`${snapshot.survey.date}.json`);
        expect(snapshot.survey.startedAt.slice(0, 10)).toBe(snapshot.survey.date);
      },
    );

    it('goes on after bad lines, and reports each with its file and line', async () => {
      const world = await worldOf({ 'a.example': {}, 'b.example': {} });
      const cwd = folderWith({
        'domains/a.txt': '\ufeff[Cat]\r\nA: A.example http://a.example/\r\n127.1\r\nb.example.\r\n',
      });
      const { status, stderr } = await survey(world, { cwd });
      expect(status).toBe(0);
      const lines = stderr.trimEnd().split('\n');
      expect(lines.map((line) => /^mxtls: (domains\/a\.txt:\d+: "[^"]+")/.exec(line)?.[1])).toEqual(
        ['domains/a.txt:2: "http://a.example/"', 'domains/a.txt:3: "127.1"'],
      );
      expect(hostsAsked(world)).toEqual(['mx.a.example', 'mx.b.example']);
    });

    it.each<{ name: string; files: Record<string, string>; args: string[]; message: RegExp }>([
      {
        name: 'no list',
        files: {},
        args: [],
        message: /^mxtls: domains\/\*\*\/\*\.\{txt,csv\}: names no file\n$/,
      },
      {
        name: 'a missing list beside a good one',
        files: { 'domains/a.txt': 'a.example\n' },
        args: ['--list', 'domains/a.txt', '--list', 'b.txt'],
        message: /^mxtls: b\.txt: does not exist\n$/,
      },
      {
        name: 'an empty list beside a good one',
        files: { 'domains/a.txt': 'a.example\n', 'domains/b.txt': '' },
        args: [],
        message: /^mxtls: domains\/b\.txt: has no domain in it\n$/,
      },
      {
        name: 'a folder for a list',
        files: { 'domains/a.txt': 'a.example\n' },
        args: ['--list', 'domains'],
        message: /^mxtls: domains: is a directory/,
      },
      {
        name: 'a wrong exclusion file',
        files: { 'domains/a.txt': 'a.example\n', 'no.txt': '10.0.0.0/99\n' },
        args: ['--exclude', 'no.txt'],
        message: /^mxtls: no\.txt:1: "10\.0\.0\.0\/99" /,
      },
      {
        name: 'a file for the results folder',
        files: { 'domains/a.txt': 'a.example\n', kept: '' },
        args: ['--results', 'kept'],
        message: /^mxtls: kept: no snapshot can be written there \(EEXIST\)\n$/,
      },
    ])('writes nothing and asks no host with $name', async ({ files, args, message }) => {
      const world = await worldOf({ 'a.example': {} });
      const cwd = folderWith(files);
      const { status, stdout, stderr } = await survey(world, { cwd, args });
      expect(stderr).toMatch(message);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(readdirSync(cwd)).not.toContain('results');
      expect(world.connections()).toEqual([]);
      expect(world.dns.queries).toEqual([]);
    });

    it('asks nothing that the exclusion file names, and does not record the names', async () => {
      const world = await labWorld({
        domains: {
          'asked.example': mx('mx.asked.example', 'mx.host.example', 'mx.block.example'),
          'shy.example': mx('mx.shy.example'),
          'host.example': mx('mx.host.example'),
        },
        hosts: {
          'mx.asked.example': {},
          'mx.host.example': {},
          'mx.block.example': [{}, {}],
          'mx.shy.example': {},
        },
      });
      const [block = '', other = ''] = world.addresses.get('mx.block.example') ?? [];
      const cwd = folderWith({
        'domains/a.txt': 'asked.example\nshy.example\nhost.example\n',
        'no.txt': `# who asked us\nshy.example\nmx.host.example\n${block}/32\n`,
      });
      expect(await survey(world, { cwd, args: ['--exclude', 'no.txt'] })).toMatchObject({
        status: 0,
        stderr: '',
      });
      const { text, snapshot } = onlyResult(cwd);
      expect(snapshot.survey.excluded).toEqual({ domains: 1, hosts: 1, addresses: 1 });
      const endpoints = snapshot.endpoints.map(({ host, address }) => `${host} ${address ?? ''}`);
      expect(endpoints).toEqual([
        `mx.asked.example ${world.addresses.get('mx.asked.example')?.[0] ?? ''}`,
        `mx.block.example ${other}`,
      ]);
      for (const name of ['shy.example', 'mx.host.example', `"${block}"`]) {
        expect(text).not.toContain(name);
      }
      expect(world.dns.queries.map(({ name }) => name).join(' ')).not.toMatch(/shy|mx\.host/);
      expect(world.connections().map(({ address }) => address)).not.toContain(block);
      expect(hostsAsked(world)).toEqual(['mx.asked.example', 'mx.block.example']);
      const verified = await run(
        main,
        ['verify', ...[...results(cwd).keys()].map((n) => `results/${n}`)],
        { cwd },
      );
      expect(verified.stdout).toMatch(/: sound\n$/);
    });

    it('asks deferred hosts again in later passes', async () => {
      const busy = { greeting: '421 try later' };
      const world = await worldOf({ 'a.example': [busy, busy, {}], 'b.example': {} });
      const cwd = folderWith({ 'domains/a.txt': 'a.example\nb.example\n' });
      expect((await survey(world, { cwd })).status).toBe(0);
      const { snapshot } = onlyResult(cwd);
      expect(snapshot.endpoints.map(({ outcome }) => outcome)).toEqual(['tls', 'tls']);
      // Two that were put off, then three for the versions of a modern server.
      expect(world.servers.get('mx.a.example')?.[0]?.connections).toHaveLength(2 + 3);
      expect(world.servers.get('mx.b.example')?.[0]?.connections).toHaveLength(3);
    });

    it('is plain text without a terminal, unless a colour is forced', async () => {
      const world = await worldOf({ 'a.example': {} });
      const forced = await survey(world, {
        cwd: folderWith({ 'domains/a.txt': 'a.example\n' }),
        env: { CLICOLOR_FORCE: '1' },
      });
      expect(forced.stdout).toContain('\u001b');
      for (const env of [{}, { NO_COLOR: '1' }, { NO_COLOR: '1', FORCE_COLOR: '3' }]) {
        const cwd = folderWith({ 'domains/a.txt': 'a.example\n' });
        const { stdout, stderr } = await survey(world, { cwd, env });
        expect(stdout).not.toContain('\u001b');
        expect(stderr).toBe('');
      }
    });
  },
);
