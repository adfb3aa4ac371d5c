import { readQueueAddress, type QueueAddress } from '../../net/queue/queue-address.ts';
import { isVantageName } from '../../net/queue/queue-names.ts';
import { Stop } from '../terminal/stop.ts';

/** Reads the argument of --queue, or its variable. Throws a Stop with status 2; as it may hold a password, the message does not quote it. */
export function parseQueue(text: string): QueueAddress {
  const read = readQueueAddress(text);
  if (read.kind === 'address') return read.address;
  throw new Stop(
    2,
    '--queue, or MXTLS_QUEUE, takes the URL of a Redis server: redis://HOST[:PORT][/DATABASE], rediss:// for TLS, with :PASSWORD@ or USER:PASSWORD@ before the host',
  );
}

/**
 * Reads the arguments of --vantage beside --queue, each a name or several with commas between: each once, in their order;
 * [null] for none. Throws a Stop with status 2 for what is no name.
 */
export function parseVantages(texts: readonly string[]): (string | null)[] {
  const names = new Set(texts.flatMap((text) => text.split(',').map(parseVantage)));
  return names.size === 0 ? [null] : [...names];
}

/** Reads one name of --vantage beside --queue. Throws a Stop with status 2 for what is no name. */
export function parseVantage(text: string | null): string | null {
  if (text === null || isVantageName(text)) return text;
  throw new Stop(
    2,
    `--vantage ${JSON.stringify(text)}: beside --queue it takes a name of letters, digits, dots, hyphens and underscores, 63 characters at most`,
  );
}
