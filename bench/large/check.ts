import type { Endpoint } from '../../src/model/records/endpoint.ts';
import type { MailDomain } from '../../src/model/records/mail-domain.ts';
import { openSnapshot, type OpenSnapshot } from '../../src/store/snapshots/open-snapshot.ts';
import {
  addressCount,
  addressIndexOf,
  domainName,
  endpointsOf,
  hostIndexOf,
  mxHostsOf,
  operatorOf,
  type LargeEndpoint,
  type LargeWorld,
} from './large-world.ts';

/** Wrong records are counted; so many are described. */
const SHOWN = 10;

/** What is wrong in a snapshot: how much, and the first of it in words. */
export interface Wrong {
  count: number;
  examples: string[];
}

/** Compares a snapshot with the rule of the world, record by record. Throws where it cannot be opened. */
export function wrongRecords(file: string, world: LargeWorld): Wrong {
  const opened = openSnapshot(file);
  if (opened.kind === 'refused') throw new Error(opened.message);
  const { snapshot } = opened;
  const wrong: Wrong = { count: 0, examples: [] };
  for (const line of faults(snapshot, world)) {
    wrong.count++;
    if (wrong.examples.length < SHOWN) wrong.examples.push(line);
  }
  snapshot.close();
  return wrong;
}

function* faults(snapshot: OpenSnapshot, world: LargeWorld): Generator<string> {
  const { degraded } = snapshot.survey;
  if (degraded.length > 0) yield `degraded: ${degraded.join(', ')}`;
  const servers = new Map(Array.from(endpointsOf(world), (each) => [each.host, each]));
  let domains = 0;
  for (const domain of snapshot.domains()) {
    const hosts = mxHostsOf(operatorOf(world, domains), domains);
    const outcomes = hosts.map((host) => servers.get(host)?.outcome);
    if (!isRight(domain, domainName(domains), hosts, outcomes)) yield JSON.stringify(domain);
    domains++;
  }
  if (domains !== world.domains) yield `${domains} domains instead of ${world.domains}`;
  for (const endpoint of snapshot.endpoints()) {
    const server = servers.get(endpoint.host);
    if (!isAsServed(endpoint, server, snapshot)) yield JSON.stringify(endpoint);
    servers.delete(endpoint.host);
  }
  for (const host of servers.keys()) yield `${host} is missing`;
  const fault = snapshot.fault();
  if (fault !== null) yield fault;
}

function isRight(
  { domain, mx, counts }: MailDomain,
  name: string,
  hosts: readonly string[],
  outcomes: readonly (LargeEndpoint['outcome'] | undefined)[],
): boolean {
  const found = mx.hosts.map(({ host, preference }) => `${preference} ${host}`).join();
  const tls = outcomes.filter((outcome) => outcome === 'tls').length;
  return (
    domain === name &&
    found === hosts.map((host, nth) => `${10 * (nth + 1)} ${host}`).join() &&
    counts.tls === tls &&
    counts.plaintext === hosts.length - tls &&
    counts.broken + counts.unknown === 0
  );
}

function isAsServed(
  endpoint: Endpoint,
  server: LargeEndpoint | undefined,
  snapshot: OpenSnapshot,
): boolean {
  const { address, outcome, certificate, path, problems } = endpoint;
  if (address !== server?.address || outcome !== server.outcome) return false;
  if (outcome === 'plaintext') return certificate === null;
  const names = certificate === null ? [] : snapshot.certificate(certificate)?.names;
  return names?.join() === endpoint.host && path?.outcome === 'trusted' && problems?.length === 0;
}

/**
 * Compares the connections to each address with what a survey at depth `quick` makes: one to each host, a second one where there
 * is no STARTTLS, and one more to the host of the first domain, for the check of the port before a survey.
 */
export function wrongConnections(accepted: Uint32Array, world: LargeWorld): Wrong {
  const planned = new Uint32Array(addressCount(world));
  for (const { host, outcome } of endpointsOf(world)) {
    const address = addressIndexOf(hostIndexOf(world, host) ?? 0);
    planned[address] = (planned[address] ?? 0) + (outcome === 'tls' ? 1 : 2);
  }
  const [checked = ''] = mxHostsOf(operatorOf(world, 0), 0);
  const port = addressIndexOf(hostIndexOf(world, checked) ?? 0);
  planned[port] = (planned[port] ?? 0) + 1;
  const wrong = Array.from(planned.keys()).filter((each) => planned[each] !== accepted[each]);
  return {
    count: wrong.length,
    examples: wrong
      .slice(0, SHOWN)
      .map((each) => `address ${each}: ${accepted[each]} connections, not ${planned[each]}`),
  };
}
