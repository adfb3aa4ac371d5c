import { resolveMx } from '../../scan/plan/resolve.ts';
import { someOf } from './prepare-scan.ts';
import type { SurveyInput } from './run-survey.ts';

/**
 * The input of a run with what the DNS names beside the MX hosts that are given, for those who read the answer: one MX
 * question, whose answer is not used for anything else. Without given hosts, and for an excluded domain, nothing is asked.
 */
export async function withDnsNames(input: SurveyInput): Promise<SurveyInput> {
  const { givenMx, resolver, targetPolicy } = input;
  const [domain] = await someOf(input.targets);
  if (givenMx === null || domain === undefined || targetPolicy.excludesDomain(domain)) return input;
  const { kind, hosts } = await resolveMx(resolver, domain);
  const names = hosts.map(({ host }) => host).filter((host) => !targetPolicy.excludesHost(host));
  return { ...input, givenMx: { ...givenMx, dns: kind === 'failed' ? null : names.sort() } };
}
