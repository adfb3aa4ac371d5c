import type { Job } from '../../src/model/plan.ts';
import type { Problem, TlsVersion } from '../../src/model/records/words.ts';

/** Many domains that share few endpoints, as in a real list. */
const DOMAINS = 5_000;
const ENDPOINTS = 1_000;

/** More endpoints than domains would not all be asked. */
export const MOST_ENDPOINTS = DOMAINS;

/** Which certificate a server has; all are RSA 2048, so that each handshake costs the same. */
export type CertificateKind = 'valid' | 'expired' | 'other-name' | 'self-signed';

/** How a server behaves, what a survey has to find there, and with how many connections. `share` is in endpoints of 100. */
interface ServerKind {
  share: number;
  outcome: 'tls' | 'plaintext' | 'rejected' | 'failed';
  tls: { maxVersion: Exclude<TlsVersion, 'SSLv3'>; certificate: CertificateKind } | null;
  problems: Problem[] | null;
  connections: number;
}

/** A server without STARTTLS is asked twice, one that defers again in the next pass, and a closed port never accepts. */
const SERVER_KINDS = {
  'TLS 1.3': served(60, 'TLSv1.3', 'valid', []),
  'TLS 1.2': served(20, 'TLSv1.2', 'valid', []),
  'TLS 1.0': served(5, 'TLSv1', 'valid', []),
  expired: served(2, 'TLSv1.3', 'expired', ['expired']),
  'other name': served(2, 'TLSv1.3', 'other-name', ['name-mismatch']),
  'self-signed': served(2, 'TLSv1.2', 'self-signed', ['self-signed']),
  greylisting: { ...served(1, 'TLSv1.3', 'valid', []), connections: 2 },
  plaintext: { share: 4, outcome: 'plaintext', tls: null, problems: null, connections: 2 },
  rejecting: { share: 2, outcome: 'rejected', tls: null, problems: null, connections: 1 },
  closed: { share: 2, outcome: 'failed', tls: null, problems: null, connections: 0 },
} as const satisfies Record<string, ServerKind>;
type ServerName = keyof typeof SERVER_KINDS;

/** One endpoint of the farm and the truth about it. */
export interface FarmEndpoint extends Job, ServerKind {
  kind: ServerName;
}

/** A domain and its MX hosts with their endpoints, best preference first. */
export interface FarmDomain {
  domain: string;
  mx: FarmEndpoint[];
}

function served(
  share: number,
  maxVersion: Exclude<TlsVersion, 'SSLv3'>,
  certificate: CertificateKind,
  problems: Problem[],
): ServerKind & { outcome: 'tls' } {
  return { share, outcome: 'tls', tls: { maxVersion, certificate }, problems, connections: 1 };
}

/** What a farm serves: endpoints, and the domains whose mail goes to them. */
export interface FarmWorld {
  endpoints: FarmEndpoint[];
  domains: FarmDomain[];
}

/** The endpoints of the farm, always the same ones: each operator has two hosts of one address. */
export function farmEndpoints(endpoints = ENDPOINTS): FarmEndpoint[] {
  const names = Object.keys(SERVER_KINDS) as ServerName[];
  const hundred = names.flatMap((kind) =>
    new Array<ServerName>(SERVER_KINDS[kind].share).fill(kind),
  );
  return Array.from({ length: endpoints }, (_, index) => {
    // 37 and 100 have no common factor: every hundred endpoints have all kinds, mixed.
    const kind = hundred[(index * 37) % hundred.length] ?? 'TLS 1.3';
    const operator = `op${Math.floor(index / 2)}.example`;
    return {
      ...SERVER_KINDS[kind],
      kind,
      host: `mx${1 + (index % 2)}.${operator}`,
      address: `127.70.${Math.floor(index / 250)}.${1 + (index % 250)}`,
      operator,
    };
  });
}

/** The world that the survey is measured with. */
export function mixedWorld(count = ENDPOINTS): FarmWorld {
  const endpoints = farmEndpoints(count);
  return { endpoints, domains: farmDomains(endpoints) };
}

/** The domains: each has one host, most the operator's second one too, and some a third one of another operator. */
function farmDomains(endpoints: readonly FarmEndpoint[]): FarmDomain[] {
  return Array.from({ length: DOMAINS }, (_, index) => {
    const first = index % endpoints.length;
    const hosts = [
      first,
      ...(index % 3 === 0 ? [] : [first ^ 1]),
      ...(index % 10 === 0 ? [(first + 321) % endpoints.length] : []),
    ];
    return {
      domain: `domain${index}.example`,
      mx: hosts.flatMap((host) => endpoints[host] ?? []),
    };
  });
}
