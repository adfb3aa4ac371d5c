import type { Socket } from 'node:net';
import type { Reply } from './smtp-behaviour.ts';

/**
 * Says a reply.
 * @returns when it is said, or when the client is gone; never for a flood
 */
export async function say(socket: Socket, reply: Reply): Promise<void> {
  if (reply === 'silent') return;
  if (Buffer.isBuffer(reply)) {
    write(socket, reply);
  } else if (typeof reply === 'string' || isLines(reply)) {
    write(socket, inLines(reply));
  } else {
    await act(socket, reply);
  }
}

/** The same reply one byte each `everyMs`, if it is a line or lines; others stay as they are. */
export function dripping(reply: Reply, everyMs: number | undefined): Reply {
  const plain = typeof reply === 'string' || isLines(reply);
  if (everyMs === undefined || !plain || reply === 'silent') return reply;
  return { kind: 'drip', everyMs, text: inLines(reply) };
}

/** The reply with text glued behind its last line, in the same write; only lines can have that. */
export function withGlued(reply: Reply, glued: string | undefined): Reply {
  if (glued === undefined || !(typeof reply === 'string' || isLines(reply))) return reply;
  return Buffer.from(inLines(reply) + glued, 'latin1');
}

/** Whether a reply begins with the digit 2 (RFC 5321 §4.2.1). */
export function isPositive(reply: Reply): boolean {
  if (Buffer.isBuffer(reply)) return reply.toString('latin1', 0, 1) === '2';
  if (typeof reply === 'string') return reply.startsWith('2');
  if (isLines(reply)) return reply[0]?.startsWith('2') === true;
  if (reply.kind === 'timed') return reply.lines[0]?.line.startsWith('2') === true;
  return reply.kind === 'drip' && reply.text.startsWith('2');
}

type Lines = readonly string[];
type Act = Extract<Reply, { kind: string }>;

function isLines(reply: Reply): reply is Lines {
  return Array.isArray(reply);
}

function inLines(reply: string | Lines): string {
  const lines = typeof reply === 'string' ? [reply] : reply;
  return lines.map((line) => `${line}\r\n`).join('');
}

async function act(socket: Socket, reply: Act): Promise<void> {
  switch (reply.kind) {
    case 'timed':
      for (const { afterMs, line } of reply.lines) {
        await wait(socket, afterMs);
        write(socket, `${line}\r\n`);
      }
      return;
    case 'drip':
      for (const byte of Buffer.from(reply.text, 'latin1')) {
        if (socket.destroyed) return;
        write(socket, Buffer.from([byte]));
        await wait(socket, reply.everyMs);
      }
      return;
    case 'flood':
      await flood(socket, Buffer.from(reply.chunk, 'latin1'));
  }
}

function write(socket: Socket, bytes: string | Buffer): void {
  if (socket.writable) socket.write(bytes, 'latin1');
}

/** Waits, but not longer than the client is there. */
function wait(socket: Socket, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    socket.once('close', done);
    function done(): void {
      clearTimeout(timer);
      socket.off('close', done);
      resolve();
    }
  });
}

function flood(socket: Socket, chunk: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const pump = (): void => {
      if (!socket.writable) resolve();
      else if (socket.write(chunk)) setImmediate(pump);
      else socket.once('drain', pump);
    };
    socket.once('close', resolve);
    pump();
  });
}
