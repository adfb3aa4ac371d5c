import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LAB_RUNS } from '../main-world.ts';
import { HAS_REDIS, startRedis, type LabRedis } from '../peers/servers/redis.ts';
import { buildProgram } from '../program.ts';
import { startQueueFarm, type QueueFarm } from './queue-farm.ts';
import { LIMITS, surveyAlone, surveyByWorkers } from './queue-trial.ts';

/** `npm run queue` has 20,000. */
const ENDPOINTS = 600;

/** A worker is killed when it has worked for so long, in ms. */
const KILL_EVERY_MS = 5_000;

describe.runIf(LAB_RUNS && HAS_REDIS)('a survey by workers', () => {
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

  it('goes on when its server was restarted and had lost all jobs', async () => {
    const main = buildProgram();
    const own = await startRedis();
    const part = { ...farm, domains: farm.domains.slice(0, 30) };
    const alone = await surveyAlone(main, part);
    farm.wrongs(LIMITS);
    let second: LabRedis | null = null;
    const restarting = (async () => {
      while (farm.count() < 10) await new Promise((resolve) => setTimeout(resolve, 50));
      await own.stop();
      second = await startRedis([], own.port);
    })();
    const options = { main, farm: part, url: own.url, workers: 2, killEveryMs: null };
    const surveyed = await surveyByWorkers(options);
    await restarting;
    await (second as LabRedis | null)?.stop();
    expect(surveyed.stderr).toMatch(/is there again\n$/);
    expect(surveyed.snapshot).toBe(alone.snapshot);
    expect(farm.wrongs(LIMITS)).toEqual([]);
  }, 600_000);
});
