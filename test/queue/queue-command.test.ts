import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { LAB_RUNS } from '../main-world.ts';
import { HAS_REDIS, startRedis, type LabRedis } from '../peers/servers/redis.ts';
import { buildProgram, run, start } from '../program.ts';
import { tempFolder } from '../temp-folder.ts';
import { startQueueFarm, type QueueFarm } from './queue-farm.ts';
import { endWorker, startWorker, type StartedWorker } from './queue-trial.ts';

const SECRET = 's3cret-pass';

describe('a queue without its server or packages', () => {
  it.each([
    { command: 'scan', url: `http://:${SECRET}@localhost` },
    { command: 'worker', url: `redis://:${SECRET}@local host` },
    // A survey must not be made from this machine for a variable that is not set where it should be.
    { command: 'scan', url: '' },
  ])('$command does not take the URL "$url", and does not quote it', async ({ command, url }) => {
    const domains = command === 'scan' ? ['example.org'] : [];
    const args = [command, ...domains, '--ehlo', 'scan.example.org'];
    const ended = await Promise.all([
      run(buildProgram(), [...args, '--queue', url], { cwd: tempFolder() }),
      run(buildProgram(), args, { cwd: tempFolder(), env: { MXTLS_QUEUE: url } }),
    ]);
    for (const { status, stdout, stderr } of ended) {
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(
        /^mxtls: --queue, or MXTLS_QUEUE, takes the URL of a Redis server: .*\n$/,
      );
      expect(stderr).not.toContain(SECRET);
    }
  });

  it('says how to install the packages where they are missing', async () => {
    const folder = tempFolder();
    const main = buildProgram();
    cpSync(dirname(main), join(folder, 'program'), { recursive: true });
    cpSync(join(dirname(main), '../../package.json'), join(folder, 'package.json'));
    const modules = join(dirname(main), '../../node_modules');
    mkdirSync(join(folder, 'node_modules'));
    for (const name of readdirSync(modules)) {
      if (['bullmq', 'ioredis'].includes(name)) continue;
      symlinkSync(join(modules, name), join(folder, 'node_modules', name));
    }
    const args = ['worker', '--queue', 'redis://localhost:1', '--ehlo', 'scan.example.org'];
    const { status, stderr } = await run(join(folder, 'program/main.js'), args, { cwd: folder });
    expect(stderr).toBe(
      'mxtls: a queue needs the packages bullmq and ioredis: install them beside mxtls with npm install bullmq@5 ioredis@5\n',
    );
    expect(status).toBe(2);
  }, 30_000);
});

describe.runIf(LAB_RUNS && HAS_REDIS)('a scan with workers', () => {
  let farm: QueueFarm;
  let redis: LabRedis;
  let url: string;
  const main = buildProgram();
  beforeAll(async () => {
    [farm, redis] = await Promise.all([startQueueFarm(7), startRedis(['--requirepass', SECRET])]);
    url = redis.url.replace('://', `://:${SECRET}@`);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([farm.close(), redis.stop()]);
  });

  async function worker(...more: string[]): Promise<StartedWorker> {
    const started = startWorker({ main, farm, url }, more);
    onTestFinished(() => void started.child.kill('SIGKILL'));
    await started.ready;
    return started;
  }

  function scanArguments(domains: readonly string[], queue = ['--queue', url]): string[] {
    return [
      ...['scan', ...domains, '--resolver', farm.resolver, '--port', String(farm.port), '-4'],
      ...['--allow-private', '--ehlo', 'scan.example.org', '--pause', '0', '--depth', 'quick'],
      ...['--json', ...queue],
    ];
  }

  it('leaves no key behind, and shows its password nowhere', async () => {
    const { child } = await worker();
    const { status, stdout, stderr } = await run(main, scanArguments(farm.domains, []), {
      cwd: tempFolder(),
      env: { MXTLS_QUEUE: url },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('"outcome":"tls"');
    expect(stdout + stderr).not.toContain(SECRET);
    expect(await endWorker(child)).toBe(130);
    const client = new Redis(url);
    const keys = await client.keys('*');
    client.disconnect();
    // What a worker writes: its options, and when it last looked for jobs of others.
    expect(keys.filter((key) => !/:(meta|stalled-check)$/.test(key))).toEqual([]);
  }, 60_000);

  it('is told by a worker what it refuses, which is no fact about the host', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'exclude.txt'), 'mx0.op0.example\n127.100.0.2\n');
    await worker('--exclude', join(folder, 'exclude.txt'));
    farm.wrongs({ perOperator: 4, pauseMs: 0 });
    const { stdout, stderr } = await run(
      main,
      scanArguments([farm.domains[0] ?? '', farm.domains[2] ?? '']),
      {
        cwd: folder,
      },
    );
    expect(farm.count()).toBe(0);
    expect(stderr).toContain('mxtls: a worker: mx0.op0.example is excluded\n');
    expect(stderr).toContain('mxtls: a worker: 127.100.0.2 is excluded\n');
    expect(stdout.match(/"code":"local-limit"/g)).toHaveLength(2);
  }, 60_000);

  it('is not needed for the jobs of strangers: a worker makes no connection for them', async () => {
    await worker();
    farm.wrongs({ perOperator: 4, pauseMs: 0 });
    const [, password = '', port = ''] = /:([^:@]+)@.*:(\d+)$/.exec(url) ?? [];
    const connection = { host: '127.0.0.1', port: Number(port), password };
    const queue = new Queue('jobs-default', { connection, prefix: 'mxtls' });
    onTestFinished(() => queue.close());
    const target = { host: 'mx0.op0.example', address: '127.100.0.1', port: farm.port };
    for (const data of [null, 'x', { run: 'r', request: target }, { run: 'r' }]) {
      await queue.add('connection', data, { removeOnComplete: false });
    }
    await expect.poll(() => queue.getCompletedCount(), { timeout: 20_000 }).toBe(4);
    const results = (await queue.getCompleted()).map(({ returnvalue }) => String(returnvalue));
    for (const result of results) expect(result).toMatch(/^\{"kind":"refused","reason":"no job: /);
    expect(farm.count()).toBe(0);
    await queue.pause();
    await queue.obliterate({ force: true });
  }, 60_000);

  it('waits for workers and says so; ^C takes its jobs away', async () => {
    const env = { MXTLS_QUEUE: url };
    const child = start(main, scanArguments(farm.domains, []), { cwd: tempFolder(), env });
    const said: string[] = [];
    child.stderr?.setEncoding('utf8').on('data', (text: string) => said.push(text));
    await expect
      .poll(() => said.join(''), { timeout: 30_000 })
      .toContain('takes jobs: waits for one');
    expect(said.join('')).not.toContain(SECRET);
    child.kill('SIGINT');
    const [status] = (await once(child, 'close')) as [number];
    expect(status).toBe(130);
    expect(said.join('')).not.toContain(SECRET);
    // The variable is set for that one as well.
    expect(said.join('')).toMatch(/^mxtls: to go on: mxtls scan (?!.*--queue).* d6\.example$/m);
    const client = new Redis(url);
    expect(await client.keys('*')).toEqual([]);
    client.disconnect();
  }, 60_000);

  it('does not begin without its server, or with a wrong password', async () => {
    const [wrong, absent] = await Promise.all(
      [redis.url, 'redis://:pw@127.0.0.1:1'].map((queue) =>
        run(main, scanArguments(farm.domains, ['--queue', queue]), { cwd: tempFolder() }),
      ),
    );
    expect(wrong).toMatchObject({ status: 2, stdout: '' });
    expect(wrong?.stderr).toMatch(/^mxtls: Redis at redis:\/\/127\.0\.0\.1:\d+: NOAUTH .*\n$/);
    expect(absent).toEqual({
      ...{ status: 3, signal: null, stdout: '' },
      stderr: 'mxtls: Redis at redis://127.0.0.1:1: ECONNREFUSED\n',
    });
  }, 60_000);
});
