import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { encodeClientHello, type HelloOffer, type KeyShare } from './client-hello.ts';
import type { HelloAnswer } from './hello-answer.ts';
import { ServerFlight } from './server-flight.ts';
import { RECORD, VERSION_NUMBERS } from './tls-numbers.ts';
import { errorDetail, failureCodeOf } from '../../model/system-error.ts';

export interface HelloOptions {
  offer: HelloOffer;
  /** The name for SNI; null for none. */
  servername: string | null;
  /** The timeout of the whole answer, in ms. */
  ms: number;
}

/** Groups with a key share, with the length of the public key at the end of its SubjectPublicKeyInfo, in bytes. */
const SHARE_GROUPS = [
  { group: 'X25519', make: () => generateKeyPairSync('x25519'), length: 32 },
  { group: 'P-256', make: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }), length: 65 },
] as const;

/**
 * Sends one ClientHello on an open socket and reads the answer, as far as it is in clear; no signature is checked. Settles
 * once, by the timeout, and never rejects. The socket cannot be used afterwards.
 */
export function exchangeHello(
  socket: Socket,
  { offer, servername, ms }: HelloOptions,
): Promise<HelloAnswer> {
  const flight = new ServerFlight(offer);
  return new Promise((resolve) => {
    const settle = (answer: HelloAnswer): void => {
      clearTimeout(timer);
      socket.off('data', onData);
      if (socket.writable) socket.end(closeNotify(answer));
      resolve(answer);
    };
    const onData = (bytes: Buffer): void => {
      const answer = flight.push(bytes);
      if (answer !== null) settle(answer);
    };
    const onClose = (): void => {
      settle(flight.finish('closed', 'closed without an answer'));
    };
    const timer = setTimeout(() => {
      settle(flight.finish('timeout', `${Math.round(ms)} ms`));
    }, ms);
    if (socket.destroyed) {
      onClose();
      return;
    }
    socket.on('data', onData);
    socket.once('end', onClose);
    socket.once('close', onClose);
    socket.on('error', (error) => {
      settle(flight.finish(failureCodeOf(error), errorDetail(error)));
    });
    socket.write(clientHello(offer, servername));
    socket.resume();
  });
}

/** Encodes a close_notify alert (RFC 5246 §7.2.1) in a record of the chosen version, TLS 1.2 at most (RFC 8446 §5.1). */
function closeNotify(answer: HelloAnswer): Buffer {
  const version = answer.kind === 'server-hello' ? answer.hello.version : 'TLSv1';
  const minor = Math.min(VERSION_NUMBERS[version], VERSION_NUMBERS['TLSv1.2']) & 0xff;
  return Buffer.of(RECORD.alert, 3, minor, 0, 2, 1, 0);
}

function clientHello(offer: HelloOffer, servername: string | null): Buffer {
  const is13 = offer.version === 'TLSv1.3';
  return encodeClientHello({
    ...offer,
    servername,
    random: randomBytes(32),
    sessionId: is13 ? randomBytes(32) : Buffer.alloc(0),
    keyShares: is13 ? keyShares(offer) : [],
  });
}

/** Makes a key share for the first offered group that has one; without it, the server asks for the group that it wants. */
function keyShares({ groups }: HelloOffer): KeyShare[] {
  const known = SHARE_GROUPS.find(({ group }) => groups.includes(group));
  if (known === undefined) return [];
  const spki = known.make().publicKey.export({ type: 'spki', format: 'der' });
  return [{ group: known.group, key: spki.subarray(-known.length) }];
}
