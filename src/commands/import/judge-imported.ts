import type { ImportedRecords } from '../../importers/gr-mx-records.ts';
import { judgeCertificate } from '../../judge/endpoint/endpoint-problems.ts';
import { countClasses, judgeDomain } from '../../judge/mail-domain.ts';
import type { Certificate } from '../../model/records/certificate.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import type { ListEntry } from '../../model/names/list.ts';
import type { MailDomain, Mx } from '../../model/records/mail-domain.ts';
import { fitsPattern, type MxMap } from '../../model/names/mx-map.ts';
import type { Snapshot } from '../../model/records/snapshot.ts';
import type { Survey } from '../../model/records/survey.ts';
import { VERSION } from '../../model/version.ts';

/** What an import knows besides the results: the MX hosts of each domain, and the lists that name its provider. */
export interface ImportContext {
  map: MxMap;
  entries: ReadonlyMap<string, ListEntry>;
  lists: Survey['lists'];
  categories: Survey['categories'];
}

/**
 * Makes a snapshot of imported records: joins the hosts to the domains that they served, and judges all records at
 * 00:00 UTC of its date. A domain without an asked host was not observed and is not in the snapshot.
 */
export function judgeImported(
  records: ImportedRecords,
  date: string,
  context: ImportContext,
): Omit<Snapshot, 'format'> {
  const startedAt = `${date}T00:00:00Z`;
  const certificates = new Map(records.certificates.map((each) => [each.id, each]));
  const endpoints = records.endpoints.map((each) =>
    judged(each, certificates, new Date(startedAt)),
  );
  const domains = joinDomains(endpoints, context);
  const counts = {
    domains: domains.length,
    endpoints: endpoints.length,
    ...countClasses(endpoints),
  };
  return {
    survey: { ...surveyOf(date, startedAt, context), counts },
    domains,
    endpoints,
    certificates: records.certificates,
  };
}

/** The hosts that the map gives to no domain, in their order. */
export function unmappedHosts({ endpoints }: ImportedRecords, map: MxMap): string[] {
  const patterns = [...map.values()].flat();
  return endpoints
    .map(({ host }) => host)
    .filter((host) => !patterns.some((pattern) => fitsPattern(host, pattern)));
}

/** The path was not recorded: what depends on it stays undetermined. */
function judged(
  endpoint: Endpoint,
  certificates: ReadonlyMap<string, Certificate>,
  at: Date,
): Endpoint {
  const certificate = certificates.get(endpoint.certificate ?? '');
  if (certificate === undefined) return endpoint;
  const { host } = endpoint;
  const verdict = judgeCertificate({ host, certificate, via: [], pathEnd: null, at });
  return { ...endpoint, ...verdict };
}

function joinDomains(endpoints: readonly Endpoint[], context: ImportContext): MailDomain[] {
  return [...context.map]
    .flatMap(([domain, patterns]) => {
      const own = endpoints.filter(({ host }) =>
        patterns.some((pattern) => fitsPattern(host, pattern)),
      );
      return own.length === 0 ? [] : [domainOf(domain, own, context)];
    })
    .sort((a, b) => (a.domain < b.domain ? -1 : 1));
}

/** The preference of an MX host was not recorded: it is 0 for all, so that no host comes before another. */
function domainOf(
  domain: string,
  endpoints: readonly Endpoint[],
  { entries }: ImportContext,
): MailDomain {
  const entry = entries.get(domain);
  const mx: Mx = {
    kind: 'mx',
    failure: null,
    dnssec: 'unknown',
    hosts: endpoints.map(({ host }) => ({ preference: 0, host, omittedAddresses: 0 })),
    omittedHosts: 0,
    excluded: 0,
  };
  return {
    domain,
    category: entry?.category ?? null,
    provider: entry?.provider ?? null,
    ...judgeDomain(mx, endpoints, null),
    mx,
    mtaSts: null,
    tlsRpt: null,
    notes: [],
    onionMx: null,
  };
}

/** `scanner.mxtls` is the version that imported; EHLO name, resolver and address families of the survey are unknown. */
function surveyOf(
  date: string,
  startedAt: string,
  { lists, categories }: ImportContext,
): Omit<Survey, 'counts'> {
  return {
    date,
    startedAt,
    finishedAt: startedAt,
    vantage: null,
    degraded: [],
    scanner: { mxtls: VERSION, node: null, openssl: null, roots: null },
    ehlo: null,
    resolver: null,
    dnssec: false,
    families: [],
    settings: { depth: null, port: 25, passes: 1 },
    lists,
    categories,
    excluded: { domains: 0, hosts: 0, addresses: 0 },
    givenMx: null,
  };
}
