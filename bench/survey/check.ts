import { isDeepStrictEqual } from 'node:util';
import type { Endpoint } from '../../src/model/records/endpoint.ts';
import type { MailDomain } from '../../src/model/records/mail-domain.ts';
import type { Snapshot } from '../../src/model/records/snapshot.ts';
import type { FarmDomain, FarmEndpoint, FarmWorld } from './world.ts';

/** The parts of a record whose right values the farm knows. */
type Facts = Record<string, unknown>;

const REJECTED = { stage: 'greeting', code: 554, text: '5.7.1 Access denied' };

/** Compares a snapshot with what the farm serves; returns a line for each record that is wrong, missing or superfluous. */
export function wrongResults(
  snapshot: Pick<Snapshot, 'survey' | 'domains' | 'endpoints'>,
  farm: {
    domains: readonly FarmDomain[];
    endpoints: readonly FarmEndpoint[];
    certificates: ReadonlyMap<string, string>;
  },
): string[] {
  const { survey, domains, endpoints } = snapshot;
  return [
    ...(survey.degraded.length > 0 ? [`degraded: ${survey.degraded.join(', ')}`] : []),
    ...differences(
      new Map(endpoints.map((each) => [each.address ?? each.host, foundEndpoint(each)])),
      new Map(farm.endpoints.map((each) => [each.address, trueEndpoint(each, farm.certificates)])),
    ),
    ...differences(
      new Map(domains.map((each) => [each.domain, foundDomain(each)])),
      new Map(farm.domains.map((each) => [each.domain, trueDomain(each)])),
    ),
  ];
}

/**
 * The connections of an address, where their number is not the planned one. The first server has one more: the check before
 * a survey reads its greeting.
 */
export function wrongConnections(
  accepted: ReadonlyMap<string, number>,
  { endpoints, domains }: FarmWorld,
): string[] {
  const checked = domains[0]?.mx[0]?.address;
  return endpoints.flatMap(({ host, address, connections }) => {
    const planned = address === checked ? connections + 1 : connections;
    const had = accepted.get(address) ?? 0;
    return had === planned ? [] : [`${host} ${address}: ${had} instead of ${planned}`];
  });
}

function differences(
  found: ReadonlyMap<string, Facts>,
  truth: ReadonlyMap<string, Facts>,
): string[] {
  const keys = new Set([...found.keys(), ...truth.keys()]);
  return [...keys]
    .filter((key) => !isDeepStrictEqual(found.get(key), truth.get(key)))
    .map((key) => `${key}: ${shown(found.get(key))} instead of ${shown(truth.get(key))}`);
}

function shown(facts: Facts | undefined): string {
  return facts === undefined ? 'nothing' : JSON.stringify(facts);
}

function foundEndpoint(each: Endpoint): Facts {
  const { host, outcome, failure, reply: said, certificate, problems, undetermined, notes } = each;
  return {
    host,
    outcome,
    failure: failure === null ? null : `${failure.stage} ${failure.code}`,
    said,
    starttls: each.smtp?.starttls ?? null,
    version: each.tls?.version ?? null,
    group: each.tls?.group ?? null,
    certificate,
    chain: each.chain.length,
    path: each.path?.outcome ?? null,
    problems,
    undetermined,
    notes,
  };
}

function trueEndpoint(each: FarmEndpoint, certificates: ReadonlyMap<string, string>): Facts {
  const { host, address, outcome, problems } = each;
  // What the rejecting servers say is about the client, so that it counts against nobody.
  const notes = outcome === 'rejected' ? ['scanner-listed'] : [];
  const rest = { problems, undetermined: [], notes };
  const failure = outcome === 'failed' ? 'connect refused' : null;
  const said = outcome === 'rejected' ? REJECTED : null;
  const certificate = certificates.get(address) ?? null;
  return { host, outcome, failure, said, ...trueTls(each), certificate, ...rest };
}

function trueTls({ outcome, tls }: FarmEndpoint): Facts {
  if (tls === null) {
    const starttls = outcome === 'plaintext' ? 'not-offered' : null;
    return { starttls, version: null, group: null, chain: 0, path: null };
  }
  const selfSigned = tls.certificate === 'self-signed';
  return {
    starttls: 'offered',
    version: tls.maxVersion,
    group: 'X25519',
    chain: selfSigned ? 1 : 2,
    path: selfSigned ? 'self-signed' : 'trusted',
  };
}

function foundDomain({ mx, counts }: MailDomain): Facts {
  return { kind: mx.kind, hosts: mx.hosts.map(({ host }) => host), counts };
}

function trueDomain({ mx }: FarmDomain): Facts {
  const counts = { tls: 0, plaintext: 0, broken: 0, unknown: 0 };
  for (const { outcome } of mx) counts[CLASSES[outcome]]++;
  return { kind: 'mx', hosts: mx.map(({ host }) => host), counts };
}

const CLASSES = {
  tls: 'tls',
  plaintext: 'plaintext',
  rejected: 'unknown',
  failed: 'unknown',
} as const satisfies Record<FarmEndpoint['outcome'], string>;
