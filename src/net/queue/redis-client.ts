import type { Redis, RedisOptions } from 'ioredis';
import { errorCode, errorDetail } from '../../model/system-error.ts';
import { shownText } from '../../model/text/shown-text.ts';
import { withoutPassword, type QueueAddress } from './queue-address.ts';
import type { QueuePackages } from './queue-packages.ts';

/** What all keys of mxtls in a Redis database begin with. */
export const PREFIX = 'mxtls';

/** How long a server may take to accept a connection, and the longest wait between two tries, in ms. */
const CONNECT_MS = 10_000;
const LONGEST_WAIT_MS = 5_000;

/**
 * How Redis is connected to: for as long as it takes, as a survey of hours outlasts its restart.
 * @param end once it is aborted, no connection is made anew.
 */
export function redisOptions(
  { host, port, username, password, db, tls }: QueueAddress,
  end: AbortSignal,
) {
  return {
    ...{ host, port, db, family: 0, connectTimeout: CONNECT_MS },
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
    ...(tls ? { tls: {} } : {}),
    // Commands wait for the server instead of failing.
    maxRetriesPerRequest: null,
    retryStrategy: (times: number) => (end.aborted ? null : Math.min(times * 250, LONGEST_WAIT_MS)),
  } satisfies RedisOptions;
}

/** What is wrong with a Redis server, in one line without its password. */
export function redisFault(address: QueueAddress, error: unknown): string {
  const detail = isCertificateFault(error)
    ? `its certificate is not accepted (NODE_EXTRA_CA_CERTS=FILE adds roots): ${error.message}`
    : withoutPassword(errorDetail(error), address);
  return `Redis at ${address.shown}: ${shownText(detail, 240)}`;
}

/** The codes of a certificate that is not accepted: OpenSSL's, as Node names them, and Node's own for the name. */
const CERTIFICATE_CODE =
  /CERT|CRL|ISSUER|LEAF_SIGNATURE|^INVALID_(CA|PURPOSE)$|^PATH_LENGTH_EXCEEDED$|^HOSTNAME_MISMATCH$/;

function isCertificateFault(error: unknown): error is Error {
  return CERTIFICATE_CODE.test(errorCode(error));
}

/** Whether a Redis server can be used, asked once. `refuses`: it is there, and one of us turns the other down: a wrong password or certificate. */
export type Reached = { kind: 'reached' } | { kind: 'absent' | 'refuses'; message: string };

/** Connects once and asks for a sign of life. */
export async function reachRedis(
  address: QueueAddress,
  { ioredis }: QueuePackages,
): Promise<Reached> {
  const client = new ioredis.Redis({
    ...redisOptions(address, AbortSignal.abort()),
    ...{ lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 },
  });
  let fault: unknown = null;
  client.on('error', (error: unknown) => {
    fault = error;
  });
  try {
    await client.connect();
    await client.ping();
    return { kind: 'reached' };
  } catch (error) {
    // An error of the system is told in an event, and its end in the rejection.
    const cause = fault ?? error;
    const isFinal = errorCode(cause) === '' || isCertificateFault(cause);
    const kind = isFinal ? 'refuses' : 'absent';
    return { kind, message: redisFault(address, cause) };
  } finally {
    client.disconnect();
  }
}

/** Opens a connection that comes again by itself; says once that it is gone, and once that it is there again. */
export function openRedis(
  address: QueueAddress,
  { ioredis }: QueuePackages,
  end: AbortSignal,
  warn: (message: string) => void,
): Redis {
  const client = new ioredis.Redis(redisOptions(address, end));
  let isGone = false;
  client.on('error', (error: unknown) => {
    if (!isGone) warn(`${redisFault(address, error)}: waits for it`);
    isGone = true;
  });
  client.on('close', () => {
    if (!isGone && client.status !== 'end') {
      warn(`Redis at ${address.shown}: the connection is lost: waits for it`);
      isGone = true;
    }
  });
  client.on('ready', () => {
    if (isGone) warn(`Redis at ${address.shown} is there again`);
    isGone = false;
  });
  return client;
}
