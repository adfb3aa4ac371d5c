import { randomInt } from 'node:crypto';
import { connect } from 'node:net';
import { errorDetail, failureCodeOf } from '../../model/system-error.ts';
import { CappedBytes } from '../capped-bytes.ts';
import { encodeQuery, readMessage, type DnsQuestion } from './dns-message.ts';
import { malformed, type DnsServer, type Exchange, type ExchangeOptions } from './dns-transport.ts';
import { UdpPool } from './udp-pool.ts';

/** A message over TCP with its length field, at most. */
const TCP_BYTES = 2 + 65_535;

/** Asks one server one question. Never rejects. */
export type ExchangeDns = (options: ExchangeOptions) => Promise<Exchange>;

/**
 * Makes what asks the servers of one resolver, over UDP from a pool of sockets, and over TCP if the answer is truncated
 * (RFC 7766 §5). An answer that does not match the question is ignored, as it may be forged (RFC 5452 §9.1).
 */
export function createExchange(): ExchangeDns {
  const pools = new Map<DnsServer, UdpPool>();
  const poolOf = (server: DnsServer): UdpPool => {
    const known = pools.get(server);
    if (known !== undefined) return known;
    const pool = new UdpPool(server);
    pools.set(server, pool);
    return pool;
  };
  return async (options) => {
    const overUdp = await poolOf(options.server).ask(options);
    return overUdp.kind === 'truncated' ? exchangeTcp(options) : overUdp;
  };
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
    const received = new CappedBytes(TCP_BYTES);
    socket.on('error', (error) => {
      settle(tcpFailure(error));
    });
    socket.on('close', () => {
      settle({ kind: 'failed', code: 'closed', detail: 'TCP connection closed', heard: true });
    });
    socket.on('data', (chunk) => {
      received.push(chunk);
      const result = readTcp(received.held, id, question);
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

/** TCP is asked only after an answer over UDP. */
function tcpFailure(error: Error): Exchange {
  return { kind: 'failed', code: failureCodeOf(error), detail: errorDetail(error), heard: true };
}
