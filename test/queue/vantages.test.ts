import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { LAB_RUNS } from '../main-world.ts';
import { HAS_REDIS, startRedis, type LabRedis } from '../peers/servers/redis.ts';
import { buildProgram, run, start } from '../program.ts';
import { tempFolder } from '../temp-folder.ts';
import { startQueueFarm, type QueueFarm } from './queue-farm.ts';
import { endWorker, farmArguments, LIMITS, startWorker } from './queue-trial.ts';
import { startStrippingPath } from './stripping-path.ts';

/** Domains of the farm, each with one endpoint. */
const SIZE = 10;

const VANTAGES = ['athens', 'berlin'];
const SEVERAL = VANTAGES.flatMap((name) => ['--vantage', name]);

/** A snapshot of a folder: its vantage, and all lines but that of the survey. */
interface Read {
  vantage: string;
  records: string;
}

function snapshotsIn(folder: string): Read[] {
  return filesIn(folder)
    .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
    .map((name) => {
      const lines = readFileSync(join(folder, 'results', name), 'utf8').split('\n');
      const survey = lines.filter((line) => line.startsWith('"survey":')).join('');
      return {
        vantage: /"vantage":"([^"]*)"/.exec(survey)?.[1] ?? '',
        records: lines.filter((line) => line !== survey).join('\n'),
      };
    });
}

function filesIn(folder: string): string[] {
  return readdirSync(join(folder, 'results')).sort();
}

describe.runIf(LAB_RUNS && HAS_REDIS)('a scan from several vantages', () => {
  let farm: QueueFarm;
  let redis: LabRedis;
  const main = buildProgram();
  beforeAll(async () => {
    [farm, redis] = await Promise.all([startQueueFarm(SIZE), startRedis()]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([farm.close(), redis.stop()]);
  });

  async function workerAt(vantage: string, env: Record<string, string> = {}): Promise<void> {
    const { url } = redis;
    const worker = startWorker({ main, farm, url }, ['--vantage', vantage], env);
    onTestFinished(async () => {
      await endWorker(worker.child);
    });
    await worker.ready;
  }

  function folderOfFarm(): string {
    const folder = tempFolder();
    mkdirSync(join(folder, 'results'));
    writeFileSync(join(folder, 'list.txt'), farm.domains.map((each) => `${each}\n`).join(''));
    writeFileSync(join(folder, 'root.pem'), farm.rootPem);
    return folder;
  }

  function scanArguments(...more: string[]): string[] {
    return [...farmArguments(farm), '--queue', redis.url, ...more];
  }

  it('writes a snapshot from each, keeps the limits over all, and asks the DNS once', async () => {
    await Promise.all(VANTAGES.map((vantage) => workerAt(vantage)));
    const cwd = folderOfFarm();
    farm.wrongs(LIMITS);
    farm.questions();
    const alone = await run(main, scanArguments('--vantage', 'athens'), { cwd: folderOfFarm() });
    expect(alone).toMatchObject({ status: 0, stderr: '' });
    const ofOne = { connections: farm.count(), questions: farm.questions() };
    farm.wrongs(LIMITS);
    const { status, stdout, stderr } = await run(main, scanArguments(...SEVERAL), { cwd });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(farm.count()).toBe(2 * ofOne.connections);
    expect(farm.wrongs(LIMITS)).toEqual([]);
    const ofDomains = (asked: string[]): string[] =>
      asked.filter((each) => each.endsWith('.example')).sort();
    expect(ofDomains(farm.questions())).toEqual(ofDomains(ofOne.questions));
    const [athens, berlin, ...others] = snapshotsIn(cwd);
    expect([athens?.vantage, berlin?.vantage, others.length]).toEqual(['athens', 'berlin', 0]);
    expect(athens?.records).toContain('"outcome":"tls"');
    expect(athens?.records).toBe(berlin?.records);
    // No journal is left.
    expect(filesIn(cwd).filter((name) => !/^\d.*\.json$/.test(name))).toEqual([]);
    expect(stdout.match(/^STARTTLS survey of \S+, seen from .*$/gm)).toEqual([
      expect.stringMatching(/ seen from athens$/),
      expect.stringMatching(/ seen from berlin$/),
    ]);
    expect(stdout.match(/^Written to .*$/gm)).toHaveLength(2);
  }, 300_000);

  it('shows a path that strips STARTTLS in its own snapshot alone, against its own survey before', async () => {
    const path = await startStrippingPath(farm.port);
    onTestFinished(() => path.close());
    await workerAt('athens');
    const cwd = folderOfFarm();
    const list = join(cwd, 'list.txt');
    writeFileSync(list, 'd0.example\nd1.example\n');
    const before = startWorker({ main, farm, url: redis.url }, ['--vantage', 'berlin']);
    await before.ready;
    const first = await run(main, scanArguments('--vantage', VANTAGES.join(',')), { cwd });
    expect(first).toMatchObject({ status: 0, stderr: '' });
    await endWorker(before.child);
    await workerAt('berlin', { NODE_OPTIONS: path.nodeOptions });
    const failOn = ['--fail-on', 'outcome:stripped', '--only-changes'];
    const second = await run(main, scanArguments(...SEVERAL, ...failOn), { cwd });
    expect(second.stderr).toBe('mxtls: found from berlin outcome:stripped\n');
    expect(second.status).toBe(1);
    const stripped = snapshotsIn(cwd).map(({ vantage, records }) => [
      vantage,
      (records.match(/"outcome":"stripped"/g) ?? []).length,
    ]);
    expect(stripped).toEqual(
      expect.arrayContaining([
        ['athens', 0],
        ['berlin', 0],
        ['berlin', 2],
      ]),
    );
    expect(stripped).toHaveLength(4);
    expect(second.stdout).toMatch(/^Seen from berlin\n\nChanges between /);
    expect(second.stdout).not.toContain('athens');
  }, 300_000);

  it('keeps a journal of each when it is interrupted, and says how each is continued', async () => {
    const cwd = folderOfFarm();
    const child = start(main, scanArguments(...SEVERAL), { cwd });
    const said: string[] = [];
    child.stderr?.setEncoding('utf8').on('data', (text: string) => said.push(text));
    await expect
      .poll(() => said.join('').match(/waits for one/g)?.length, { timeout: 120_000 })
      .toBe(2);
    child.kill('SIGINT');
    const [status] = (await once(child, 'close')) as [number];
    expect(status).toBe(130);
    for (const vantage of VANTAGES) {
      expect(said.join('')).toContain(
        `mxtls: interrupted (${vantage}): ${SIZE} of ${SIZE} domains`,
      );
      expect(said.join('')).toMatch(
        new RegExp(`^mxtls: to go on: mxtls scan .*--vantage ${vantage} .*--resume `, 'm'),
      );
    }
    expect(filesIn(cwd).filter((name) => name.endsWith('.journal.ndjson'))).toHaveLength(2);
    await Promise.all(VANTAGES.map((vantage) => workerAt(vantage)));
    for (const vantage of VANTAGES) {
      const args = scanArguments('--vantage', vantage, '--resume');
      expect(await run(main, args, { cwd })).toMatchObject({ status: 0, stderr: '' });
    }
    expect(snapshotsIn(cwd).map(({ vantage }) => vantage)).toEqual(VANTAGES);
    expect(filesIn(cwd)).toHaveLength(2);
  }, 300_000);

  it('says how much is asked from all of them', async () => {
    const { status, stdout } = await run(main, scanArguments(...SEVERAL, '--dry-run'), {
      cwd: folderOfFarm(),
    });
    expect(status).toBe(0);
    expect(stdout).toMatch(/, from 2 vantages$/m);
    expect(stdout).toContain(`\n  ${2 * SIZE} connections at least`);
  }, 60_000);
});
