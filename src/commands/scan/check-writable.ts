import { readyFile, readyFolder, type Readiness } from '../../store/snapshots/readiness.ts';
import type { Destination } from '../options/scan-settings.ts';

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
