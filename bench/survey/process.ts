import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { z } from 'zod';

/** A part of the bench that runs in a process of its own. */
export interface PartProcess<Ready> {
  ready: Ready;
  /** Asks what it has counted since it began. */
  counted<T>(schema: z.ZodType<T>): Promise<T>;
  stop(): Promise<void>;
}

/** Waits for the end of a process; gives its exit status, -1 where a signal ended it. Rejects where it cannot be started. */
export function exitStatus(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status) => {
      resolve(status ?? -1);
    });
  });
}

/** Starts this program once more for one part, and waits until that is ready. Rejects where it ends before. */
export async function startPart<Ready>(
  part: string,
  schema: z.ZodType<Ready>,
  args: readonly string[] = [],
): Promise<PartProcess<Ready>> {
  const child = fork(process.argv[1] ?? '', [part, ...args], { serialization: 'advanced' });
  const exited = exitStatus(child);
  const next = async <T>(wanted: z.ZodType<T>): Promise<T> => {
    const heard = once(child, 'message').then(([message]: unknown[]) => wanted.parse(message));
    const ended = exited.then((status) => {
      throw new Error(`the ${part} process ended with status ${status}`);
    });
    return Promise.race([heard, ended]);
  };
  return {
    ready: await next(schema),
    async counted(wanted) {
      child.send('count');
      return next(wanted);
    },
    async stop() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}

/** The other side: says that the part is ready, counts when asked, and ends with the process that started it. */
export function servePart(ready: unknown, count: () => unknown): void {
  process.on('message', () => {
    process.send?.(count());
  });
  process.on('disconnect', () => {
    process.exit(0);
  });
  if (process.connected) process.send?.(ready);
  else process.exit(0);
}
