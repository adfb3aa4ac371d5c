import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LAB_RUNS } from '../main-world.ts';
import { HAS_REDIS, startRedis, type LabRedis } from '../peers/servers/redis.ts';
import { buildProgram } from '../program.ts';
import { startQueueFarm, type QueueFarm } from './queue-farm.ts';
import { LIMITS, surveyAlone, surveyByWorkers } from './queue-trial.ts';

/** `npm run queue` has 20,000. */
const ENDPOINTS = 200;

/** Time between two kills, in ms: what the first one had under way is made again after 15 seconds. */
const KILL_EVERY_MS = 4_000;

describe.runIf(LAB_RUNS && HAS_REDIS)('a survey by workers', { concurrent: true }, () => {
  let farm: QueueFarm;
  let redis: LabRedis;
  beforeAll(async () => {
    [farm, redis] = await Promise.all([startQueueFarm(ENDPOINTS), startRedis()]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([farm.close(), redis.stop()]);
  });

  it('is that of one machine, while workers are killed, and keeps its limits', async () => {
    const main = buildProgram();
    const alone = await surveyAlone(main, farm);
    expect(alone).toMatchObject({ status: 0, stderr: '' });
    expect(farm.wrongs(LIMITS)).toEqual([]);
    const { url } = redis;
    const killEveryMs = (): number => KILL_EVERY_MS;
    const surveyed = await surveyByWorkers({ main, farm, url, workers: 3, killEveryMs });
    expect(surveyed).toMatchObject({ status: 0, stderr: '' });
    expect(surveyed.kills).toBeGreaterThan(0);
    expect(surveyed.snapshot).toBe(alone.snapshot);
    expect(farm.wrongs(LIMITS)).toEqual([]);
  }, 600_000);

  it('goes on when its server was restarted and had lost all jobs', async (test) => {
    const main = buildProgram();
    const [part, own] = await Promise.all([startQueueFarm(30), startRedis()]);
    test.onTestFinished(() => part.close());
    const alone = await surveyAlone(main, part);
    part.wrongs(LIMITS);
    const restarting = (async () => {
      while (part.count() < 10) await new Promise((resolve) => setTimeout(resolve, 50));
      await own.stop();
      const second = await startRedis([], own.port);
      test.onTestFinished(() => second.stop());
    })();
    const options = { main, farm: part, url: own.url, workers: 2, killEveryMs: null };
    const surveyed = await surveyByWorkers(options);
    await restarting;
    expect(surveyed.stderr).toMatch(/is there again\n$/);
    expect(surveyed.snapshot).toBe(alone.snapshot);
    expect(part.wrongs(LIMITS)).toEqual([]);
  }, 600_000);
});
