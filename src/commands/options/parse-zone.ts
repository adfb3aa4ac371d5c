import { parseDomainName } from '../../model/names/domain-name.ts';
import { Stop } from '../terminal/stop.ts';

/** The longest name of an address in a list takes 64 characters before its zone (RFC 5782 §2.4), of 253 in all. */
const MAX_ZONE = 253 - 64;

/** Reads an argument of --dnsbl. Throws a Stop with status 2 for what is no zone of a DNS list. */
export function parseZone(text: string): string {
  const name = parseDomainName(text);
  const isZone =
    name.kind === 'domain' && name.ascii.includes('.') && name.ascii.length <= MAX_ZONE;
  if (isZone) return name.ascii;
  const reason =
    name.kind === 'invalid'
      ? name.reason
      : `has one label only, or is longer than ${MAX_ZONE} characters`;
  throw new Stop(2, `--dnsbl ${JSON.stringify(text)} ${reason}: it takes the zone of a DNS list`);
}
