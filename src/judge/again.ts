import type { Certificate } from '../model/records/certificate.ts';
import type { CertificateKey, Endpoint, OneOfTwo } from '../model/records/endpoint.ts';
import type { MailDomain } from '../model/records/mail-domain.ts';
import { worstOf } from './endpoint/each-certificate.ts';
import type { EndpointFacts } from './endpoint/endpoint-facts.ts';
import { judgeCertificate } from './endpoint/endpoint-problems.ts';
import { judgeDomain } from './mail-domain.ts';
import { judgeMtaSts } from './policies/mta-sts.ts';

type Find = (id: string) => Certificate | null;

/**
 * Judges the certificates of a stored endpoint by today's rules, at the instant it was asked. What depended on the roots
 * of that day is a fact (`path`) and stands; so does a verdict whose certificates the snapshot has lost.
 * @param find gives the certificate of an id, null where there is none.
 */
export function judgeEndpointAgain(endpoint: Endpoint, find: Find, at: Date): Endpoint {
  const { host, certificate, path, problems, deep } = endpoint;
  if (problems === null || certificate === null) return endpoint;
  const own = judgeAgain({ host, certificate, path }, find, at);
  if (own === null) return endpoint;
  if (deep === null || Object.values(deep.certificates).includes(null)) {
    return { ...endpoint, ...own };
  }
  const presented = judgeBothAgain(endpoint, find, at);
  if (presented === null) return endpoint;
  return {
    ...endpoint,
    ...worstOf([presented.RSA, presented.ECDSA]),
    deep: { ...deep, presented },
  };
}

type Stored = Pick<Endpoint, 'host' | 'path'> & { certificate: string };

function judgeAgain({ host, certificate: id, path }: Stored, find: Find, at: Date) {
  const certificate = find(id);
  if (certificate === null) return null;
  const via = (path?.via ?? []).map(find).filter((each) => each !== null);
  const pathEnd = path?.outcome ?? null;
  const { problems, undetermined } = judgeCertificate({ host, certificate, via, pathEnd, at });
  return { problems, undetermined };
}

/** Null where the snapshot has lost one of two certificates. Of the second, early snapshots have no chain: what depends on it is undetermined. */
function judgeBothAgain(
  { host, certificate, chain, path, deep }: Endpoint,
  find: Find,
  at: Date,
): NonNullable<Endpoint['deep']>['presented'] {
  const unknown = { chain: [], path: null, dane: null };
  const again = (key: CertificateKey): OneOfTwo | null => {
    const id = deep?.certificates[key] ?? null;
    if (id === null) return null;
    const own = id === certificate ? { chain, path, dane: null } : unknown;
    const stored = deep?.presented?.[key] ?? own;
    const verdict = judgeAgain({ host, certificate: id, path: stored.path }, find, at);
    return verdict && { ...stored, ...verdict };
  };
  const [RSA, ECDSA] = [again('RSA'), again('ECDSA')];
  return RSA && ECDSA && { RSA, ECDSA };
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
