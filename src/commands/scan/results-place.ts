import { removeLeftovers } from '../../store/snapshots/leftovers.ts';
import { lockFolder } from '../../store/snapshots/lock.ts';
import { readyFile, readyFolder, type Readiness } from '../../store/snapshots/readiness.ts';
import type { Destination, ScanSettings } from '../options/scan-settings.ts';
import { Stop } from '../terminal/stop.ts';

/** Checks, before a run of hours, that its snapshot can be written. */
export async function checkWritable(
  destination: Destination,
  results: string,
  domains: number,
): Promise<Readiness> {
  switch (destination.kind) {
    case 'none':
    case 'stdout':
      return { kind: 'ready' };
    case 'file':
      return readyFile(destination.file, domains);
    case 'results':
      return readyFolder(results, domains);
  }
}

/**
 * Runs with the results folder locked, where the run writes there, and without what killed runs left in it. Throws a Stop
 * with status 2 where another run has the folder.
 */
export async function withLock<T>(
  { destination, results }: Pick<ScanSettings, 'destination' | 'results'>,
  run: () => Promise<T>,
): Promise<T> {
  if (destination.kind !== 'results') return run();
  const lock = await lockFolder(results);
  if (lock.kind === 'taken') {
    throw new Stop(2, lock.message);
  }
  try {
    await removeLeftovers(results, Date.now());
    return await run();
  } finally {
    lock.release();
  }
}
