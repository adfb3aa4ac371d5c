import { judgeDomain } from '../../../src/judge/mail-domain.ts';
import { judgeMtaSts } from '../../../src/judge/policies/mta-sts.ts';
import { storedNames } from '../../../src/judge/x509/name-match.ts';
import { certificateIdsOf, isBefore, type Endpoint } from '../../../src/model/records/endpoint.ts';
import type { Snapshot } from '../../../src/model/records/snapshot.ts';
import { withDane } from '../../../src/scan/journal/dane.ts';
import { settledEndpoint } from '../../../src/scan/probe/endpoint-record.ts';
import type { RandomRun } from './random-run.ts';

type Records = Pick<Snapshot, 'domains' | 'endpoints' | 'certificates'>;

/**
 * The records of a run as they are joined without a journal: everything in memory, looked up in lists.
 * @param isKnown which domains are finished.
 */
export function joinInMemory(run: RandomRun, isKnown: (domain: string) => boolean): Records {
  const all = endpointsOf(run);
  const wanted = run.domains.filter(({ domain }) => isKnown(domain.domain));
  const hosts = new Set(wanted.flatMap(({ domain }) => domain.mx.hosts.map(({ host }) => host)));
  const endpoints = all.filter(({ host }) => hosts.has(host));
  const ids = new Set(endpoints.flatMap(certificateIdsOf));
  return {
    domains: wanted
      .map(({ domain: { domain, category, provider, mx, notes } }) => {
        const own = mx.hosts.flatMap(({ host }) => all.filter((each) => each.host === host));
        const asked = run.policies.find((each) => each.domain === domain)?.found;
        const mtaSts = asked?.mtaSts ? judgeMtaSts(asked.mtaSts, mx, own) : null;
        const onionMx = asked?.onionMx ?? null;
        const tlsRpt = asked?.tlsRpt ?? null;
        return {
          ...{ domain, category, provider, mx, mtaSts, tlsRpt, notes, onionMx },
          ...judgeDomain(mx, own, mtaSts),
        };
      })
      .sort((a, b) => (a.domain < b.domain ? -1 : 1)),
    endpoints,
    certificates: run.certificates
      .filter(({ certificate }) => ids.has(certificate.id))
      .map(({ certificate, names }) => {
        const own = endpoints.filter((each) => each.certificate === certificate.id);
        return {
          ...certificate,
          names: storedNames(
            names,
            own.map(({ host }) => host),
          ),
        };
      })
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

function endpointsOf(run: RandomRun): Endpoint[] {
  const at = new Date('2026-11-23T03:00:00Z');
  const ders = new Map(run.certificates.map(({ certificate, der }) => [certificate.id, der]));
  const settled = run.hosts.flatMap((host) => host.settled.map(settledEndpoint));
  return [...settled, ...run.endpoints.map(({ endpoint }) => endpoint)]
    .map((endpoint) => {
      const tlsa = run.hosts.find(({ host }) => host === endpoint.host)?.tlsa ?? null;
      const nextHops = run.domains
        .filter(({ domain: { mx } }) => mx.hosts.some(({ host }) => host === endpoint.host))
        .filter(({ domain: { mx } }) => mx.dnssec === 'secure')
        .map(({ domain: { domain } }) => domain);
      const facts = tlsa && { ...tlsa, nextHops };
      return withDane(endpoint, facts, (id) => ders.get(id) ?? null, at);
    })
    .sort((a, b) => (isBefore(a, b) ? -1 : 1));
}
