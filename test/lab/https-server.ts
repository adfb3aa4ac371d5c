import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket, type SecureContext } from 'node:tls';
import { gzipSync } from 'node:zlib';
import type { LabCertificate } from './certificates.ts';

/** What a web server does with a request whose head is read: writes what it will, or nothing. */
export type HttpAct = (socket: TLSSocket, head: string) => void;

/** How to start a web server. */
export interface HttpsServerOptions {
  /** Served to those who name nothing else. */
  readonly certificate: LabCertificate;
  /** Further certificates sent behind it. */
  readonly chain?: readonly LabCertificate[];
  readonly act: HttpAct;
  /** Default 127.0.0.1. */
  readonly address?: string;
  /** Default 0: any free one. */
  readonly port?: number;
  /** What is done with a connection in the place of TLS. */
  readonly instead?: (raw: Socket) => void;
  /** Options for the TLS context, such as `maxVersion`. */
  readonly context?: Parameters<typeof createSecureContext>[0];
}

/** A running web server. */
export interface LabHttps {
  readonly address: string;
  readonly port: number;
  /** The heads of the requests that came, in their order. */
  readonly requests: readonly string[];
  /** The server names (RFC 6066 §3) that those who made them had asked for; false for none. */
  readonly serverNames: readonly (string | false)[];
  /** How many connections were accepted. */
  readonly connections: number;
  close(): Promise<void>;
}

/** Starts a web server that speaks TLS and behaves as its options say. */
export async function startHttpsServer(options: HttpsServerOptions): Promise<LabHttps> {
  const context = secureContext(options);
  const open = new Set<Socket>();
  const requests: string[] = [];
  const serverNames: (string | false)[] = [];
  let connections = 0;
  const server = createServer((raw) => {
    open.add(raw);
    connections++;
    raw.on('error', () => undefined).once('close', () => open.delete(raw));
    if (options.instead !== undefined) options.instead(raw);
    else
      serve(raw, context, (socket, head) => {
        requests.push(head);
        serverNames.push(socket.servername ?? false);
        options.act(socket, head);
      });
  }).listen(options.port ?? 0, options.address ?? '127.0.0.1');
  await once(server, 'listening');
  const { address, port } = server.address() as AddressInfo;
  return {
    address,
    port,
    requests,
    serverNames,
    get connections() {
      return connections;
    },
    close: () => close(server, open),
  };
}

function secureContext({ certificate, chain = [], context }: HttpsServerOptions): SecureContext {
  return createSecureContext({
    cert: [certificate, ...chain].map(({ pem }) => pem).join('\n'),
    key: certificate.keyPem,
    // Weak certificates are served too.
    ciphers: 'DEFAULT:@SECLEVEL=0',
    ...context,
  });
}

function serve(raw: Socket, secure: SecureContext, act: HttpAct): void {
  const socket = new TLSSocket(raw, { isServer: true, secureContext: secure });
  let head = '';
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    const whole = head.includes('\r\n\r\n');
    head += chunk.toString('latin1');
    if (!whole && head.includes('\r\n\r\n')) act(socket, head);
  });
}

async function close(server: Server, open: ReadonlySet<Socket>): Promise<void> {
  for (const socket of open) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
}

/** Sends one whole answer; fields are lines such as `Location: /`. */
export function reply(
  body: string | Buffer,
  { status = '200 OK', fields = ['Content-Type: text/plain'] } = {},
): HttpAct {
  const bytes = Buffer.from(body);
  const head = [`HTTP/1.1 ${status}`, ...fields, `Content-Length: ${bytes.length}`, '', ''];
  return (socket) => {
    socket.end(Buffer.concat([Buffer.from(head.join('\r\n')), bytes]));
  };
}

/** Sends bytes as they are, then closes, resets or leaves the connection open. */
export function say(text: string, then: 'close' | 'stay' | 'reset'): HttpAct {
  return (socket) => {
    socket.write(text, () => {
      if (then === 'close') socket.end();
      if (then === 'reset') socket.destroy();
    });
  };
}

/** Sends a text first, then a piece again and again: at once where there is room, or every so many ms. */
export function flood(first: string, piece: string | Buffer, everyMs = 0): HttpAct {
  return (socket) => {
    socket.write(first);
    const more = (): void => {
      if (socket.destroyed || !socket.writable) return;
      if (everyMs > 0) socket.write(piece, () => setTimeout(more, everyMs).unref());
      else if (socket.write(piece)) setImmediate(more);
      else socket.once('drain', more);
    };
    more();
  };
}

/** A small answer that unpacks to many megabytes. */
export function gzipBomb(): HttpAct {
  return reply(gzipSync(Buffer.alloc(50_000_000, 'mx: a.example\n')), {
    fields: ['Content-Type: text/plain', 'Content-Encoding: gzip'],
  });
}
