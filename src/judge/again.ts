import type { Certificate } from '../model/records/certificate.ts';
import type { Endpoint } from '../model/records/endpoint.ts';
import type { MailDomain } from '../model/records/mail-domain.ts';
import type { EndpointFacts } from './endpoint/endpoint-facts.ts';
import { judgeCertificate } from './endpoint/endpoint-problems.ts';
import { judgeDomain } from './mail-domain.ts';
import { judgeMtaSts } from './policies/mta-sts.ts';

/**
 * Judges the certificate of a stored endpoint by today's rules, at the instant it was asked. What depended on the roots
 * of that day is a fact (`path`) and stands; so does a verdict whose certificates the snapshot has lost.
 * @param find gives the certificate of an id, null where there is none.
 */
export function judgeEndpointAgain(
  endpoint: Endpoint,
  find: (id: string) => Certificate | null,
  at: Date,
): Endpoint {
  const { host, certificate: id, path, problems } = endpoint;
  if (problems === null || id === null) return endpoint;
  const certificate = find(id);
  if (certificate === null) return endpoint;
  const via = (path?.via ?? []).map(find).filter((each) => each !== null);
  const verdict = judgeCertificate({ host, certificate, via, pathEnd: path?.outcome ?? null, at });
  return { ...endpoint, problems: verdict.problems, undetermined: verdict.undetermined };
}

/**
 * Judges a stored domain by today's rules.
 * @param endpoints all endpoints of its MX hosts, judged again, in the order of preference.
 */
export function judgeDomainAgain(
  domain: MailDomain,
  endpoints: readonly EndpointFacts[],
): MailDomain {
  const { mx } = domain;
  const mtaSts = domain.mtaSts && judgeMtaSts(domain.mtaSts, mx, endpoints);
  return { ...domain, ...judgeDomain(mx, endpoints, mtaSts), mtaSts };
}
