import { createHmac } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { errorDetail } from '../../model/system-error.ts';
import { connectFailure, type Opened, type Opener } from '../open.ts';
import { replyFailure, replyNumber } from './socks-reply.ts';

/** A SOCKS5 proxy: a name or IP address of this user's choice, and its port. */
export interface SocksProxy {
  host: string;
  port: number;
}

/** Longer than everything before the first byte of the server. */
const MOST_BYTES = 8;

/**
 * Opens connections over a SOCKS5 proxy (RFC 1928), which resolves the names itself: nothing is asked of the DNS. The user and
 * password (RFC 1929) are another pair for each host, so that Tor takes another circuit for each (`IsolateSOCKSAuth`).
 * @param secret random bytes of one run, of which the pairs are made.
 */
export function openOverSocks(proxy: SocksProxy, secret: Buffer): Opener {
  return (to, { ms, text }) =>
    new Promise((resolve) => {
      const socket = connect({ host: proxy.host, port: proxy.port, noDelay: true });
      let received = Buffer.alloc(0);
      const onData = (bytes: Buffer): void => {
        received = Buffer.concat([received, bytes]).subarray(0, MOST_BYTES);
      };
      const fail = (failed: Opened): void => {
        clearTimeout(timer);
        socket.destroy();
        resolve(failed);
      };
      const timer = setTimeout(() => {
        // A proxy that speaks SOCKS waits for the server.
        const isTheirs = received.length > 0;
        fail(connectFailure(isTheirs ? 'timeout' : 'proxy-failed', isTheirs ? text : SILENT));
      }, ms);
      socket.on('error', (error) => {
        fail(connectFailure('proxy-failed', errorDetail(error)));
      });
      socket.once('connect', () => {
        socket.on('data', onData);
        request(socket, proxy, to, { secret, ms }).then(
          () => {
            clearTimeout(timer);
            socket.off('data', onData);
            resolve({ kind: 'open', socket });
          },
          (error: unknown) => {
            const reply = replyNumber(received);
            const failure =
              reply === null || reply === 0
                ? ({ code: 'proxy-failed', detail: messageOf(error) } as const)
                : replyFailure(reply);
            fail(connectFailure(failure.code, failure.detail));
          },
        );
      });
    });
}

const SILENT = 'the proxy did not answer';

/** Asks the proxy for a connection. Rejects with the error of `socks`, which is loaded here: few runs have a proxy. */
async function request(
  socket: Socket,
  { host, port }: SocksProxy,
  to: { address: string; port: number },
  { secret, ms }: { secret: Buffer; ms: number },
): Promise<void> {
  const { SocksClient } = await import('socks');
  await SocksClient.createConnection({
    proxy: { host, port, type: 5, ...credentials(secret, to.address) },
    command: 'connect',
    destination: { host: to.address, port: to.port },
    existing_socket: socket,
    // The limit of the caller ends before.
    timeout: ms + 1_000,
  });
}

/** Who asks for a host, as far as the proxy is told. */
function credentials(secret: Buffer, host: string): { userId: string; password: string } {
  const digest = createHmac('sha256', secret).update(host).digest('hex');
  return { userId: digest.slice(0, 32), password: digest.slice(32) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
