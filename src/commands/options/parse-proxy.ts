import { parseDomainName } from '../../model/names/domain-name.ts';
import { canonicalAddress } from '../../model/names/ip-address.ts';
import type { SocksProxy } from '../../net/socks/open-over-socks.ts';
import { Stop } from '../terminal/stop.ts';

/** Reads the argument of --tor: `HOST:PORT` or `[IPV6]:PORT`. Throws a Stop with status 2 for anything else. */
export function parseProxy(text: string): SocksProxy {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  const host = hostOf(match?.[1] ?? match?.[2] ?? '');
  const port = Number(match?.[3] ?? 0);
  if (host !== null && port >= 1 && port <= 65_535) return { host, port };
  throw new Stop(
    2,
    `--tor ${JSON.stringify(text)}: it takes the host and port of the SOCKS proxy of Tor, as in 127.0.0.1:9050`,
  );
}

function hostOf(text: string): string | null {
  const address = canonicalAddress(text);
  if (address !== null) return address;
  const name = parseDomainName(text);
  return name.kind === 'domain' ? name.ascii : null;
}
