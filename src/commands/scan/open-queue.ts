import type { Interruption } from '../../net/interruption.ts';
import { loadQueuePackages } from '../../net/queue/queue-packages.ts';
import { openSurveyQueue, type SurveyQueue } from '../../net/queue/survey-queue.ts';
import type { ScanSettings } from '../options/scan-settings.ts';
import { Stop } from '../terminal/stop.ts';
import type { Output } from '../terminal/output.ts';

/**
 * Opens the queue of a scan; null where it makes its connections itself. Throws a Stop with status 2 where its packages are
 * missing or the queue is in use, 3 where there is no server.
 */
export async function openQueue(
  { queue: address, vantage, concurrency }: ScanSettings,
  output: Pick<Output, 'warn'>,
  interruption: Interruption,
): Promise<SurveyQueue | null> {
  if (address === null) return null;
  const loaded = await loadQueuePackages();
  if (loaded.kind === 'missing') throw new Stop(2, loaded.message);
  const warn = (message: string): void => {
    output.warn(message);
  };
  const opened = await openSurveyQueue({
    ...{ address, packages: loaded.packages, vantages: [vantage], concurrency, warn },
    onLost: (reason) => {
      warn(reason);
      interruption.raise();
    },
  });
  if (opened.kind === 'open') return opened.queue;
  throw new Stop(opened.status, opened.message);
}
