import type { Roots } from '../judge/x509/certificate-path.ts';
import type { Endpoint } from '../model/records/endpoint.ts';
import type { Job, Plan } from '../model/plan.ts';
import type { Certificate } from '../model/records/certificate.ts';
import type { Depth } from '../model/records/words.ts';
import { CertificateCollector } from './probe/certificate-collector.ts';
import { withDane } from './journal/dane.ts';
import { DomainResults, type SurveyRecords } from './domain-results.ts';
import { createConnector, type ConnectorOptions } from './probe/connector.ts';
import { observedEndpoint } from './probe/endpoint-record.ts';
import type { EndpointResult } from './probe/endpoint-result.ts';
import type { Regresses } from './probe/endpoint-prober.ts';
import { createRateLimiter, type RateLimiter, type RateLimits } from '../net/rate-limiter.ts';
import { askPolicies } from './policies/policies.ts';
import type { PolicyHostOptions } from './policies/policy-host.ts';
import { watchLocally } from './probe/local-watch.ts';
import { startProbing, type Progress } from './schedule/probing.ts';

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
  const presented = new Map<string, { certificate: Certificate; names: readonly string[] }>();
  const certificates = new CertificateCollector({
    roots,
    at,
    onCertificate: (certificate, names) => presented.set(certificate.id, { certificate, names }),
  });
  const rateLimiter = createRateLimiter(options.rateLimits);
  const withPolicies = options.policies !== null;
  const results = new DomainResults(plan, { certificates: presented, withPolicies, onDomain });
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
  const derOf = (id: string) => certificates.der(id);
  const recordOf = (job: Job, result: EndpointResult): Endpoint => {
    const observed = observedEndpoint(job, result, certificates);
    return withDane(observed, tlsa.get(job.host) ?? null, derOf, options.at);
  };
  const connector = createConnector({ ...options, watch });
  const probing = startProbing({ ...options, connector, recordOf, onEndpoint });
  for (const job of jobs) probing.add(job);
  await probing.finish();
  watch.stop();
}
