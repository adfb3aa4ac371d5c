import {
  CERTIFICATE_KEYS,
  type CertificateKey,
  type Endpoint,
  type OneOfTwo,
} from '../../model/records/endpoint.ts';
import { PROBLEMS } from '../../model/records/words.ts';
import type { CertificateVerdict } from './endpoint-problems.ts';

type Verdict = Pick<CertificateVerdict, 'problems' | 'undetermined'>;

/**
 * The verdict on a server with these certificates: a client may get any of them, so a problem of one is a problem of the
 * server, and a question that is open for one is open unless another answers it with yes.
 */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  const problems = PROBLEMS.filter((each) => verdicts.some((one) => one.problems.includes(each)));
  const undetermined = PROBLEMS.filter(
    (each) => !problems.includes(each) && verdicts.some((one) => one.undetermined.includes(each)),
  );
  return { problems, undetermined };
}

/**
 * An endpoint as it is to clients that get one of its certificates, once for each, that of an ordinary handshake first.
 * {@link certificateKey} tells two apart.
 */
export function eachCertificate(endpoint: Endpoint): [Endpoint, ...Endpoint[]] {
  const { deep } = endpoint;
  if (!deep?.presented) return [endpoint];
  const { certificates, presented } = deep;
  const withKey = (key: CertificateKey) =>
    withCertificate(endpoint, certificates[key], presented[key]);
  const [first, second] = CERTIFICATE_KEYS;
  return certificateKey(endpoint) === second
    ? [withKey(second), withKey(first)]
    : [withKey(first), withKey(second)];
}

/** The kind of key that tells the certificate of an endpoint from its other one; null where there is one alone. */
export function certificateKey({ certificate, deep }: Endpoint): CertificateKey | null {
  if (!deep?.presented) return null;
  return CERTIFICATE_KEYS.find((key) => deep.certificates[key] === certificate) ?? null;
}

/** An endpoint as it is to an ordinary client: what depth `deep` alone asks is left out. */
export function asOrdinarilySeen(endpoint: Endpoint): Endpoint {
  return { ...eachCertificate(endpoint)[0], deep: null };
}

function withCertificate(
  endpoint: Endpoint,
  certificate: string | null,
  { dane, ...facts }: OneOfTwo,
): Endpoint {
  return {
    ...endpoint,
    certificate,
    ...facts,
    dane: endpoint.dane && { ...endpoint.dane, verdict: dane ?? endpoint.dane.verdict },
  };
}
