import { farmEndpoints, mixedWorld, type FarmWorld } from '../survey/world.ts';

/** Hosts of one domain of modern servers: as many as are asked of one. */
const HOSTS = 20;

/** What the scanners are compared on. */
export interface PeerWorlds {
  /** Servers of all kinds. */
  mixed: FarmWorld;
  /** Some of them, of TLS 1.3 with a valid chain, which scanners that take longer for each server are given. */
  modern: FarmWorld;
  /** What the farm and its DNS server serve: both. */
  served: FarmWorld;
}

/** The worlds of so many endpoints in all, and so many modern ones at most. */
export function peerWorlds(endpoints: number, modernMost: number): PeerWorlds {
  const mixed = mixedWorld(endpoints);
  const modern = modernWorld(endpoints, modernMost);
  const served = { endpoints: mixed.endpoints, domains: [...mixed.domains, ...modern.domains] };
  return { mixed, modern, served };
}

function modernWorld(count: number, most: number): FarmWorld {
  const endpoints = farmEndpoints(count)
    .filter(({ kind }) => kind === 'TLS 1.3')
    .slice(0, most);
  const domains = Array.from({ length: Math.ceil(endpoints.length / HOSTS) }, (_, index) => ({
    domain: `modern${index}.example`,
    mx: endpoints.slice(index * HOSTS, (index + 1) * HOSTS),
  }));
  return { endpoints, domains };
}
