import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What the proxy does with a request for a name. */
export type SocksAct =
  /** Connects to a server of the lab. */
  | { readonly kind: 'connect'; readonly address?: string; readonly port: number }
  /** Replies that it could not (RFC 1928 §6, proposal 304 of Tor). */
  | { readonly kind: 'reply'; readonly reply: number }
  /** Says nothing more, or ends the connection. */
  | { readonly kind: 'hang' | 'close' };

/** A request as the proxy saw it. */
interface SocksRequest {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** Where the proxy itself fails: before any request. */
type SocksFault = 'none' | 'hang' | 'close' | 'no-method' | 'bad-password' | 'not-socks';

export interface SocksOptions {
  /** By `NAME:PORT` or `NAME`; others get the reply 0xF0. */
  readonly names: Readonly<Record<string, SocksAct>>;
  readonly fault?: SocksFault;
}

/** A running SOCKS5 proxy that takes names, users and passwords, as Tor does. */
export interface LabSocks {
  readonly port: number;
  readonly requests: readonly SocksRequest[];
  /** How many connections it has taken. */
  readonly connections: number;
  close(): Promise<void>;
}

/** Starts a SOCKS5 proxy on loopback that leads to no other server than those that its table names. */
export async function startSocksServer(options: SocksOptions): Promise<LabSocks> {
  const requests: SocksRequest[] = [];
  const open = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    open.add(socket);
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
    void serve(socket, options, requests).catch(() => socket.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    requests,
    get connections() {
      return connections;
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function serve(
  socket: Socket,
  { names, fault = 'none' }: SocksOptions,
  requests: SocksRequest[],
): Promise<void> {
  const read = reader(socket);
  const [, methods = 0] = await read(2);
  await read(methods);
  if (fault === 'hang') return;
  if (fault === 'close') return void socket.destroy();
  if (fault === 'not-socks') return void socket.write('HTTP/1.1 400 Bad Request\r\n\r\n');
  if (fault === 'no-method') return void socket.write(Buffer.from([5, 0xff]));
  socket.write(Buffer.from([5, 2]));
  await read(1);
  const user = await text(read);
  const password = await text(read);
  socket.write(Buffer.from([1, fault === 'bad-password' ? 1 : 0]));
  if (fault === 'bad-password') return;
  const [, , , type] = await read(4);
  if (type !== 3) throw new Error('the lab takes names alone');
  const host = await text(read);
  const port = (await read(2)).readUInt16BE(0);
  requests.push({ host, port, user, password });
  await perform(socket, names, { host, port });
}

/** Does what the table says of a name. */
async function perform(
  socket: Socket,
  names: SocksOptions['names'],
  { host, port }: Pick<SocksRequest, 'host' | 'port'>,
): Promise<void> {
  const act = names[`${host}:${port}`] ?? names[host] ?? { kind: 'reply', reply: 0xf0 };
  if (act.kind === 'close') return void socket.destroy();
  if (act.kind === 'reply') return void socket.end(replyBytes(act.reply));
  if (act.kind !== 'connect') return;
  const target = connect(act.port, act.address ?? '127.0.0.1');
  target.on('error', () => socket.destroy());
  socket.on('close', () => target.destroy());
  await once(target, 'connect');
  // One write with the greeting behind it, as a fast server makes it.
  const greeting = (await once(target, 'data'))[0] as Buffer;
  socket.write(Buffer.concat([replyBytes(0), greeting]));
  target.pipe(socket);
  socket.pipe(target);
}

function replyBytes(reply: number): Buffer {
  return Buffer.from([5, reply, 0, 1, 0, 0, 0, 0, 0, 0]);
}

async function text(read: (bytes: number) => Promise<Buffer>): Promise<string> {
  const [length = 0] = await read(1);
  return (await read(length)).toString('latin1');
}

/** Reads exactly so many bytes. Rejects if the client ends first. */
function reader(socket: Socket): (bytes: number) => Promise<Buffer> {
  return async (bytes) => {
    if (bytes === 0) return Buffer.alloc(0);
    for (;;) {
      const data = socket.read(bytes) as Buffer | null;
      if (data?.length === bytes) return data;
      if (socket.readableEnded || socket.destroyed) throw new Error('the client left');
      await Promise.race([once(socket, 'readable'), once(socket, 'end'), once(socket, 'close')]);
    }
  };
}
