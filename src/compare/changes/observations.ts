import type { Observation } from '../../model/output/change.ts';
import { eachCertificate } from '../../judge/endpoint/each-certificate.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import type { FindCertificate } from './certificate-questions.ts';

/**
 * Endpoints of a host as evidence, grouped by what they showed.
 * @param all the endpoints of the host in that survey, to say whether these are all.
 */
export function observationsOf(
  endpoints: readonly Endpoint[],
  all: readonly Endpoint[],
  find: FindCertificate,
): Observation[] {
  const groups = new Map<string, Endpoint[]>();
  for (const endpoint of endpoints) {
    const key = JSON.stringify({ ...endpoint, address: null, addresses: null });
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [endpoint]);
    else group.push(endpoint);
  }
  const whole = endpoints.length === all.length;
  return [...groups.values()].flatMap((alike) => {
    const [endpoint] = alike;
    if (endpoint === undefined) return [];
    const shown = withWorstCertificate(endpoint);
    const { certificate, path, chain } = shown;
    const issuers = path?.via ?? chain.filter((id) => id !== certificate);
    return [
      {
        endpoint: shown,
        addresses: alike.flatMap(({ address, addresses }) =>
          address === null && addresses !== undefined ? addresses : [address],
        ),
        whole,
        certificate: certificate === null ? null : find(certificate),
        issuers: issuers.flatMap((id) => find(id) ?? []),
      },
    ];
  });
}

/** Of two certificates, the one with more problems is the evidence; of equals, that of an ordinary handshake. */
function withWorstCertificate(endpoint: Endpoint): Endpoint {
  const { dane } = endpoint;
  const count = ({ problems }: Endpoint) => problems?.length ?? 0;
  const worst = eachCertificate(endpoint).reduce((a, b) => (count(b) > count(a) ? b : a));
  return { ...worst, dane };
}
