import { isIPv6 } from 'node:net';
import type { ZoneName } from '../dns/dns-zone.ts';
import type { Places } from './world-places.ts';
import type { DomainSpec, WorldSpec } from './world-spec.ts';

/** What every DNS has, for a program that checks its resolver: the root, and a server of it. They can be replaced. */
const EVERYWHERE: Readonly<Record<string, ZoneName>> = {
  '': { NS: ['a.root-servers.net'] },
  'a.root-servers.net': { A: ['198.41.0.4'], AAAA: ['2001:503:ba3e::2:30'] },
};

/** The zone of a world: its domains, its hosts with the addresses published, the names added, and what every DNS has. */
export function worldZone(
  { domains, names = {} }: WorldSpec,
  places: Places,
): Map<string, ZoneName> {
  const zone = new Map<string, ZoneName>(Object.entries(EVERYWHERE));
  const add = (name: string, entry: ZoneName | undefined): void => {
    if (entry) zone.set(name, { ...zone.get(name), ...entry });
  };
  for (const [host, own] of places)
    add(host, addressRecords(own.map(({ published }) => published)));
  for (const [name, domain] of Object.entries(domains)) add(name, domainRecords(domain));
  for (const [name, entry] of Object.entries(names)) add(name, entry);
  return zone;
}

function addressRecords(addresses: readonly string[]): ZoneName {
  return {
    A: addresses.filter((address) => !isIPv6(address)),
    AAAA: addresses.filter((address) => isIPv6(address)),
  };
}

function domainRecords(domain: DomainSpec): ZoneName | undefined {
  switch (domain.kind) {
    case 'mx':
      return { MX: domain.mx.map(({ preference, host }) => ({ preference, exchange: host })) };
    case 'null-mx':
      return { MX: [{ preference: 0, exchange: '.' }] };
    case 'implicit':
    case 'none':
      return {};
    case 'failing':
      return { behaviours: { ANY: domain.behaviour } };
    case 'nxdomain':
      return undefined;
  }
}
