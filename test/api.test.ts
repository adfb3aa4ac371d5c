import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareSnapshots, readSnapshot, scan, type ScanOptions } from '../src/api.ts';
import { snapshotText } from '../src/model/records/snapshot-text.ts';
import { makeSnapshot } from './model/make-records.ts';
import { hostsAsked, LAB_RUNS, worldOf, worldOptions } from './main-world.ts';
import { buildProgram, ended, run, start } from './program.ts';
import { tempFolder } from './temp-folder.ts';
import type { LabWorld } from './lab/world/world.ts';

const PROJECT = join(import.meta.dirname, '..');
const EXAMPLE = 'what-changed.js';

/** A folder of somebody's own program, with mxtls installed and the example in it. */
function consumer(): string {
  const folder = tempFolder();
  const installed = join(folder, 'node_modules', 'mxtls');
  mkdirSync(installed, { recursive: true });
  copyFileSync(join(PROJECT, 'package.json'), join(installed, 'package.json'));
  symlinkSync(dirname(buildProgram()), join(installed, 'dist'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  copyFileSync(join(PROJECT, 'docs', 'examples', EXAMPLE), join(folder, EXAMPLE));
  return folder;
}

function optionsFor({ resolver, port }: LabWorld): ScanOptions {
  return { ehlo: 'scan.example.org', resolver: [resolver], port, allowPrivate: true, pause: 0 };
}

describe('the package', () => {
  it('has types for what it exports', () => {
    const folder = consumer();
    symlinkSync(join(PROJECT, 'node_modules', '@types'), join(folder, 'node_modules', '@types'));
    const compilerOptions = {
      ...{ allowJs: true, checkJs: true, strict: true, noEmit: true, skipLibCheck: true },
      ...{ target: 'es2023', lib: ['es2023'], module: 'nodenext', types: ['node'] },
    };
    const wrong = "import { scan } from 'mxtls';\nawait scan(['a.example'], { port: '25' });\n";
    writeFileSync(join(folder, 'wrong.js'), wrong);
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: [EXAMPLE, 'wrong.js'] }),
    );
    const tsc = join(PROJECT, 'node_modules', 'typescript', 'bin', 'tsc');
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
    expect(stdout).toMatch(/^[^\n]*wrong\.js\(2,29\): error TS2322: [^\n]*'string'[^\n]*\n$/);
  });

  it.skipIf(!LAB_RUNS)('does what the example shows (skipped: needs all of 127/8)', async () => {
    const folder = consumer();
    const before = await worldOf({ 'a.example': {}, 'b.example': {} });
    const stored = ['scan', 'a.example', 'b.example', '--out', 'before.json'];
    await run(buildProgram(), [...stored, ...worldOptions(before, folder)], { cwd: folder });
    const after = await worldOf({ 'a.example': {}, 'b.example': { starttls: 'absent' } });
    writeFileSync(join(folder, 'options.json'), JSON.stringify(optionsFor(after)));
    const args = ['before.json', 'options.json'];
    expect(await ended(start(join(folder, EXAMPLE), args, { cwd: folder }))).toEqual({
      status: 0,
      signal: null,
      stdout:
        'regression: mx.b.example: starttls-lost\nneutral: mx.a.example: certificate-renewed\n',
      stderr: '',
    });
  });
});

describe.skipIf(!LAB_RUNS)('scan (skipped: needs all of 127/8)', () => {
  it('gives a snapshot that can be written, read and compared', async () => {
    const world = await worldOf({
      'a.example': {},
      'b.example': { starttls: 'absent' },
    });
    const done: number[] = [];
    const warnings: string[] = [];
    const snapshot = await scan(['b.example', 'a.example', 'a_b'], optionsFor(world), {
      onProgress: (progress) => done.push(progress.done),
      onWarning: (message) => warnings.push(message),
    });
    expect(snapshot.domains.map(({ domain, starttls }) => [domain, starttls])).toEqual([
      ['a.example', 'all'],
      ['b.example', 'none'],
    ]);
    expect(snapshot.survey).toMatchObject({ ehlo: 'scan.example.org', degraded: [], lists: [] });
    expect(done.at(-1)).toBe(2);
    expect(warnings).toEqual([expect.stringMatching(/^argument 3: "a_b" /)]);
    const file = join(tempFolder(), 'snapshot.json');
    writeFileSync(file, [...snapshotText(snapshot)].join(''));
    expect(readSnapshot(file)).toEqual(snapshot);
    expect(compareSnapshots(snapshot, readSnapshot(file)).changes).toEqual([]);
  });

  it('connects to no private address unless allowed, and to nothing that is excluded', async () => {
    const world = await worldOf({ 'a.example': {}, 'b.example': {} });
    const { allowPrivate, ...options } = optionsFor(world);
    const refused = await scan(['a.example'], options);
    expect(refused.endpoints[0]?.failure?.code).toBe('private-address');
    expect(world.connections()).toEqual([]);
    const exclude = join(tempFolder(), 'exclude.txt');
    writeFileSync(exclude, 'mx.b.example\n');
    const both = { ...options, allowPrivate: allowPrivate === true, exclude };
    await scan(['a.example', 'b.example'], both);
    expect(hostsAsked(world)).toEqual(['mx.a.example']);
  });

  it('asks nothing where the resolver does not answer', async () => {
    const world = await worldOf({ 'a.example': {} });
    const options = optionsFor(world);
    await world.dns.close();
    await expect(scan(['a.example'], options)).rejects.toMatchObject({
      status: 3,
      message: expect.stringMatching(/^the resolver does not answer/) as string,
    });
  });
});

describe('a wrong call is an error with status 2', () => {
  const ehlo = 'scan.example.org';
  it.each<{ domains: string[]; options: object; message: RegExp }>([
    { domains: [], options: { ehlo }, message: /^no domain is given$/ },
    { domains: ['-'], options: { ehlo }, message: /^argument 1: / },
    { domains: ['a.example'], options: {}, message: /^"ehlo" is required$/ },
    { domains: ['a.example'], options: { ehlo: 'localhost' }, message: /^--ehlo "localhost" / },
    { domains: ['a.example'], options: { ehlo, port: '25' }, message: /^"port" has to be a whole/ },
    { domains: ['a.example'], options: { ehlo, prot: 25 }, message: /did you mean "port"\?$/ },
    { domains: ['a.example'], options: { ehlo, save: true }, message: /^"save" is an option of/ },
    { domains: ['a.example'], options: { ehlo, exclude: 'none.txt' }, message: /^none\.txt: / },
  ])('scan of $domains with $options', async ({ domains, options, message }) => {
    await expect(scan(domains, options as ScanOptions)).rejects.toMatchObject({
      status: 2,
      message: expect.stringMatching(message) as string,
    });
  });

  it('and so is a file that is no snapshot', () => {
    const file = join(tempFolder(), 'x.json');
    writeFileSync(file, '{}\n');
    const wrong = expect.objectContaining({
      status: 2,
      message: `${file}:1: expected the line {`,
    }) as Error;
    expect(() => readSnapshot(file)).toThrow(wrong);
  });
});

it('compares a degraded snapshot by force alone', () => {
  const sound = makeSnapshot();
  const degraded = makeSnapshot({ survey: { degraded: ['resolver-died'] } });
  expect(() => compareSnapshots(sound, degraded)).toThrow(/is degraded: resolver-died$/);
  expect(compareSnapshots(sound, degraded, { force: true }).changes).toEqual([]);
});
