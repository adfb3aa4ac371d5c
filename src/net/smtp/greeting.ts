import type { FailureCode } from '../../model/records/words.ts';
import { errorDetail, failureCodeOf } from '../../model/system-error.ts';
import type { Dialler } from '../dial.ts';
import { SmtpConnection } from './smtp-connection.ts';

/** The limits of the phases of a greeting, in ms. */
export interface GreetingLimits {
  connect: number;
  greeting: number;
  quit: number;
}

/**
 * How far a connection came. `greeting`: the code and the first line of the server's greeting (RFC 5321 §4.2); null where
 * none came in time. `from`: the address of this machine that it came from.
 */
export type Greeting =
  | { kind: 'connected'; greeting: string | null; from: string | null }
  | { kind: 'failed'; code: FailureCode; detail: string };

/**
 * Makes one connection, reads the greeting and says QUIT (RFC 5321 §4.1.1.10), and nothing else. It ends when the server has
 * ended, so that the next connection to the address is never the second at once. Never rejects.
 */
export async function readGreeting(
  dial: Dialler,
  { address, port }: { address: string; port: number },
  limits: GreetingLimits,
): Promise<Greeting> {
  const socket = dial(address, port);
  const connection = new SmtpConnection(socket, () => undefined);
  const failure = await opened(socket, limits.connect);
  if (failure !== null) return failure;
  const from = socket.localAddress ?? null;
  const event = await connection.reply({ ms: limits.greeting, text: `${limits.greeting} ms` });
  connection.leave();
  // Its reply to QUIT, and its end.
  await connection.reply({ ms: limits.quit, text: `${limits.quit} ms` });
  socket.destroy();
  const greeting =
    event.kind === 'reply' ? `${event.reply.code} ${event.reply.lines[0] ?? ''}`.trim() : null;
  return { kind: 'connected', greeting, from };
}

function opened(
  socket: ReturnType<Dialler>,
  ms: number,
): Promise<Extract<Greeting, { kind: 'failed' }> | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      // Destroyed, so that a connection that opens later does not stay open.
      socket.destroy();
      resolve({ kind: 'failed', code: 'timeout', detail: `${ms} ms` });
    }, ms);
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve(null);
    });
    socket.on('error', (error) => {
      clearTimeout(timer);
      resolve({ kind: 'failed', code: failureCodeOf(error), detail: errorDetail(error) });
    });
  });
}
