import type { Roots } from '../judge/x509/certificate-path.ts';
import { classOf, type Endpoint } from '../model/records/endpoint.ts';
import type { ClassCounts } from '../model/records/mail-domain.ts';
import type { Job, Plan } from '../model/plan.ts';
import type { Depth } from '../model/records/words.ts';
import { CertificateCollector } from './probe/certificate-collector.ts';
import { withDane } from './dane.ts';
import { DomainResults, type SurveyRecords } from './domain-results.ts';
import { createConnector, type ConnectorOptions } from './probe/connector.ts';
import { observedEndpoint } from './probe/endpoint-record.ts';
import type { EndpointResult } from './probe/endpoint-result.ts';
import { EndpointProber, type Regresses } from './probe/endpoint-prober.ts';
import { createRateLimiter, type RateLimiter, type RateLimits } from '../net/rate-limiter.ts';
import { askPolicies } from './policies/policies.ts';
import type { PolicyHostOptions } from './policies/policy-host.ts';
import { watchLocally } from './probe/local-watch.ts';

/** The progress of a survey; `counts` are of the endpoints that are done. */
export interface Progress {
  pass: number;
  done: number;
  total: number;
  counts: ClassCounts;
  /** The endpoints that are still asked in this pass, in the order of the plan. It shrinks as they end. */
  waiting: ReadonlySet<Job>;
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
  /** Called before the wait of each later pass, with the endpoints in it and the wait in ms. */
  onWait?: ((pass: number, again: readonly Job[], ms: number) => void) | undefined;
  /** Called with the records of each domain when its endpoints and policies are finished. */
  onDomain?: ((records: SurveyRecords) => void) | undefined;
}

/**
 * Carries a plan out: probes each endpoint in passes, asks for the policies, and joins the results to the domains. When it
 * is interrupted, it returns the records of the domains that are finished.
 */
export async function carryOut(plan: Plan, options: SurveyOptions): Promise<SurveyRecords> {
  const { roots, at, settings, onDomain } = options;
  const certificates = new CertificateCollector(roots, at);
  const rateLimiter = createRateLimiter(options.rateLimits);
  const withPolicies = options.policies !== null;
  const results = new DomainResults(plan, { certificates, withPolicies, onDomain });
  // What comes in after an interruption was cut short by it.
  const isOver = (): boolean => settings.interruption?.isRaised ?? false;
  const probing = probeAll(plan, { ...options, rateLimiter }, certificates, (endpoint) => {
    if (!isOver()) results.addEndpoint(endpoint);
  });
  const asking =
    options.policies === null
      ? null
      : askPolicies(
          plan.domains,
          { ...options.policies, rateLimiter, roots, at, dial: settings.dial },
          (domain, found) => {
            if (!isOver()) results.addPolicies(domain, found);
          },
        );
  await Promise.race([Promise.all([probing, asking]), ...interrupted(settings)]);
  return results.records();
}

function interrupted({ interruption }: SurveyOptions['settings']): Promise<void>[] {
  return interruption === undefined ? [] : [interruption.raised];
}

type ProbeOptions = Omit<SurveyOptions, 'rateLimits'> & { rateLimiter: RateLimiter };

async function probeAll(
  { jobs, tlsa }: Plan,
  options: ProbeOptions,
  certificates: CertificateCollector,
  onEndpoint: (endpoint: Endpoint) => void,
): Promise<void> {
  const watch = watchLocally();
  const connector = createConnector({ ...options, watch });
  const proberFor = (job: Job): EndpointProber => {
    const { depth, regresses, at } = options;
    const recordOf = (result: EndpointResult): Endpoint => {
      const observed = observedEndpoint(job, result, certificates);
      return withDane(observed, result, tlsa.get(job.host), at);
    };
    return new EndpointProber({ connect: connector(job), depth, recordOf, regresses });
  };
  let done = 0;
  const counts: ClassCounts = { tls: 0, plaintext: 0, broken: 0, unknown: 0 };
  const open = new Map<Job, EndpointProber>();
  let asked: readonly Job[] = jobs;
  for (let pass = 1; asked.length > 0; pass++) {
    const again: Job[] = [];
    const waiting = new Set(asked);
    const progress = (): void => {
      options.onProgress({ pass, done, total: jobs.length, counts, waiting });
    };
    progress();
    await Promise.all(
      asked.map(async (job) => {
        const prober = open.get(job) ?? proberFor(job);
        const endpoint = await prober.pass(pass >= options.passes);
        waiting.delete(job);
        if (endpoint === null) {
          open.set(job, prober);
          again.push(job);
          return;
        }
        open.delete(job);
        done++;
        counts[classOf(endpoint)]++;
        progress();
        onEndpoint(endpoint);
      }),
    );
    asked = again;
    if (again.length === 0) continue;
    options.onWait?.(pass + 1, again, options.passDelayMs);
    await new Promise((resolve) => setTimeout(resolve, options.passDelayMs));
  }
  watch.stop();
}
