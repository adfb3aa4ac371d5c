import type * as BullMq from 'bullmq';
import type * as IoRedis from 'ioredis';
import { errorCode } from '../../model/system-error.ts';

/** The packages that speak to Redis: optional, as most surveys run on one machine. */
export interface QueuePackages {
  bullmq: typeof BullMq;
  ioredis: typeof IoRedis;
}

export type LoadedPackages =
  { kind: 'packages'; packages: QueuePackages } | { kind: 'missing'; message: string };

const MISSING =
  'a queue needs the packages bullmq and ioredis: install them beside mxtls with npm install bullmq@5 ioredis@5';

/** Loads the packages; says how to install them where they are missing. */
export async function loadQueuePackages(): Promise<LoadedPackages> {
  try {
    const [bullmq, ioredis] = await Promise.all([import('bullmq'), import('ioredis')]);
    return { kind: 'packages', packages: { bullmq, ioredis } };
  } catch (error) {
    if (errorCode(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
    return { kind: 'missing', message: MISSING };
  }
}
