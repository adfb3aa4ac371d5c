import type { Endpoint } from '../../model/records/endpoint.ts';
import type { SnapshotSource } from '../../model/records/snapshot-source.ts';
import type { Survey } from '../../model/records/survey.ts';
import { HostTable } from '../tables/host-table.ts';
import { judgedHosts, type JudgedHost } from '../tables/judged.ts';
import { recallHost, type LastKnown } from '../tables/last-known.ts';
import { mergeSorted } from '../../model/merge-sorted.ts';
import { chainKey } from './certificate-questions.ts';
import { regressesFrom } from './regression.ts';
import { haveSameRoots } from './scanner-changes.ts';

/**
 * Reads the endpoints of a snapshot once, and answers of an endpoint that is surveyed now whether its record would be a
 * regression of its host.
 * @param now how the endpoint is surveyed.
 * @param lastKnown what was last known of what the snapshot does not know; null for nothing.
 */
export function regressionsAgainst(
  before: SnapshotSource,
  now: Pick<Survey, 'scanner'>,
  lastKnown: LastKnown | null = null,
): (endpoint: Endpoint) => boolean {
  const sameRoots = haveSameRoots(before.survey, now);
  const keyed = (endpoint: Endpoint, host: string, address: string | null): Endpoint => ({
    ...endpoint,
    host,
    address,
  });
  const table = new HostTable<Endpoint>({
    kindOf: (endpoint) => JSON.stringify(bare(keyed(endpoint, '', null), sameRoots)),
    bare: (endpoint) => bare(endpoint, sameRoots),
    keyed,
  });
  for (const { endpoints } of hostsBefore(before, lastKnown, now)) {
    for (const endpoint of endpoints) table.add(endpoint);
  }
  return (endpoint) => regressesFrom(table.of(endpoint.host), endpoint, sameRoots);
}

/** The hosts of a snapshot, and those that it did not ask, as they were last known. */
function* hostsBefore(
  before: SnapshotSource,
  lastKnown: LastKnown | null,
  now: Pick<Survey, 'scanner'>,
): Generator<JudgedHost, void> {
  const recalled = (lastKnown?.hosts() ?? []).map((host) => ({ host, endpoints: [] }));
  for (const { key: host, before: own } of mergeSorted(judgedHosts(before), recalled, hostOf)) {
    const endpoints = own?.endpoints ?? [];
    yield {
      host,
      endpoints: lastKnown === null ? endpoints : recall(host, endpoints, now, lastKnown),
    };
  }
}

function recall(
  host: string,
  endpoints: readonly Endpoint[],
  now: Pick<Survey, 'scanner'>,
  lastKnown: LastKnown,
): Endpoint[] {
  const side = recallHost(host, endpoints, null, lastKnown);
  return side.endpoints.map((each) => {
    const survey = side.recalled.get(each);
    // What other roots made of a certificate is no measure.
    return survey === undefined || haveSameRoots(survey, now) ? each : { ...each, problems: null };
  });
}

function hostOf({ host }: JudgedHost): string {
  return host;
}

/** An endpoint without what no regression goes by: the words of the server, and what is its own alone. */
function bare(endpoint: Endpoint, sameRoots: boolean): Endpoint {
  const { dane, notes } = endpoint;
  const rest = {
    smtp: null,
    ...(sameRoots ? { certificate: null, chain: [] } : searchedFrom(endpoint)),
    path: null,
    notes: notes.filter((note) => note === 'inconsistent'),
    dane: dane && { ...dane, records: [] },
    deep: null,
  };
  switch (endpoint.outcome) {
    case 'tls': {
      const { version, versions } = endpoint.tls;
      const tls = { version, versions, cipher: null, group: null };
      return { ...endpoint, ...rest, reply: null, tls };
    }
    case 'failed':
      return { ...endpoint, ...rest, reply: null, failure: { ...endpoint.failure, detail: '' } };
    case 'tls-failed': {
      const failure = { ...endpoint.failure, detail: '' };
      return { ...endpoint, ...rest, reply: null, failure, tls: null };
    }
    case 'refused-starttls':
    case 'rejected':
    case 'deferred':
      return { ...endpoint, ...rest, reply: { ...endpoint.reply, text: '' } };
    case 'plaintext':
    case 'stripped':
      return { ...endpoint, ...rest, reply: null };
  }
}

/** Where other roots were trusted, what paths are searched from matters: it stands in place of the issuers. */
function searchedFrom(endpoint: Endpoint): Pick<Endpoint, 'certificate' | 'chain'> {
  const key = chainKey(endpoint);
  return { certificate: null, chain: key === null ? [] : ['', key] };
}
