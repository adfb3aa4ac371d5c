import { connect, createSecureContext, type TLSSocket } from 'node:tls';
import type { Fetched, FetchStage } from './fetched.ts';
import { errorDetail, failureCodeOf } from '../../model/system-error.ts';
import type { Deadline } from '../deadline.ts';
import type { Dialler } from '../dial.ts';
import { handshakeError } from '../tls/tls-error.ts';
import { chainOf } from '../tls/tls.ts';

type Opened =
  { kind: 'open'; socket: TLSSocket; chain: Buffer[] } | Extract<Fetched, { kind: 'failed' }>;

/** Made once, with Node's defaults: TLS 1.2 and later. */
const CONTEXT = createSecureContext();

/** The timeout of a TCP connection, in ms: other addresses must be tried as well. */
const CONNECT_MS = 20_000;

/**
 * Opens TCP and TLS to an address and accepts any certificate: the caller judges it before a request is sent. Settles once,
 * by the deadline, and never rejects; later errors of the socket stay caught.
 */
export function openTls(
  { host, address, port, dial }: { host: string; address: string; port: number; dial: Dialler },
  deadline: Deadline,
): Promise<Opened> {
  return new Promise((resolve) => {
    let stage: FetchStage = 'connect';
    const raw = dial(address, port);
    const settle = (opened: Opened): void => {
      clearTimeout(timer);
      if (opened.kind === 'failed') raw.destroy();
      resolve(opened);
    };
    const timeOut = (): void => {
      settle({ kind: 'failed', stage, code: 'timeout', detail: 'no answer in time' });
    };
    let timer = setTimeout(timeOut, deadline.left(CONNECT_MS));
    raw.on('error', (error) => {
      settle({ kind: 'failed', stage, code: failureCodeOf(error), detail: errorDetail(error) });
    });
    raw.on('connect', () => {
      clearTimeout(timer);
      timer = setTimeout(timeOut, deadline.left(Infinity));
      stage = 'handshake';
      const socket = connect({
        socket: raw,
        secureContext: CONTEXT,
        servername: host,
        ALPNProtocols: ['http/1.1'],
        rejectUnauthorized: false,
      });
      socket.on('error', (error) => {
        settle({ kind: 'failed', stage, ...handshakeError(error) });
      });
      socket.on('close', () => {
        settle({ kind: 'failed', stage, code: 'closed', detail: 'closed during the handshake' });
      });
      socket.on('secureConnect', () => {
        settle({ kind: 'open', socket, chain: chainOf(socket) });
      });
    });
  });
}
