import {
  compareGivenMx,
  givenMxText,
  parseGivenMx,
  type GivenMx,
} from '../../model/names/given-mx.ts';
import { ADDRESS_CAP, HOST_CAP } from '../../model/records/mail-domain.ts';
import { grouped } from '../../report/format/grouped.ts';
import { Stop } from '../terminal/stop.ts';

/** What the hosts of --mx are given for, and over which families they are asked. */
interface GivenFor {
  isOneDomain: boolean;
  families: readonly ('ipv4' | 'ipv6')[];
}

/**
 * Reads the arguments of --mx, sorted, each once; null where there is none. Throws a Stop with status 2 for what is no host,
 * for more of them than are asked, and where they are not given for one domain.
 */
export function parseGivenHosts(
  texts: readonly string[],
  { isOneDomain, families }: GivenFor,
): GivenMx[] | null {
  if (texts.length === 0) return null;
  if (!isOneDomain) {
    throw new Stop(2, '--mx tests the mail servers of one domain: give one DOMAIN, and no list');
  }
  const byText = new Map(texts.map(parseOne).map((given) => [givenMxText(given), given]));
  const all = [...byText.values()].sort(compareGivenMx);
  const hosts = grouped(all, ({ host }) => host);
  if (hosts.size > HOST_CAP) throw new Stop(2, `--mx: at most ${HOST_CAP} hosts are asked`);
  for (const [host, own] of hosts) {
    const addresses = own.flatMap(({ address }) => address ?? []);
    assertAddresses(host, addresses, families);
    if (addresses.length > 0 && addresses.length < own.length) {
      throw new Stop(2, `--mx ${host} is given with an address and without: give it in one way`);
    }
  }
  return all;
}

function parseOne(text: string): GivenMx {
  const parsed = parseGivenMx(text);
  if (parsed.kind === 'given') return parsed.given;
  throw new Stop(2, `--mx ${JSON.stringify(text)} ${parsed.reason}: it takes HOST or HOST@ADDRESS`);
}

const FAMILIES = {
  ipv4: { name: 'IPv4', other: '-6', has: (address: string) => !address.includes(':') },
  ipv6: { name: 'IPv6', other: '-4', has: (address: string) => address.includes(':') },
} as const;

function assertAddresses(
  host: string,
  addresses: readonly string[],
  families: GivenFor['families'],
): void {
  for (const [family, { name, other, has }] of Object.entries(FAMILIES)) {
    const own = addresses.filter(has);
    const [first] = own;
    if (first === undefined) continue;
    if (!families.some((each) => each === family)) {
      throw new Stop(2, `--mx ${host}@${first} is an ${name} address, which ${other} leaves out`);
    }
    if (own.length > ADDRESS_CAP) {
      throw new Stop(2, `--mx ${host}: at most ${ADDRESS_CAP} ${name} addresses are asked`);
    }
  }
}
