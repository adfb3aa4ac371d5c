import type { Interruption } from '../../net/interruption.ts';
import { loadQueuePackages } from '../../net/queue/queue-packages.ts';
import { openSurveyQueue, type SurveyQueue } from '../../net/queue/survey-queue.ts';
import type { ScanSettings } from '../options/scan-settings.ts';
import { Stop } from '../terminal/stop.ts';
import type { Output } from '../terminal/output.ts';

/** The queue of a scan. */
export interface OpenedQueue extends SurveyQueue {
  /** Why the survey had to give the queue up; null while it has it. */
  lost(): string | null;
}

/**
 * Opens the queue of a scan; null where it makes its connections itself. Throws a Stop with status 2 where its packages are
 * missing or the queue is in use, 3 where there is no server.
 */
export async function openQueue(
  { queue: address, vantages, concurrency }: ScanSettings,
  output: Pick<Output, 'warn'>,
  interruption: Interruption,
): Promise<OpenedQueue | null> {
  if (address === null) return null;
  const loaded = await loadQueuePackages();
  if (loaded.kind === 'missing') throw new Stop(2, loaded.message);
  const warn = (message: string): void => {
    output.warn(message);
  };
  let lost: string | null = null;
  const opened = await openSurveyQueue({
    ...{ address, packages: loaded.packages, vantages, concurrency, warn },
    onLost: (reason) => {
      const them = vantages.length === 1 ? 'it' : 'it, one --vantage after the other';
      lost = `${reason}: this one ends. --resume continues ${them}`;
      interruption.raise();
    },
  });
  if (opened.kind === 'failed') throw new Stop(opened.status, opened.message);
  const { queue } = opened;
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => (closing ??= queue.close());
  // Workers end their connections at once, and what is printed does not wait for it.
  const stays = interruption.whenRaised(() => {
    void close().then(() => {
      stays();
    });
  });
  return { poolOf: (each) => queue.poolOf(each), close, lost: () => lost };
}
