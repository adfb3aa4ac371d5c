import type { Endpoint } from '../model/endpoint.ts';

/** The endpoints of a snapshot by their MX host, each host's in the order of the snapshot. */
export function endpointsByHost(endpoints: Iterable<Endpoint>): Map<string, Endpoint[]> {
  const byHost = new Map<string, Endpoint[]>();
  for (const endpoint of endpoints) {
    const own = byHost.get(endpoint.host);
    if (own === undefined) byHost.set(endpoint.host, [endpoint]);
    else own.push(endpoint);
  }
  return byHost;
}
