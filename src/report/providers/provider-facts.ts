import { toUnicode } from '../../model/names/domain-name.ts';
import type {
  ReportedCertificate,
  ReportedDomain,
  ReportedProvider,
} from '../../model/output/report.ts';
import type { DnsblListing, Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import type { Shown } from '../words/shown-certificates.ts';
import { spokenTls, spokenVersions } from '../words/version-words.ts';
import { isListed, type Provider } from './providers.ts';
import { NO_SINCES, type Sinces } from './report-since.ts';

/** The facts of a provider, which nothing is said of yet. */
export function providerFacts(
  provider: Provider,
  shown: readonly Shown[],
  sinces: Sinces = NO_SINCES,
): Pick<ReportedProvider, 'name' | 'listed' | 'domains' | 'certificates'> {
  return {
    name: provider.name,
    listed: isListed(provider),
    domains: provider.domains.map((domain) =>
      reportedDomain(domain, provider.endpointsOf(domain), sinces),
    ),
    certificates: shown.map(reportedCertificate),
  };
}

function reportedDomain(
  domain: MailDomain,
  endpoints: readonly Endpoint[],
  sinces: Sinces,
): ReportedDomain {
  const { level, decidedBy, starttls, tls, problems, counts, mx, mtaSts, tlsRpt, onionMx } = domain;
  return {
    domain: domain.domain,
    unicode: toUnicode(domain.domain),
    level,
    decidedBy,
    starttls,
    tls,
    spoken: spokenVersions(endpoints.flatMap((each) => each.tls ?? [])),
    problems,
    counts,
    mx: mx.kind,
    hosts: mx.hosts.map(({ host }) => host),
    mtaSts: mtaSts && { state: mtaSts.state, mode: mtaSts.policy?.mode ?? null },
    tlsRpt: tlsRpt?.state ?? null,
    get since() {
      return sinces.domain(domain, endpoints);
    },
    lowest: lowestOf(endpoints),
    onionMx: onionMx && {
      state: onionMx.state,
      hosts: onionMx.records.map(({ host, kind, answer }) => ({
        ...{ host, kind, outcome: answer && answer.outcome },
      })),
    },
    dnsbl: listingsOf(endpoints),
  };
}

/** The zones by what they say of any of the addresses, sorted. */
function listingsOf(endpoints: readonly Endpoint[]): ReportedDomain['dnsbl'] {
  const asked = endpoints.flatMap(({ dnsbl }) => (dnsbl === null ? [] : [dnsbl]));
  if (asked.length === 0) return null;
  const zonesOf = (wanted: DnsblListing['state']): string[] => {
    const own = asked.flat().filter(({ state }) => state === wanted);
    return [...new Set(own.map(({ zone }) => zone))].sort();
  };
  return { listed: zonesOf('listed'), unknown: zonesOf('failed') };
}

function lowestOf(endpoints: readonly Endpoint[]): ReportedDomain['lowest'] {
  const spoken = spokenTls(endpoints);
  return spoken?.isLowest === true ? spoken.lowest : null;
}

function reportedCertificate(shown: Shown): ReportedCertificate {
  const { presented, hosts, mismatched, problems, undetermined, judged } = shown;
  const { id, subject, issuer, names, namesTotal, notBefore, notAfter, selfSigned } =
    presented.certificate;
  return {
    ...{ id, subject, issuer, names, namesTotal, notBefore, notAfter, selfSigned },
    hosts,
    mismatched,
    problems: judged === 'not' ? null : [...problems],
    undetermined: [...undetermined],
  };
}
