import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import { startRedis } from '../peers/servers/redis.ts';
import { startQueueFarm } from './queue-farm.ts';
import { LIMITS, surveyAlone, surveyByWorkers, type Surveyed } from './queue-trial.ts';

const PROGRAM = fileURLToPath(import.meta.resolve('../../src/main.js'));

/** Surveys a farm alone and by workers that are killed; prints what is wrong. Status 1 for any fault. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      endpoints: { type: 'string', default: '20000' },
      workers: { type: 'string', default: '3' },
      every: { type: 'string', default: '20' },
    },
  });
  const farm = await startQueueFarm(Number(values.endpoints));
  const redis = await startRedis();
  const atStart = await peakMemory(redis.url);
  const faults: string[] = [];
  const look = (name: string, { status, stderr, seconds, kills }: Surveyed): void => {
    const wrongs = farm.count() === 0 ? ['no connection'] : farm.wrongs(LIMITS);
    if (status !== 0) faults.push(`${name}: status ${String(status)}: ${stderr}`);
    faults.push(...wrongs.slice(0, 10).map((wrong) => `${name}: ${wrong}`));
    process.stdout.write(`${name}: ${seconds.toFixed(0)} s, ${kills} workers killed\n${stderr}`);
  };
  const alone = await surveyAlone(PROGRAM, farm);
  look('alone', alone);
  // Mostly soon after the last one, at times late.
  const killEveryMs = (): number => -Math.log(1 - Math.random()) * Number(values.every) * 1_000;
  const options = { main: PROGRAM, farm, url: redis.url, workers: Number(values.workers) };
  const surveyed = await surveyByWorkers({ ...options, killEveryMs });
  look('by workers', surveyed);
  if (surveyed.snapshot === null || surveyed.snapshot !== alone.snapshot) {
    faults.push('the snapshot is not that of one machine');
  }
  const peak = (await peakMemory(redis.url)) - atStart;
  process.stdout.write(`Redis: ${(peak / 1e6).toFixed(1)} MB at most, beside its own\n`);
  await Promise.all([farm.close(), redis.stop()]);
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  process.stdout.write(`${values.endpoints} endpoints, ${faults.length} faults\n`);
  if (faults.length > 0) process.exitCode = 1;
}

/** The most memory that a Redis server has used so far, in bytes. */
async function peakMemory(url: string): Promise<number> {
  const client = new Redis(url);
  const info = await client.info('memory');
  client.disconnect();
  return Number(/^used_memory_peak:(\d+)/m.exec(info)?.[1]);
}

await main();
