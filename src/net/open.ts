import type { Socket } from 'node:net';
import type { Failure } from '../model/records/failure.ts';
import { errorCode, errorDetail, failureCodeOf } from '../model/system-error.ts';
import type { Limit } from './deadline.ts';
import type { Dialler } from './dial.ts';

/** A connection that is open, or why there is none. */
export type Opened = { kind: 'open'; socket: Socket } | { kind: 'failed'; failure: Failure };

/**
 * Opens a connection to an address and port within a limit. Never rejects. An open socket has a listener for errors that is
 * never removed: an error without one would end the process.
 */
export type Opener = (to: { address: string; port: number }, limit: Limit) => Promise<Opened>;

/** Opens connections to IP addresses. */
export function openDirectly(dial: Dialler): Opener {
  return ({ address, port }, { ms, text }) =>
    new Promise((resolve) => {
      const socket = dial(address, port);
      const timer = setTimeout(() => {
        // Destroyed, so that a connection that opens later does not stay open.
        socket.destroy();
        resolve(connectFailure('timeout', text));
      }, ms);
      socket.once('connect', () => {
        clearTimeout(timer);
        resolve({ kind: 'open', socket });
      });
      socket.on('error', (error) => {
        clearTimeout(timer);
        resolve(connectFailure(connectCode(error, address), errorDetail(error)));
      });
    });
}

/** A connection that could not be opened. */
export function connectFailure(code: Failure['code'], detail: string): Opened {
  return { kind: 'failed', failure: { stage: 'connect', code, detail } };
}

/** An IPv6 address without a route is a limit of this machine, not of the server. */
function connectCode(error: Error, address: string): Failure['code'] {
  const hasNoRoute = ['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(errorCode(error));
  return hasNoRoute && address.includes(':') ? 'no-ipv6' : failureCodeOf(error);
}
