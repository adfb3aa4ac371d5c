import { classOf, type Endpoint } from '../../model/records/endpoint.ts';
import type { SnapshotSource } from '../../model/records/snapshot-source.ts';
import { TLS_VERSIONS, type EndpointClass } from '../../model/records/words.ts';
import type { LeftOutReason } from '../../model/output/export.ts';

/** What keeps TLS from being demanded of a host, the worst first. */
const HOST_FAULTS = [
  'plaintext',
  'broken',
  'unknown',
  'inconsistent',
  'client-certificate',
  'old-tls',
] as const satisfies LeftOutReason[];
type HostFault = (typeof HOST_FAULTS)[number];

/** What one survey showed of a host at all of its addresses. */
export interface HostEvidence {
  /** Null: TLS 1.2 or newer worked at every address. */
  fault: HostFault | null;
  /** Whether every address presented a certificate that is valid for the host, with nothing undetermined. */
  isValid: boolean;
  /** Its TLSA records: `match` where they do at every address, `present` where there are any. */
  dane: 'match' | 'present' | 'none' | 'unknown';
  /** When the first of its certificates ends; null where no certificate says so. */
  ends: string | null;
}

/**
 * What a survey showed of a host, from its endpoints judged again; null without any.
 * @param source where the certificates are.
 */
export function hostEvidence(
  endpoints: readonly Endpoint[],
  source: Pick<SnapshotSource, 'certificate'>,
): HostEvidence | null {
  if (endpoints.length === 0) return null;
  const faults = new Set(endpoints.map(faultOf));
  const ends = endpoints
    .flatMap(({ certificate }) => (certificate === null ? [] : source.certificate(certificate)))
    .flatMap((certificate) => certificate?.notAfter ?? []);
  return {
    fault: HOST_FAULTS.find((fault) => faults.has(fault)) ?? null,
    isValid: endpoints.every(isValid),
    dane: daneOf(endpoints),
    ends: ends.sort()[0] ?? null,
  };
}

const CLASS_FAULT = {
  tls: null,
  plaintext: 'plaintext',
  broken: 'broken',
  unknown: 'unknown',
} as const satisfies Record<EndpointClass, HostFault | null>;

function faultOf(endpoint: Endpoint): HostFault | null {
  const { notes } = endpoint;
  const fault = CLASS_FAULT[classOf(endpoint)];
  if (fault !== null) return fault;
  // Two observations of one survey differ: what is demanded may hold of one of them alone.
  if (notes.includes('inconsistent')) return 'inconsistent';
  if (notes.includes('client-certificate-required')) return 'client-certificate';
  return isModern(endpoint) ? null : 'old-tls';
}

/** Mail servers of today do not speak TLS 1.0 and 1.1 where TLS is demanded (RFC 8996): they would deliver nothing. */
function isModern({ tls }: Endpoint): boolean {
  const version = tls?.version ?? null;
  return version !== null && TLS_VERSIONS.indexOf(version) >= TLS_VERSIONS.indexOf('TLSv1.2');
}

function isValid({ problems, undetermined, path }: Endpoint): boolean {
  return problems?.length === 0 && undetermined.length === 0 && path?.outcome === 'trusted';
}

function daneOf(endpoints: readonly Endpoint[]): HostEvidence['dane'] {
  const verdicts = endpoints.map(({ dane }) => {
    if (dane === null) return 'none';
    if (dane.verdict === 'failed') return 'unknown';
    if (dane.verdict === 'match' && dane.dnssec === 'secure') return 'match';
    return dane.records.length > 0 ? 'present' : 'none';
  });
  if (verdicts.every((each) => each === 'match')) return 'match';
  if (verdicts.some((each) => each === 'match' || each === 'present')) return 'present';
  return verdicts.includes('unknown') ? 'unknown' : 'none';
}
