import type { Attempted, AttemptRequest } from '../smtp/make-attempt.ts';

/** What a thread is told: to make a connection, or to end those that are open. */
export type ToThread =
  { kind: 'attempt'; id: number; request: AttemptRequest } | { kind: 'interrupt' };

/** What a thread says: what a connection gave, or that none is open any more after an interruption. */
export type FromThread = { kind: 'attempted'; id: number; attempted: Attempted } | { kind: 'over' };

/**
 * Puts the certificates of a result into memory of their own, which is handed over to another thread: a message with a view
 * takes a copy of all the memory behind it. Returns that memory.
 */
export function handOver({ result }: Attempted): ArrayBuffer[] {
  const memory: ArrayBuffer[] = [];
  forEachBuffer(result, (bytes) => {
    const own = new ArrayBuffer(bytes.length);
    const copy = Buffer.from(own);
    bytes.copy(copy);
    memory.push(own);
    return copy;
  });
  return memory;
}

/** Makes Buffers again of the certificates of a result: a message turns them into plain arrays of bytes. */
export function receive({ result }: Attempted): void {
  forEachBuffer(result, ({ buffer, byteOffset, length }) =>
    Buffer.from(buffer, byteOffset, length),
  );
}

function forEachBuffer(result: Attempted['result'], replace: (bytes: Buffer) => Buffer): void {
  const shown = shownBy(result);
  if (shown !== null) shown.chain = shown.chain.map(replace);
}

/** Where a result holds certificates; null for nowhere. */
function shownBy(result: Attempted['result']): { chain: Buffer[] } | null {
  if (result.outcome === 'tls' || result.outcome === 'tls-failed') return result.handshake;
  if (result.outcome !== 'hello') return null;
  return result.answer.kind === 'server-hello' ? result.answer : null;
}
