import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import { errorCode } from '../../model/system-error.ts';

/** Held by one process at a time; release it or end: the kernel frees it either way. */
export type Lock = { kind: 'held'; release: () => void } | { kind: 'taken' };

/**
 * Takes the lock of a results folder, so that no two surveys into it ask the same strangers at once. It is an abstract
 * socket, which nothing has to clean up after a crash; only Linux has them, and elsewhere everybody gets the lock.
 */
export async function lockFolder(folder: string): Promise<Lock> {
  if (process.platform !== 'linux') return { kind: 'held', release: () => undefined };
  const digest = createHash('sha256')
    .update(await realpath(folder))
    .digest('hex');
  // Nobody has a reason to connect; whoever does must not keep this process alive.
  const server = createServer((socket) => socket.destroy());
  server.unref();
  return new Promise((resolve, reject) => {
    // Kept for the life of the lock: an error without a listener would end the survey.
    server.on('error', (error) => {
      if (errorCode(error) === 'EADDRINUSE') resolve({ kind: 'taken' });
      else reject(error);
    });
    server.listen({ path: `\0mxtls-${digest.slice(0, 32)}` }, () => {
      resolve({ kind: 'held', release: () => void server.close() });
    });
  });
}
