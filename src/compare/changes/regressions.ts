import type { Endpoint } from '../../model/records/endpoint.ts';
import type { SnapshotSource } from '../../model/records/snapshot-source.ts';
import type { Survey } from '../../model/records/survey.ts';
import { HostTable } from '../tables/host-table.ts';
import { judgedHosts } from '../tables/judged.ts';
import { chainKey } from './certificate-questions.ts';
import { regressesFrom } from './regression.ts';
import { haveSameRoots } from './scanner-changes.ts';

/**
 * Reads the endpoints of a snapshot once, and answers of an endpoint that is surveyed now whether its record would be a
 * regression of its host.
 * @param now how the endpoint is surveyed.
 */
export function regressionsAgainst(
  before: SnapshotSource,
  now: Pick<Survey, 'scanner'>,
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
  for (const { endpoints } of judgedHosts(before)) {
    for (const endpoint of endpoints) table.add(endpoint);
  }
  return (endpoint) => regressesFrom(table.of(endpoint.host), endpoint, sameRoots);
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
