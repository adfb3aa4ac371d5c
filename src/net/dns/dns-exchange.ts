import { createSocket } from 'node:dgram';
import { randomInt } from 'node:crypto';
import { connect, isIPv6 } from 'node:net';
import type { DecodedPacket } from 'dns-packet';
import { errorCode, errorDetail, failureCodeOf } from '../../model/system-error.ts';
import type { FailureCode } from '../../model/records/words.ts';
import { encodeQuery, readMessage, type DnsQuestion, type QueryForm } from './dns-message.ts';

/** A DNS server by its IP address. */
export interface DnsServer {
  address: string;
  port: number;
}

/** What one query to one server takes. `timeoutMs` is for UDP, and again for TCP after a truncated answer. */
export interface ExchangeOptions {
  server: DnsServer;
  question: DnsQuestion;
  timeoutMs: number;
  form: QueryForm;
}

/** `heard`: whether the server sent anything: then the failure concerns this question and not the server. */
export type Exchange =
  | { kind: 'answer'; packet: DecodedPacket }
  | { kind: 'failed'; code: FailureCode; detail: string; heard: boolean };

type Settle = (exchange: Exchange | { kind: 'truncated' }) => void;

/**
 * Asks one server one question over UDP, and over TCP if the answer is truncated (RFC 7766 §5). An answer that does not match
 * the question is ignored, as it may be forged (RFC 5452 §9.1). Never rejects.
 */
export async function exchange(options: ExchangeOptions): Promise<Exchange> {
  const overUdp = await exchangeUdp(options);
  return overUdp.kind === 'truncated' ? exchangeTcp(options) : overUdp;
}

function exchangeUdp(options: ExchangeOptions): Promise<Exchange | { kind: 'truncated' }> {
  const { server, question, timeoutMs, form } = options;
  const id = randomInt(0x10000);
  const query = encodeQuery(id, question, form);
  return new Promise((resolve) => {
    // A connected socket receives datagrams of this server only, and a closed port is reported at once.
    const socket = createSocket(isIPv6(server.address) ? 'udp6' : 'udp4');
    const timer = setTimeout(() => {
      settle({ kind: 'failed', code: 'timeout', detail: `${timeoutMs} ms`, heard: false });
    }, timeoutMs);
    let settled = false;
    const settle: Settle = (result) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      socket.close();
      resolve(result);
    };
    socket.on('error', (error) => {
      settle(udpFailure(error));
    });
    socket.on('message', (bytes) => {
      const message = readMessage(bytes, id, question);
      if (message.kind === 'malformed') settle(malformed(message.detail));
      else if (message.kind !== 'other') settle(message);
    });
    socket.on('connect', () => {
      socket.send(query, (error) => {
        if (error !== null) settle(udpFailure(error));
      });
    });
    // Without a callback, which would receive the error of a missing route instead of the listener.
    socket.connect(server.port, server.address);
  });
}

function exchangeTcp(options: ExchangeOptions): Promise<Exchange> {
  const { server, question, timeoutMs, form } = options;
  const id = randomInt(0x10000);
  return new Promise((resolve) => {
    const socket = connect({ host: server.address, port: server.port });
    const timer = setTimeout(() => {
      settle({ kind: 'failed', code: 'timeout', detail: `${timeoutMs} ms over TCP`, heard: true });
    }, timeoutMs);
    const settle = (result: Exchange): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    const received: Buffer[] = [];
    socket.on('error', (error) => {
      settle(tcpFailure(error));
    });
    socket.on('close', () => {
      settle({ kind: 'failed', code: 'closed', detail: 'TCP connection closed', heard: true });
    });
    socket.on('data', (chunk) => {
      received.push(chunk);
      const result = readTcp(Buffer.concat(received), id, question);
      if (result !== null) settle(result);
    });
    const query = encodeQuery(id, question, form);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(query.length);
    socket.write(Buffer.concat([length, query]));
  });
}

/** Parses a TCP message after its length field of two bytes (RFC 1035 §4.2.2); null while it is incomplete. */
function readTcp(received: Buffer, id: number, question: DnsQuestion): Exchange | null {
  if (received.length < 2) return null;
  const length = received.readUInt16BE(0);
  if (length > 0 && received.length < 2 + length) return null;
  const message = readMessage(received.subarray(2, 2 + length), id, question);
  switch (message.kind) {
    case 'answer':
      return message;
    case 'malformed':
      return malformed(message.detail);
    case 'other':
    case 'truncated':
      return malformed(`invalid answer over TCP: ${message.kind}`);
  }
}

function malformed(detail: string): Exchange {
  return { kind: 'failed', code: 'malformed', detail, heard: true };
}

/** No source address or address family for this server: elsewhere these are limits of the scanner. */
const NO_ROUTE = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

/** Any unknown system error, such as EINVAL for a link-local address without a scope, means that there is no route as well. */
function udpFailure(error: Error): Exchange {
  const known = NO_ROUTE.includes(errorCode(error)) ? 'unreachable' : failureCodeOf(error);
  const code = known === 'unexpected' ? 'unreachable' : known;
  return { kind: 'failed', code, detail: errorDetail(error), heard: false };
}

/** TCP is asked only after an answer over UDP. */
function tcpFailure(error: Error): Exchange {
  return { kind: 'failed', code: failureCodeOf(error), detail: errorDetail(error), heard: true };
}
