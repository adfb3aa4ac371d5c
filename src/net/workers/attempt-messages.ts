import type { Attempted, AttemptRequest } from '../smtp/make-attempt.ts';

/** What a worker is told: to make a connection, or to end those that are open. */
export type ToWorker =
  { kind: 'attempt'; id: number; request: AttemptRequest } | { kind: 'interrupt' };

/**
 * What a worker says: what a connection gave, that none is open any more after an interruption, or why it ends, which only a bug
 * makes it do.
 */
export type FromWorker =
  | { kind: 'attempted'; id: number; attempted: Attempted }
  | { kind: 'over' }
  | { kind: 'ends'; detail: string };

/** Puts the certificates of a result into memory of their own: they come as pieces of what was read from the worker. */
export function receive({ result }: Attempted): void {
  const shown = shownBy(result);
  if (shown === null) return;
  shown.chain = shown.chain.map((bytes) => {
    const own = Buffer.from(new ArrayBuffer(bytes.length));
    bytes.copy(own);
    return own;
  });
}

/** Where a result holds certificates; null for nowhere. */
function shownBy(result: Attempted['result']): { chain: Buffer[] } | null {
  if (result.outcome === 'tls' || result.outcome === 'tls-failed') return result.handshake;
  if (result.outcome !== 'hello') return null;
  return result.answer.kind === 'server-hello' ? result.answer : null;
}
