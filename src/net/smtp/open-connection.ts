import type { Socket } from 'node:net';
import type { Failure } from '../../model/records/failure.ts';
import { errorCode, errorDetail, failureCodeOf } from '../../model/system-error.ts';
import type { Deadline } from '../deadline.ts';
import type { AttemptOptions } from './attempt-options.ts';

/** A TCP connection, or why there is none. */
type Opened = { kind: 'open'; socket: Socket } | { kind: 'failed'; failure: Failure };

/** Opens the TCP connection of an attempt. Never rejects; later errors of the socket stay caught. */
export function openConnection(
  {
    dial,
    address,
    port,
    timeouts,
    interruption,
  }: Pick<AttemptOptions, 'dial' | 'address' | 'port' | 'timeouts' | 'interruption'>,
  deadline: Deadline,
): Promise<Opened> {
  if (interruption?.isRaised) return Promise.resolve(connectFailure('closed', 'interrupted'));
  const { ms, text } = deadline.limit(timeouts.connect);
  return new Promise((resolve) => {
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
    // Never removed: an error without a listener would end the process.
    socket.on('error', (error) => {
      clearTimeout(timer);
      resolve(connectFailure(connectCode(error, address), errorDetail(error)));
    });
  });
}

function connectFailure(code: Failure['code'], detail: string): Opened {
  return { kind: 'failed', failure: { stage: 'connect', code, detail } };
}

/** An IPv6 address without a route is a limit of this machine, not of the server. */
function connectCode(error: Error, address: string): Failure['code'] {
  const hasNoRoute = ['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(errorCode(error));
  return hasNoRoute && address.includes(':') ? 'no-ipv6' : failureCodeOf(error);
}
