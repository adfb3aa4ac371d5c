import { promises } from 'node:dns';
import { errorCode } from '../../model/system-error.ts';
import type { DnsAnswer, MxRecord } from './dns-answer.ts';
import type { DnsServer } from './dns-transport.ts';

/**
 * Asks one server for MX records through `node:dns`. Returns a usable list, no data or no such name; null for anything else:
 * an error, a timeout, or a list that c-ares made from an invalid answer. Never rejects.
 *
 * DNSSEC status and aliases are unknown, as c-ares reports neither the AD bit nor CNAME records. It also accepts MX records
 * of other owners, and follows aliases in one answer without a limit.
 * @param timeoutMs for one try, TCP included; `node:dns` may take up to a second longer.
 */
export async function systemMx(
  { address, port }: DnsServer,
  name: string,
  timeoutMs: number,
): Promise<DnsAnswer<MxRecord> | null> {
  try {
    // One resolver for each query: c-ares shortens its timeout after fast answers, and uses one port for all queries of a
    // resolver, which makes answers easier to forge (RFC 5452 §9.2).
    const resolver = new promises.Resolver({ timeout: timeoutMs, tries: 1 });
    resolver.setServers([`${address.includes(':') ? `[${address}]` : address}:${port}`]);
    const found = await resolver.resolveMx(name);
    const records = found.map(({ priority, exchange }) => ({ preference: priority, exchange }));
    return isUsable(records) ? { kind: 'records', records, ...UNKNOWN } : null;
  } catch (error) {
    switch (errorCode(error)) {
      case 'ENODATA':
        return { kind: 'nodata', ...UNKNOWN };
      case 'ENOTFOUND':
        return { kind: 'nxdomain', ...UNKNOWN };
      default:
        return null;
    }
  }
}

const UNKNOWN = { aliases: [], dnssec: 'unknown' as const };

/** Names that c-ares does not escape. */
const PLAIN_NAME = /^[\w-]+(?:\.[\w-]+)*$/;

/** Whether a list is a null MX (RFC 7505 §3) or has only plain names. c-ares returns `[]` for a loop of aliases. */
function isUsable(records: readonly MxRecord[]): boolean {
  const [first] = records;
  if (records.length === 1 && first?.exchange === '') return first.preference === 0;
  return first !== undefined && records.every(({ exchange }) => PLAIN_NAME.test(exchange));
}
