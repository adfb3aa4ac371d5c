import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, it, type TestContext } from 'vitest';
import type { SmtpBehaviour } from '../lab/smtp/smtp-behaviour.ts';
import type { LabConnection } from '../lab/smtp/smtp-session.ts';
import { LAB_RUNS } from '../main-world.ts';
import { HAS_REDIS, startRedis, type LabRedis } from '../peers/servers/redis.ts';
import { buildProgram } from '../program.ts';
import { startQueueFarm, type QueueFarm } from './queue-farm.ts';
import { endWorker, startWorker, surveyAlone, surveyOver } from './queue-trial.ts';

/** Servers that leave time to end a worker while it waits for them. */
const SLOW: SmtpBehaviour = {
  ehlo: {
    kind: 'timed',
    lines: [
      { afterMs: 2_000, line: '250-mx' },
      { afterMs: 0, line: '250 STARTTLS' },
    ],
  },
};

/** Servers that never answer. */
const SILENT: SmtpBehaviour = { ehlo: 'silent', quit: 'silent' };

/** A lock that nobody renews ends after 15 seconds, and another worker sees it within 5. */
const LONG = { timeout: 60_000, interval: 20 };

describe.runIf(LAB_RUNS && HAS_REDIS)('a worker', { concurrent: true }, () => {
  let redis: LabRedis;
  const main = buildProgram();
  beforeAll(async () => {
    redis = await startRedis();
  }, 60_000);
  afterAll(() => redis.stop());

  async function farmOf(
    { onTestFinished }: TestContext,
    size: number,
    behaviour: SmtpBehaviour,
  ): Promise<QueueFarm> {
    const farm = await startQueueFarm(size, behaviour);
    onTestFinished(() => farm.close());
    return farm;
  }

  async function worker(
    { onTestFinished }: TestContext,
    farm: QueueFarm,
    url: string,
  ): Promise<ChildProcess> {
    const { child, ready } = startWorker({ main, farm, url });
    onTestFinished(() => void child.kill('SIGKILL'));
    await ready;
    return child;
  }

  /** The connections that wait for the answer to EHLO, once there is one. */
  async function waiting({ expect }: TestContext, farm: QueueFarm): Promise<LabConnection[]> {
    const those = (): LabConnection[] => farm.open().filter(({ commands }) => commands.length > 0);
    await expect.poll(() => those().length, LONG).toBeGreaterThan(0);
    return those();
  }

  async function toRedis<T>(url: string, ask: (client: Redis) => Promise<T>): Promise<T> {
    const client = new Redis(url);
    try {
      return await ask(client);
    } finally {
      client.disconnect();
    }
  }

  async function keysIn(url: string): Promise<string[]> {
    const keys = await toRedis(url, (client) => client.keys('*'));
    // What a worker writes: its options, and when it last looked for jobs of others.
    return keys.filter((key) => !/:(meta|stalled-check)$/.test(key));
  }

  it.for([
    { signal: 'SIGINT', status: 130, url: '/1' },
    { signal: 'SIGTERM', status: 143, url: '/2' },
  ] as const)(
    'ends with QUIT after $signal, and another one goes on',
    { timeout: 120_000 },
    async (row, test) => {
      const { expect } = test;
      const url = redis.url + row.url;
      const farm = await farmOf(test, 6, SLOW);
      const alone = await surveyAlone(main, farm);
      const first = await worker(test, farm, url);
      const surveying = surveyOver({ main, farm, url });
      const open = await waiting(test, farm);
      first.kill(row.signal);
      const [status] = (await once(first, 'exit')) as [number | null];
      expect(status).toBe(row.status);
      expect(open.filter(({ saidQuit }) => !saidQuit)).toEqual([]);
      // It did not wait for the answer.
      expect(open.some(({ commands }) => !commands.includes('STARTTLS'))).toBe(true);
      expect(farm.open()).toEqual([]);
      const second = await worker(test, farm, url);
      const surveyed = await surveying;
      expect(surveyed.status).toBe(0);
      expect(surveyed.snapshot).toBe(alone.snapshot);
      expect(await endWorker(second)).toBe(130);
      expect(await keysIn(url)).toEqual([]);
    },
  );

  it('ends at once after a second signal, and its jobs are left for another one', async (test) => {
    const { expect } = test;
    const url = `${redis.url}/3`;
    const farm = await farmOf(test, 1, SILENT);
    const first = await worker(test, farm, url);
    const interruption = new AbortController();
    const surveying = surveyOver({ main, farm, url }, [], interruption.signal);
    const [open] = await waiting(test, farm);
    // It would wait so long for the end of its jobs.
    await toRedis(url, (client) => client.call('CLIENT', 'PAUSE', '5000', 'WRITE'));
    first.kill('SIGTERM');
    await expect.poll(() => open?.saidQuit, LONG).toBe(true);
    first.kill('SIGINT');
    const [status] = (await once(first, 'exit')) as [number | null];
    // Of the second one.
    expect(status).toBe(130);
    await toRedis(url, (client) => client.call('CLIENT', 'UNPAUSE'));
    // Nobody has given it back.
    expect(await keysIn(url)).toContain('mxtls:jobs-default:active');
    interruption.abort();
    expect((await surveying).status).toBe(130);
  });

  it('that was suspended for longer than its locks last does not count any more', async (test) => {
    const { expect } = test;
    const url = `${redis.url}/4`;
    const farm = await farmOf(test, 6, SLOW);
    const alone = await surveyAlone(main, farm);
    const first = await worker(test, farm, url);
    // What the first reports when it is there again: a timeout.
    const surveying = surveyOver({ main, farm, url }, ['--timeout', '10', '--passes', '1']);
    const open = await waiting(test, farm);
    first.kill('SIGSTOP');
    const second = await worker(test, farm, url);
    await expect.poll(() => farm.open().some((each) => !open.includes(each)), LONG).toBe(true);
    first.kill('SIGCONT');
    const surveyed = await surveying;
    expect(surveyed).toMatchObject({ status: 0, stderr: '' });
    expect(surveyed.snapshot).toBe(alone.snapshot);
    for (const each of [first, second]) expect(await endWorker(each)).toBe(130);
    expect(await keysIn(url)).toEqual([]);
  }, 120_000);
});
