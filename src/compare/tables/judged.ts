import { judgeDomainAgain, judgeEndpointAgain } from '../../judge/again.ts';
import { asOrdinarilySeen } from '../../judge/endpoint/each-certificate.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import type { SeekableSource, SnapshotSource } from '../../model/records/snapshot-source.ts';
import type { EndpointTable } from './endpoint-table.ts';
import { HostRecords, type HostSource } from './host-records.ts';

/** A host of a snapshot with all its endpoints, sorted by address. */
export interface JudgedHost {
  host: string;
  endpoints: Endpoint[];
}

/** The hosts of a snapshot in their order, judged again by today's rules at the instant they were asked. */
export function* judgedHosts(source: SnapshotSource): Generator<JudgedHost, void> {
  for (const { host, endpoints } of storedHosts(source)) {
    yield { host, endpoints: judgedAgain(endpoints, source) };
  }
}

/** Endpoints of a snapshot, judged again by today's rules at the instant they were asked. */
function judgedAgain(endpoints: readonly Endpoint[], source: SnapshotSource): Endpoint[] {
  const at = new Date(source.survey.startedAt);
  return endpoints.map((each) => judgeEndpointAgain(each, (id) => source.certificate(id), at));
}

/**
 * The same beside another survey: where that one did not ask for a second certificate, the first alone is judged here, so
 * that a question that one of the two asked is no change.
 */
export function judgedBeside(
  endpoints: readonly Endpoint[],
  source: SnapshotSource,
  other: SnapshotSource,
): Endpoint[] {
  const isAsked = [source, other].every(({ survey }) => survey.settings.depth === 'deep');
  return judgedAgain(isAsked ? endpoints : endpoints.map(asOrdinarilySeen), source);
}

/** The hosts of a snapshot in their order with all their endpoints, as they are stored. */
export function* storedHosts(source: SnapshotSource): Generator<JudgedHost, void> {
  let endpoints: Endpoint[] = [];
  for (const stored of source.endpoints()) {
    const [first] = endpoints;
    if (first !== undefined && first.host !== stored.host) {
      yield { host: first.host, endpoints };
      endpoints = [];
    }
    endpoints.push(stored);
  }
  const [first] = endpoints;
  if (first !== undefined) yield { host: first.host, endpoints };
}

/**
 * The domains of a snapshot in their order, judged again.
 * @param table the snapshot's endpoints, all of them, judged again.
 */
export function* judgedDomains(
  source: SnapshotSource,
  table: EndpointTable,
): Generator<MailDomain, void> {
  for (const domain of source.domains()) {
    const endpoints = domain.mx.hosts.flatMap(({ host }) => table.of(host));
    yield judgeDomainAgain(domain, endpoints);
  }
}

/** A snapshot judged again by today's rules, each record when it is asked for. */
export function judgedSource(source: SeekableSource): HostSource {
  const { survey } = source;
  const at = new Date(survey.startedAt);
  const judged = (endpoint: Endpoint) =>
    judgeEndpointAgain(endpoint, (id) => source.certificate(id), at);
  const endpointAt = (place: number) => {
    const endpoint = source.endpointAt(place);
    return endpoint && judged(endpoint);
  };
  const hosts = new HostRecords(source, endpointAt);
  const judgedDomain = (domain: MailDomain) =>
    judgeDomainAgain(
      domain,
      domain.mx.hosts.flatMap(({ host }) => hosts.of(host)),
    );
  return {
    survey,
    *domains() {
      for (const domain of source.domains()) yield judgedDomain(domain);
    },
    *endpoints() {
      for (const endpoint of source.endpoints()) yield judged(endpoint);
    },
    certificate: (id) => source.certificate(id),
    domainAt: (place) => {
      const domain = source.domainAt(place);
      return domain && judgedDomain(domain);
    },
    endpointAt,
    endpointsOf: (host) => hosts.of(host),
    holders: () => source.domains(),
  };
}
