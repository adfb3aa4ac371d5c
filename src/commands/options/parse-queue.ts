import { readQueueAddress, type QueueAddress } from '../../net/queue/queue-address.ts';
import { isVantageName } from '../../net/queue/queue-names.ts';
import { Stop } from '../terminal/stop.ts';

/** Reads the argument of --queue. Throws a Stop with status 2; as it may hold a password, the message does not quote it. */
export function parseQueue(text: string): QueueAddress {
  const read = readQueueAddress(text);
  if (read.kind === 'address') return read.address;
  throw new Stop(
    2,
    '--queue takes the URL of a Redis server: redis://HOST[:PORT][/DATABASE], rediss:// for TLS, with :PASSWORD@ or USER:PASSWORD@ before the host',
  );
}

/** Reads the argument of --vantage beside --queue. Throws a Stop with status 2 for what is no name. */
export function parseVantage(text: string | null): string | null {
  if (text === null || isVantageName(text)) return text;
  throw new Stop(
    2,
    `--vantage ${JSON.stringify(text)}: beside --queue it takes a name of letters, digits, dots, hyphens and underscores, 63 characters at most`,
  );
}
