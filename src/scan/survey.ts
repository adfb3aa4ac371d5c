import type { Roots } from '../judge/x509/certificate-path.ts';
import { judgeDomain } from '../judge/mail-domain.ts';
import { judgeMtaSts } from '../judge/policies/mta-sts.ts';
import type { Certificate } from '../model/records/certificate.ts';
import { classOf, type Endpoint } from '../model/records/endpoint.ts';
import { compareAddresses } from '../model/names/ip-address.ts';
import type { ClassCounts, MailDomain } from '../model/records/mail-domain.ts';
import type { Job, Plan, PlannedDomain } from '../model/plan.ts';
import type { Depth } from '../model/records/words.ts';
import { CertificateCollector } from './probe/certificate-collector.ts';
import { withDane } from './dane.ts';
import { createConnector, type ConnectorOptions } from './probe/connector.ts';
import { observedEndpoint, settledEndpoint } from './probe/endpoint-record.ts';
import type { EndpointResult } from './probe/endpoint-result.ts';
import { EndpointProber, type Regresses } from './probe/endpoint-prober.ts';
import { createRateLimiter, type RateLimiter, type RateLimits } from '../net/rate-limiter.ts';
import { askPolicies, type DomainPolicies } from './policies/policies.ts';
import type { PolicyHostOptions } from './policies/policy-host.ts';
import { watchStalls } from './probe/stall-watch.ts';

/** The progress of a survey; `counts` are of the endpoints that are done. */
export interface Progress {
  pass: number;
  done: number;
  total: number;
  counts: ClassCounts;
}

export interface SurveyOptions extends Pick<ConnectorOptions, 'settings' | 'record'> {
  rateLimits: RateLimits;
  depth: Depth;
  /** How often an endpoint with an unknown result is probed at most, and the wait between two passes in ms. */
  passes: number;
  passDelayMs: number;
  /** For MTA-STS and TLS-RPT; null: they are not asked for. */
  policies: Pick<PolicyHostOptions, 'resolver' | 'families' | 'targetPolicy' | 'ms'> | null;
  roots: Roots;
  /** Whether a record is worse than in the survey before and needs confirmation; null: there is no survey before. */
  regresses: Regresses | null;
  /** The instant that certificates are judged at. */
  at: Date;
  onProgress: (progress: Progress) => void;
  /** Called before the wait of each later pass, with the number of endpoints in it and the wait in ms. */
  onWait?: ((pass: number, again: number, ms: number) => void) | undefined;
}

/** The records of a survey, in the order of the format. */
export interface SurveyRecords {
  domains: MailDomain[];
  endpoints: Endpoint[];
  certificates: Certificate[];
}

/** Carries a plan out: probes each endpoint in passes, asks for the policies, and joins the results to the domains. */
export async function carryOut(plan: Plan, options: SurveyOptions): Promise<SurveyRecords> {
  const certificates = new CertificateCollector(options.roots, options.at);
  const rateLimiter = createRateLimiter(options.rateLimits);
  const { roots, at, settings } = options;
  const [asked, policies] = await Promise.all([
    probeAll(plan, { ...options, rateLimiter }, certificates),
    options.policies === null
      ? new Map<string, DomainPolicies>()
      : askPolicies(plan.domains, {
          ...options.policies,
          rateLimiter,
          roots,
          at,
          dial: settings.dial,
        }),
  ]);
  const endpoints = [...asked, ...plan.settled.map(settledEndpoint)].sort(compareEndpoints);
  return {
    domains: joinDomains(plan.domains, endpoints, policies),
    endpoints,
    certificates: certificates.records(endpoints),
  };
}

type ProbeOptions = Omit<SurveyOptions, 'rateLimits'> & { rateLimiter: RateLimiter };

async function probeAll(
  { jobs, tlsa }: Plan,
  options: ProbeOptions,
  certificates: CertificateCollector,
): Promise<Endpoint[]> {
  const stalls = watchStalls();
  const connector = createConnector({ ...options, stalls });
  const proberFor = (job: Job): EndpointProber => {
    const { depth, regresses, at } = options;
    const recordOf = (result: EndpointResult): Endpoint => {
      const observed = observedEndpoint(job, result, certificates);
      return withDane(observed, result, tlsa.get(job.host), at);
    };
    return new EndpointProber({ connect: connector(job), depth, recordOf, regresses });
  };
  const endpoints: Endpoint[] = [];
  const counts: ClassCounts = { tls: 0, plaintext: 0, broken: 0, unknown: 0 };
  const open = new Map<Job, EndpointProber>();
  let waiting: readonly Job[] = jobs;
  for (let pass = 1; waiting.length > 0; pass++) {
    const again: Job[] = [];
    await Promise.all(
      waiting.map(async (job) => {
        const prober = open.get(job) ?? proberFor(job);
        const endpoint = await prober.pass(pass >= options.passes);
        if (endpoint === null) {
          open.set(job, prober);
          again.push(job);
          return;
        }
        open.delete(job);
        endpoints.push(endpoint);
        counts[classOf(endpoint)]++;
        options.onProgress({ pass, done: endpoints.length, total: jobs.length, counts });
      }),
    );
    waiting = again;
    if (again.length === 0) continue;
    options.onWait?.(pass + 1, again.length, options.passDelayMs);
    await new Promise((resolve) => setTimeout(resolve, options.passDelayMs));
  }
  stalls.stop();
  return endpoints;
}

function compareEndpoints(a: Endpoint, b: Endpoint): number {
  if (a.host !== b.host) return a.host < b.host ? -1 : 1;
  return compareAddresses(a.address, b.address);
}

function joinDomains(
  planned: readonly PlannedDomain[],
  endpoints: readonly Endpoint[],
  policies: ReadonlyMap<string, DomainPolicies>,
): MailDomain[] {
  const byHost = new Map<string, Endpoint[]>();
  for (const endpoint of endpoints) {
    const known = byHost.get(endpoint.host);
    if (known === undefined) byHost.set(endpoint.host, [endpoint]);
    else known.push(endpoint);
  }
  return planned
    .map(({ domain, category, provider, mx, notes }) => {
      const own = mx.hosts.flatMap(({ host }) => byHost.get(host) ?? []);
      const asked = policies.get(domain);
      const mtaSts = asked?.mtaSts ? judgeMtaSts(asked.mtaSts, mx, own) : null;
      const verdict = judgeDomain(mx, own, mtaSts);
      const tlsRpt = asked?.tlsRpt ?? null;
      return { domain, category, provider, ...verdict, mx, mtaSts, tlsRpt, notes };
    })
    .sort((a, b) => (a.domain < b.domain ? -1 : 1));
}
