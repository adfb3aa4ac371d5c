import { farmEndpoints, type FarmWorld } from '../survey/world.ts';

/** Hosts of one domain: as many as are asked of one, so that what a domain costs is shared by many endpoints. */
const HOSTS = 20;
/** TLS 1.3 by a handshake, TLS 1.2 by a ClientHello probe, and a probe for TLS 1.1 that is refused. */
const CONNECTIONS = 3;

/** A world of modern servers only: TLS 1.2 and 1.3 with a valid chain. */
export function modernWorld(): FarmWorld {
  const endpoints = farmEndpoints()
    .filter(({ kind }) => kind === 'TLS 1.3')
    .map((each) => ({ ...each, connections: CONNECTIONS }));
  const domains = Array.from({ length: Math.ceil(endpoints.length / HOSTS) }, (_, index) => ({
    domain: `domain${index}.example`,
    mx: endpoints.slice(index * HOSTS, (index + 1) * HOSTS),
  }));
  return { endpoints, domains };
}
