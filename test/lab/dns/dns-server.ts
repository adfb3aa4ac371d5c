import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { RecordType } from 'dns-packet';
import { behaviourOf, play, type DnsReply } from './dns-act.ts';
import { readQuery, type LabQuery } from './dns-answer.ts';
import { zoneKey, zoneMap, type DnsTransport, type Zone, type ZoneName } from './dns-zone.ts';
import { sendOverTcp } from './dns-tcp.ts';

/** How to start a DNS server. */
export interface DnsServerOptions {
  readonly zone: Zone;
  /** Default 127.0.0.1. */
  readonly address?: string;
  /** Default 0: any free one. */
  readonly port?: number;
  /** Nothing listens on the TCP port: a client that comes back over TCP is refused. */
  readonly withoutTcp?: boolean;
  /** UDP answers longer than this many bytes get lost, as fragments do. */
  readonly dropUdpOver?: number;
  /** A device before the server: what it passes on of a reply; null for nothing. */
  readonly device?: (reply: Buffer, query: Buffer) => Buffer | null;
}

/** One query that came in. */
interface SeenQuery {
  /** As asked, case and all. */
  readonly name: string;
  readonly type: RecordType;
  readonly transport: DnsTransport;
  readonly clientPort: number;
  readonly checkingDisabled: boolean;
  readonly udpBytes: number;
}

/** A running DNS server. */
export interface LabDns {
  readonly address: string;
  readonly port: number;
  /** In the order in which they came. */
  readonly queries: readonly SeenQuery[];
  /** What could not be read as a query, and errors of sockets. */
  readonly errors: readonly Error[];
  /** The zone served; what a test changes in it counts from the next query on. */
  readonly zone: Map<string, ZoneName>;
  close(): Promise<void>;
}

/** All that the handlers of one server share. */
interface State {
  readonly options: DnsServerOptions;
  readonly zone: Map<string, ZoneName>;
  readonly queries: SeenQuery[];
  readonly errors: Error[];
  readonly turns: Map<string, number>;
  readonly timers: Set<NodeJS.Timeout>;
  readonly sockets: Set<Socket>;
}

/**
 * Starts a DNS server that answers from a zone, over UDP and TCP on one port, well or badly as the zone says.
 * @throws what `listen` throws, such as EADDRINUSE for a given port
 */
export async function startDnsServer(options: DnsServerOptions): Promise<LabDns> {
  const state: State = {
    options,
    zone: zoneMap(options.zone),
    queries: [],
    errors: [],
    turns: new Map(),
    timers: new Set(),
    sockets: new Set(),
  };
  const address = options.address ?? '127.0.0.1';
  const { tcp, udp } = await listenOnBoth(address, options.port ?? 0);
  const { port } = udp.address();
  serveUdp(state, udp);
  if (options.withoutTcp === true) tcp.close();
  else
    tcp.on('connection', (socket) => {
      serveTcp(state, socket);
    });
  const { queries, errors, zone } = state;
  return { address, port, queries, errors, zone, close: () => close(state, tcp, udp) };
}

async function listenOnBoth(
  address: string,
  port: number,
): Promise<{ tcp: Server; udp: UdpSocket }> {
  for (let attempt = 1; ; attempt++) {
    const tcp = createServer().listen(port, address);
    await once(tcp, 'listening');
    const udp = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    try {
      udp.bind((tcp.address() as AddressInfo).port, address);
      await once(udp, 'listening');
      return { tcp, udp };
    } catch (error) {
      // A port that is free for TCP may be taken for UDP: with port 0 there are others.
      tcp.close();
      udp.close();
      if (port !== 0 || attempt === 10) throw error;
    }
  }
}

function serveUdp(state: State, udp: UdpSocket): void {
  udp.on('error', (error) => state.errors.push(error));
  udp.on('message', (bytes, from: RemoteInfo) => {
    answer(state, bytes, { transport: 'udp', clientPort: from.port }, ({ messages }) => {
      const limit = state.options.dropUdpOver ?? Infinity;
      for (const message of messages) {
        if (message.length <= limit) udp.send(message, from.port, from.address);
      }
    });
  });
}

function serveTcp(state: State, socket: Socket): void {
  state.sockets.add(socket.setNoDelay(true));
  socket.on('error', (error) => state.errors.push(error));
  socket.on('close', () => state.sockets.delete(socket));
  let pending = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
      const end = 2 + pending.readUInt16BE(0);
      const from = { transport: 'tcp', clientPort: socket.remotePort ?? 0 } as const;
      answer(state, pending.subarray(2, end), from, (reply) => {
        sendOverTcp(socket, reply);
      });
      pending = pending.subarray(end);
    }
  });
}

function answer(
  state: State,
  bytes: Buffer,
  from: Pick<SeenQuery, 'transport' | 'clientPort'>,
  send: (reply: DnsReply) => void,
): void {
  const query = read(state, bytes);
  if (query === undefined) return;
  const { name, type, checkingDisabled, udpBytes } = query;
  state.queries.push({ name, type, ...from, checkingDisabled, udpBytes });
  const { zone } = state;
  const scene = { zone, query, bytes, transport: from.transport, turn: takeTurn(state, query) };
  const behaviour = behaviourOf(scene);
  later(state, behaviour.delayMs ?? 0, () => {
    send(passed(play(behaviour, scene), bytes, state.options));
  });
}

function passed(reply: DnsReply, query: Buffer, { device }: DnsServerOptions): DnsReply {
  if (device === undefined) return reply;
  const messages = reply.messages.map((each) => device(each, query));
  return { ...reply, messages: messages.filter((each) => each !== null) };
}

function read(state: State, bytes: Buffer): LabQuery | undefined {
  try {
    return readQuery(bytes);
  } catch (error) {
    state.errors.push(error instanceof Error ? error : new Error(String(error)));
    return undefined;
  }
}

function takeTurn({ turns }: State, { name, type }: LabQuery): number {
  const key = `${type} ${zoneKey(name)}`;
  const turn = turns.get(key) ?? 0;
  turns.set(key, turn + 1);
  return turn;
}

function later({ timers }: State, delayMs: number, act: () => void): void {
  if (delayMs === 0) {
    act();
    return;
  }
  const timer = setTimeout(() => {
    timers.delete(timer);
    act();
  }, delayMs);
  timers.add(timer);
}

async function close({ timers, sockets }: State, tcp: Server, udp: UdpSocket): Promise<void> {
  for (const timer of timers) clearTimeout(timer);
  for (const socket of sockets) socket.destroy();
  await Promise.all([
    new Promise<void>((resolve) => {
      udp.close(resolve);
    }),
    tcp.listening ? new Promise((resolve) => tcp.close(resolve)) : undefined,
  ]);
}
