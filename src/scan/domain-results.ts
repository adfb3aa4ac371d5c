import { judgeDomain } from '../judge/mail-domain.ts';
import { judgeMtaSts } from '../judge/policies/mta-sts.ts';
import { compareAddresses } from '../model/names/ip-address.ts';
import type { Plan, PlannedDomain } from '../model/plan.ts';
import type { Certificate } from '../model/records/certificate.ts';
import { certificateIdsOf, type Endpoint } from '../model/records/endpoint.ts';
import type { MailDomain } from '../model/records/mail-domain.ts';
import { takesMail, type DomainPolicies } from './policies/policies.ts';
import { withNames } from './probe/certificate-collector.ts';
import { settledEndpoint } from './probe/endpoint-record.ts';

/** The records of a survey, in the order of the format. */
export interface SurveyRecords {
  domains: MailDomain[];
  endpoints: Endpoint[];
  certificates: Certificate[];
}

interface DomainResultsOptions {
  /** What was presented in the run, with all names of each. */
  certificates: ReadonlyMap<string, { certificate: Certificate; names: readonly string[] }>;
  /** Whether the policies of domains are asked for. */
  withPolicies: boolean;
  /** Called with the records of each domain when nothing of it is open any more. */
  onDomain?: ((records: SurveyRecords) => void) | undefined;
}

/** Collects what a survey finds, joins it to the domains of the plan, and knows which of them are finished. */
export class DomainResults {
  readonly #options: DomainResultsOptions;
  readonly #endpoints = new Map<string, Endpoint[]>();
  readonly #policies = new Map<string, DomainPolicies>();
  readonly #finished: PlannedDomain[] = [];
  /** How many answers each domain still waits for, and which domains a host serves. */
  readonly #open = new Map<PlannedDomain, number>();
  readonly #served = new Map<string, PlannedDomain[]>();

  constructor({ domains, jobs, settled }: Plan, options: DomainResultsOptions) {
    this.#options = options;
    for (const each of settled) this.#keep(settledEndpoint(each));
    const addresses = new Map<string, number>();
    for (const { host } of jobs) addresses.set(host, (addresses.get(host) ?? 0) + 1);
    for (const domain of domains) {
      let open = options.withPolicies && takesMail(domain) ? 1 : 0;
      for (const { host } of domain.mx.hosts) {
        open += addresses.get(host) ?? 0;
        this.#served.set(host, [...(this.#served.get(host) ?? []), domain]);
      }
      this.#open.set(domain, open);
      if (open === 0) this.#finish(domain);
    }
  }

  /** Takes the record of a planned endpoint. */
  addEndpoint(endpoint: Endpoint): void {
    this.#keep(endpoint);
    for (const domain of this.#served.get(endpoint.host) ?? []) this.#close(domain);
  }

  /** Takes the policies of a domain that takes mail. */
  addPolicies(domain: PlannedDomain, found: DomainPolicies): void {
    this.#policies.set(domain.domain, found);
    this.#close(domain);
  }

  /** The records of the finished domains, and of no other. */
  records(): SurveyRecords {
    return this.#recordsOf(this.#finished);
  }

  #keep(endpoint: Endpoint): void {
    const known = this.#endpoints.get(endpoint.host);
    if (known === undefined) this.#endpoints.set(endpoint.host, [endpoint]);
    else known.push(endpoint);
  }

  #close(domain: PlannedDomain): void {
    const open = (this.#open.get(domain) ?? 0) - 1;
    this.#open.set(domain, open);
    if (open === 0) this.#finish(domain);
  }

  #finish(domain: PlannedDomain): void {
    this.#finished.push(domain);
    this.#options.onDomain?.(this.#recordsOf([domain]));
  }

  #recordsOf(domains: readonly PlannedDomain[]): SurveyRecords {
    const hosts = new Set(domains.flatMap(({ mx }) => mx.hosts.map(({ host }) => host)));
    const endpoints = [...hosts]
      .flatMap((host) => this.#endpoints.get(host) ?? [])
      .sort(compareEndpoints);
    return {
      domains: domains
        .map((domain) => this.#joined(domain))
        .sort((a, b) => (a.domain < b.domain ? -1 : 1)),
      endpoints,
      certificates: this.#certificatesOf(endpoints),
    };
  }

  #certificatesOf(endpoints: readonly Endpoint[]): Certificate[] {
    const ids = new Set(endpoints.flatMap(certificateIdsOf));
    return [...ids].sort().flatMap((id) => {
      const known = this.#options.certificates.get(id);
      const own = endpoints.filter((each) => ownIdsOf(each).includes(id));
      const hosts = own.map(({ host }) => host);
      return known === undefined ? [] : [withNames(known.certificate, known.names, hosts)];
    });
  }

  #joined({ domain, category, provider, mx, notes }: PlannedDomain): MailDomain {
    const own = mx.hosts.flatMap(({ host }) => this.#endpoints.get(host) ?? []);
    const asked = this.#policies.get(domain);
    const mtaSts = asked?.mtaSts ? judgeMtaSts(asked.mtaSts, mx, own) : null;
    const verdict = judgeDomain(mx, own, mtaSts);
    const tlsRpt = asked?.tlsRpt ?? null;
    return { domain, category, provider, ...verdict, mx, mtaSts, tlsRpt, notes };
  }
}

function compareEndpoints(a: Endpoint, b: Endpoint): number {
  if (a.host !== b.host) return a.host < b.host ? -1 : 1;
  return compareAddresses(a.address, b.address);
}

function ownIdsOf({ certificate, deep }: Endpoint): (string | null | undefined)[] {
  return [certificate, deep?.certificates.RSA, deep?.certificates.ECDSA];
}
