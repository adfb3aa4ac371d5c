import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import type { LabSmtp } from './smtp-server.ts';

/** A plain client that tests of the lab talk to its servers with. */
export interface AskingClient {
  socket: Socket;
  /** All that came since the last call, once it has a final reply line, or once the server has ended. */
  reply(): Promise<string>;
  /** Sends a line and waits for the reply to it. */
  ask(line: string): Promise<string>;
  /** Makes the TLS handshake; later replies come from inside TLS. */
  secure(options?: ConnectionOptions): Promise<TLSSocket>;
  /** How the connection ended: `end`, or the code of an error. */
  readonly ended: Promise<string>;
}

/** Connects to a lab server. */
export function openClient({ address, port }: LabSmtp): AskingClient {
  const raw = connectTcp(port, address);
  let received = '';
  let wake: () => void = () => undefined;
  const ended = ending(raw);
  void ended.then(() => {
    wake();
  });
  const hear = (stream: Socket): Socket =>
    stream.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
      wake();
    });
  const client: AskingClient = {
    socket: hear(raw),
    ended,
    async reply() {
      while (!/^\d{3} [^\n]*\n$/m.test(received) && !raw.destroyed && !raw.readableEnded) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const all = received;
      received = '';
      return all;
    },
    ask(line) {
      client.socket.write(`${line}\r\n`);
      return client.reply();
    },
    async secure(options = {}) {
      raw.removeAllListeners('data');
      const tls = connectTls({ socket: raw, rejectUnauthorized: false, ...LEGACY, ...options });
      await once(tls, 'secureConnect');
      client.socket = hear(tls);
      return tls;
    },
  };
  return client;
}

const LEGACY = { minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;

function ending(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message);
    });
    socket.once('close', () => {
      resolve('end');
    });
  });
}
