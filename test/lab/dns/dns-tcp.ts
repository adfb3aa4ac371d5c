import type { Socket } from 'node:net';
import type { DnsReply } from './dns-act.ts';
import type { TcpFallback } from './dns-zone.ts';

/** Sends a reply over TCP, each message after its length (RFC 1035 §4.2.2), in the way the reply says. */
export function sendOverTcp(socket: Socket, { messages, tcp }: DnsReply): void {
  for (const message of messages) ways[tcp](socket, message);
}

const ways = {
  full: (socket, message) => {
    socket.write(framed(message));
  },
  reset: (socket) => {
    socket.resetAndDestroy();
  },
  silent: () => undefined,
  'byte-at-a-time': (socket, message) => {
    drip(socket, framed(message));
  },
  'length-0': (socket) => {
    socket.end(Buffer.alloc(2));
  },
  'length-65535': (socket, message) => {
    socket.write(Buffer.concat([Buffer.from([0xff, 0xff]), message]));
  },
  'cut-short': (socket, message) => {
    const bytes = framed(message);
    socket.end(bytes.subarray(0, bytes.length >> 1));
  },
} satisfies Record<TcpFallback, (socket: Socket, message: Buffer) => void>;

function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

function drip(socket: Socket, bytes: Buffer): void {
  if (bytes.length === 0 || socket.destroyed) return;
  socket.write(bytes.subarray(0, 1), () => {
    setImmediate(drip, socket, bytes.subarray(1));
  });
}
