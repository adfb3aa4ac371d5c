import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { makeCertificate } from '../lab/certificates.ts';
import { LAB_RUNS } from '../main-world.ts';
import { HAS_REDIS, startTlsRedis, type LabRedis } from '../peers/servers/redis.ts';
import { buildProgram, run, type Ended } from '../program.ts';
import { newFolder, removeFolder } from '../temp-folder.ts';
import { startQueueFarm, type QueueFarm } from './queue-farm.ts';
import { startWorker } from './queue-trial.ts';

describe.runIf(LAB_RUNS && HAS_REDIS)('a queue over TLS', { concurrent: true }, () => {
  let farm: QueueFarm;
  let redis: LabRedis;
  const folder = newFolder();
  const rootFile = join(folder, 'root.pem');
  const main = buildProgram();
  beforeAll(async () => {
    const root = await makeCertificate({ subject: 'CN=Redis Root', ca: true });
    const names = ['localhost'];
    const certificate = await makeCertificate({ subject: 'CN=queue', names, issuer: root });
    writeFileSync(rootFile, root.pem);
    [farm, redis] = await Promise.all([startQueueFarm(1), startTlsRedis(certificate)]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([farm.close(), redis.stop()]);
    removeFolder(folder);
  });

  function scan(url: string, roots: string | undefined): Promise<Ended> {
    const args = [
      ...['scan', 'd0.example', '--resolver', farm.resolver, '--port', String(farm.port), '-4'],
      ...['--allow-private', '--ehlo', 'scan.example.org', '--depth', 'quick', '--json'],
    ];
    const env = { MXTLS_QUEUE: url, NODE_EXTRA_CA_CERTS: roots };
    return run(main, args, { cwd: folder, env });
  }

  function worker(url: string, roots: string | undefined): Promise<Ended> {
    const env = { MXTLS_QUEUE: url, NODE_EXTRA_CA_CERTS: roots };
    return run(main, ['worker', '--ehlo', 'scan.example.org'], { cwd: folder, env });
  }

  it('is used by scan and worker where its certificate is valid for the host', async ({
    expect,
    onTestFinished,
  }) => {
    const url = `rediss://localhost:${redis.port}`;
    const env = { NODE_EXTRA_CA_CERTS: rootFile };
    const { child, ready } = startWorker({ main, farm, url }, [], env);
    onTestFinished(() => void child.kill('SIGKILL'));
    await ready;
    const { status, stdout, stderr } = await scan(url, rootFile);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('"outcome":"tls"');
  }, 60_000);

  it.for([
    { name: 'whose root is not trusted', host: 'localhost', isTrusted: false, why: /certificate/ },
    { name: 'of another host', host: '127.0.0.1', isTrusted: true, why: /altnames: IP: 127/ },
  ])('is not used with a certificate $name', { timeout: 60_000 }, async (row, { expect }) => {
    const { host, isTrusted, why } = row;
    const shown = `rediss://${host}:${redis.port}`;
    const url = shown.replace('//', '//:s3cret-pass@');
    const roots = isTrusted ? rootFile : undefined;
    for (const ended of await Promise.all([scan(url, roots), worker(url, roots)])) {
      expect(ended).toMatchObject({ status: 2, stdout: '' });
      const { stderr } = ended;
      const start = `mxtls: Redis at ${shown}: its certificate is not accepted (NODE_EXTRA_CA_CERTS=FILE adds roots): `;
      expect(stderr.slice(0, start.length)).toBe(start);
      expect(stderr.slice(start.length)).toMatch(why);
      expect(stderr.match(/\n/g)).toHaveLength(1);
    }
  });

  it('is not one that is spoken to without TLS', async ({ expect }) => {
    const ended = await scan(redis.url.replace('rediss:', 'redis:'), undefined);
    expect(ended).toMatchObject({ status: 3, stdout: '' });
    expect(ended.stderr).toMatch(/^mxtls: Redis at redis:\/\/127\.0\.0\.1:\d+: ECONNRESET\n$/);
  });
});
