import { promises } from 'node:dns';
import { errorCode } from '../../model/system-error.ts';
import type { DnsAnswer, MxRecord } from './dns-answer.ts';
import type { DnsServer } from './dns-exchange.ts';

/**
 * Asks one server for MX records through `node:dns`. Gives its answer where it is a usable list, no data or no such
 * name; null for all else, which says too little to be used: an error, a timeout, or a list that c-ares made of an
 * answer it should have refused. Never rejects.
 *
 * DNSSEC status and aliases are not known, as c-ares gives neither the AD bit nor CNAME records. It also takes MX
 * records of another owner, and follows aliases in one answer without a limit.
 * @param timeoutMs for one try, TCP included; `node:dns` may take up to a second more to see that it is over.
 */
export async function systemMx(
  { address, port }: DnsServer,
  name: string,
  timeoutMs: number,
): Promise<DnsAnswer<MxRecord> | null> {
  try {
    // One for each question: c-ares shortens its timeout after fast answers, and shares a port among the questions of
    // one resolver, which makes answers easier to forge (RFC 5452 §9.2).
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

/** Names that c-ares gives as they are: it escapes other bytes, and a label with a dot in it. */
const PLAIN_NAME = /^[\w-]+(?:\.[\w-]+)*$/;

/** Whether a list is a null MX (RFC 7505 §3) or has nothing but plain names. c-ares gives `[]` for a loop of aliases. */
function isUsable(records: readonly MxRecord[]): boolean {
  const [first] = records;
  if (records.length === 1 && first?.exchange === '') return first.preference === 0;
  return first !== undefined && records.every(({ exchange }) => PLAIN_NAME.test(exchange));
}
