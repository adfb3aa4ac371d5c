import { canonicalAddress } from '../../model/names/ip-address.ts';
import type { DnsServer } from '../../net/dns/dns.ts';
import { Stop } from '../terminal/stop.ts';

/** Reads a resolver as `IP`, `IP:PORT` or `[IPV6]:PORT`; null for anything else. */
export function readResolver(text: string): DnsServer | null {
  const bare = canonicalAddress(text);
  if (bare !== null) return { address: bare, port: 53 };
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  const address = canonicalAddress(match?.[1] ?? match?.[2] ?? '');
  const port = Number(match?.[3] ?? 0);
  return address === null || port < 1 || port > 65_535 ? null : { address, port };
}

/** Reads the argument of --resolver. Throws a Stop with status 2 for anything but an address with or without a port. */
export function parseResolver(text: string): DnsServer {
  const server = readResolver(text);
  if (server !== null) return server;
  throw new Stop(
    2,
    `--resolver ${JSON.stringify(text)}: it takes an IP address, and optionally a colon and a port`,
  );
}

/** A resolver as the argument of --resolver names it, with its port. */
export function resolverText({ address, port }: DnsServer): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
