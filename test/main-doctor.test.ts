import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CHECK_NAMES, CHECK_OUTCOMES } from '../src/model/output/check.ts';
import type { ZoneName } from './lab/dns/dns-zone.ts';
import type { LabWorld } from './lab/world/world.ts';
import { LAB_RUNS, labWorld, worldOf } from './main-world.ts';
import { mx } from './lab/world/world-spec.ts';
import { buildProgram, ended, run, type Ended } from './program.ts';
import { tempFolder } from './temp-folder.ts';

let main = '';
beforeAll(() => {
  main = buildProgram();
});

const DOMAINS = ['a.example', 'b.example', 'c.example'];

const TEST_ENTRIES: Readonly<Record<string, ZoneName>> = {
  '2.0.0.127.good.dnsbl.example': { A: ['127.0.0.2'] },
  '1.0.0.127.refusing.dnsbl.example': { A: ['127.255.255.254'] },
  '2.0.0.127.refusing.dnsbl.example': { A: ['127.255.255.254'] },
};

/** The DNS of this machine as the lab sees it: 127.0.0.1, which connections come from. */
const NAMES: Readonly<Record<string, ZoneName>> = {
  ...TEST_ENTRIES,
  'scan.example.org': { A: ['127.0.0.1'] },
  '1.0.0.127.in-addr.arpa': { PTR: ['scan.example.org'] },
};

function world(names: Readonly<Record<string, ZoneName>> = NAMES): Promise<LabWorld> {
  return labWorld({
    domains: Object.fromEntries(DOMAINS.map((name) => [name, mx(`mx.${name}`)])),
    hosts: Object.fromEntries(DOMAINS.map((name) => [`mx.${name}`, {}])),
    names,
  });
}

function folder(...domains: readonly string[]): string {
  const cwd = tempFolder();
  mkdirSync(join(cwd, 'domains'));
  writeFileSync(join(cwd, 'domains/a.txt'), domains.join('\n'));
  return cwd;
}

function doctor(lab: LabWorld, cwd: string, ...args: string[]): Promise<Ended> {
  const { resolver, port } = lab;
  const lines = ['--resolver', resolver, '--port', String(port), '--allow-private', '-4'];
  return run(main, ['doctor', ...lines, ...args], { cwd });
}

const DoctorSchema = z.strictObject({
  at: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/),
  fit: z.boolean(),
  checks: z.array(
    z.strictObject({
      check: z.enum(CHECK_NAMES),
      outcome: z.enum(CHECK_OUTCOMES),
      evidence: z.string().min(1),
      advice: z.string().min(1).nullable(),
    }),
  ),
});

/** The outcome of each check, as `--json` prints them: `clock ok`. */
function outcomes({ stdout }: Ended): string[] {
  const { checks } = DoctorSchema.parse(JSON.parse(stdout));
  return checks.map(({ check, outcome }) => `${check} ${outcome}`);
}

const EHLO = ['--ehlo', 'scan.example.org'];

describe.skipIf(!LAB_RUNS)('mxtls doctor (skipped: needs all of 127/8)', () => {
  it('finds a machine fit: it says QUIT to one host of the lists, and writes nothing', async () => {
    const lab = await world();
    const cwd = folder(...DOMAINS);
    const seen = await doctor(lab, cwd, ...EHLO, '--dnsbl', 'good.dnsbl.example', '--json');
    expect(seen).toMatchObject({ status: 0, stderr: '' });
    expect(outcomes(seen)).toEqual([
      'clock ok',
      'resolver ok',
      'dnssec warning',
      'outbound-port ok',
      'ipv6 ok',
      'results ok',
      'open-files ok',
      'ehlo ok',
      'ptr ok',
      'dnsbl ok',
    ]);
    expect(lab.connections().map(({ host, commands }) => ({ host, commands }))).toEqual([
      { host: 'mx.a.example', commands: ['QUIT'] },
    ]);
    expect(readdirSync(cwd)).toEqual(['domains']);
    const asked = lab.dns.queries.map(({ name }) => name);
    expect(asked.filter((name) => /dnsbl/.test(name)).sort()).toEqual([
      '1.0.0.127.good.dnsbl.example',
      '1.0.0.127.good.dnsbl.example',
      '2.0.0.127.good.dnsbl.example',
    ]);
  });

  it('prints a table, and below it what to do', async () => {
    const seen = await doctor(await world(), folder(...DOMAINS), ...EHLO);
    expect(seen).toMatchObject({ status: 0, stderr: '' });
    const lines = seen.stdout.split('\n');
    expect(lines[0]).toBe('This machine is fit to survey; to be improved: DNSSEC');
    expect(lines).toContain('EHLO name       ok       scan.example.org is 127.0.0.1: this machine');
    expect(seen.stdout).toContain('\nWhat to do\n==========\n  DNSSEC: ');
    expect(lines.every((line) => line.length <= 80)).toBe(true);
  });

  it('takes domains in place of the lists, and the options of mxtls.config.json', async () => {
    const lab = await world();
    const cwd = folder('a.example');
    writeFileSync(join(cwd, 'mxtls.config.json'), '{ "ehlo": "scan.example.org" }');
    const seen = await doctor(lab, cwd, 'c.example', '--json');
    expect(outcomes(seen)).toContain('ehlo ok');
    expect(lab.connections().map(({ host }) => host)).toEqual(['mx.c.example']);
  });

  it('without lists says so, and checks the rest', async () => {
    const lab = await world();
    const seen = await doctor(lab, tempFolder(), ...EHLO, '--json');
    expect(seen.status).toBe(0);
    expect(seen.stderr).toMatch(/^mxtls: domains\/.*: no MX host is connected to\n$/);
    expect(outcomes(seen)).toEqual(
      expect.arrayContaining(['resolver ok', 'outbound-port unknown', 'ptr unknown']),
    );
    expect(lab.connections()).toEqual([]);
  });

  it.each([
    { args: ['--list', 'no.txt'], says: /^mxtls: no\.txt/ },
    { args: ['a.example', '--list', 'domains/a.txt'], says: /give either domains or --list/ },
    { args: ['--dnsbl', 'http://x'], says: /^mxtls: --dnsbl "http:\/\/x" .*: it takes the zone/ },
    { args: ['--ehlo', 'localhost'], says: /--ehlo "localhost" has one label only/ },
  ])('with $args is wrong usage', async ({ args, says }) => {
    const seen = await doctor(await world(), folder(...DOMAINS), ...args);
    expect(seen).toMatchObject({ status: 2, stdout: '' });
    expect(seen.stderr).toMatch(says);
  });

  it('without a resolver is status 3; what is looked up is unknown', async () => {
    const lab = await world();
    await lab.dns.close();
    const seen = await doctor(lab, folder(...DOMAINS), ...EHLO, '--json');
    expect(seen.status).toBe(3);
    expect(outcomes(seen)).toEqual(
      expect.arrayContaining(['clock ok', 'resolver failed', 'outbound-port unknown']),
    );
  });

  it('with a port that nobody can be connected to is status 3, and says so in its first line', async () => {
    const lab = await worldOf(
      Object.fromEntries(DOMAINS.map((name) => [name, 'unreachable' as const])),
    );
    const seen = await doctor(lab, folder(...DOMAINS));
    expect(seen.status).toBe(3);
    expect(seen.stdout).toMatch(/^This machine is not fit to survey: outbound port\n/);
    expect(seen.stdout).toContain('run mxtls from a machine where mail servers run');
  });

  it('does not believe a DNS list that refuses to answer, or that is gone', async () => {
    const lab = await world();
    const zones = ['--dnsbl', 'refusing.dnsbl.example', '--dnsbl', 'gone.dnsbl.example'];
    const seen = await doctor(lab, folder(...DOMAINS), ...EHLO, ...zones, '--json');
    expect(seen.status).toBe(0);
    expect(outcomes(seen).filter((each) => each.startsWith('dnsbl'))).toEqual([
      'dnsbl unknown',
      'dnsbl unknown',
    ]);
    expect(seen.stdout).toContain('it refuses to answer this resolver (127.255.255.254)');
  });

  it.each([
    { limit: 200, status: 0, says: /^open files {6}warning {2}200 files and sockets can be open/m },
    { limit: 120, status: 3, says: /^This machine is not fit to survey: open files$/m },
  ])('with $limit open files at the most is status $status', async ({ limit, status, says }) => {
    const { resolver, port } = await world();
    const lines = ['--resolver', resolver, '--port', String(port), '--allow-private', '-4'];
    const limited = ['-c', `ulimit -n ${limit} && exec "$@"`, 'sh', process.execPath, main];
    const child = spawn('sh', [...limited, 'doctor', ...lines], { cwd: folder(...DOMAINS) });
    const found = await ended(child);
    expect({ status: found.status, stderr: found.stderr }).toEqual({ status, stderr: '' });
    expect(found.stdout).toMatch(says);
  });
});
