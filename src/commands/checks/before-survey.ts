import type { Check } from '../../model/output/check.ts';
import type { Dialler } from '../../net/dial.ts';
import type { Resolver } from '../../net/dns/dns-answer.ts';
import type { TargetPolicy } from '../../scan/plan/target-policy.ts';
import type { Family } from '../../scan/plan/resolve.ts';
import { checkClock, type ClockEvidence } from './check-clock.ts';
import { checkOpenFiles, openFilesLimit } from './check-open-files.ts';
import { checkPort, LEAST_OPERATORS, type PortChecked } from './check-port.ts';
import { checkResolver } from './check-resolver.ts';
import { sampleHosts, type SampleHost } from './sample-hosts.ts';

/** What a survey depends on, as far as it can be checked before it. */
export interface Surroundings {
  resolver: Resolver;
  dial: Dialler;
  families: readonly Family[];
  targetPolicy: TargetPolicy;
  port: number;
  /** The limit of a whole connection in ms. */
  attemptMs: number;
  concurrency: number;
  /** The domains of the survey, or some that are spread over its lists. */
  domains: readonly string[];
}

/** The checks before a survey, and what they found of this machine's network. */
export interface CheckedFirst {
  /** Up to the first that failed: the others would only repeat it. */
  checks: Check[];
  /** Of the check of the port; null where it was not made. */
  port: PortChecked | null;
}

/** Of fewer domains, all may be dead: that none of them leads anywhere says nothing of the resolver. */
const FEW_DOMAINS = 10;

/**
 * Makes the checks before a survey, from the cheapest on, until one fails.
 * @param connects whether MX hosts of the survey may be connected to, to find out whether this network lets that out.
 */
export async function checkBefore(
  surroundings: Surroundings,
  clock: ClockEvidence,
  connects: boolean,
): Promise<CheckedFirst> {
  const sample = sampleOnce(surroundings);
  const { length } = surroundings.domains;
  const ownHosts = async () => (await sample()).map(nameOf);
  const steps: (() => Promise<Check> | Check)[] = [
    () => checkClock(clock),
    () => checkOpenFiles(openFilesLimit(), surroundings.concurrency),
    () => checkResolver({ ...surroundings, ownHosts: length < FEW_DOMAINS ? null : ownHosts }),
  ];
  const checks: Check[] = [];
  for (const step of steps) {
    const check = await step();
    checks.push(check);
    if (check.outcome === 'failed') return { checks, port: null };
  }
  // Nobody is connected to for a check that cannot fail.
  if (!connects || length < LEAST_OPERATORS) return { checks, port: null };
  const hosts = await sample();
  if (hosts.length < LEAST_OPERATORS) return { checks, port: null };
  const port = await checkPort({ ...surroundings, hosts });
  return { checks: [...checks, port.check], port };
}

/** The sample is looked up when it is asked for, and once. */
export function sampleOnce(surroundings: Surroundings): () => Promise<SampleHost[]> {
  let sample: Promise<SampleHost[]> | undefined;
  return () => (sample ??= sampleHosts(surroundings));
}

function nameOf({ host }: SampleHost): string {
  return host;
}
