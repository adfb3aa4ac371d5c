import type { Endpoint, TlsFacts, Versions } from '../model/endpoint.ts';
import type { Failure, Said } from '../model/failure.ts';
import type { Handshake, Observation } from '../model/observation.ts';
import type { Settled } from '../model/plan.ts';
import { TLS_VERSIONS, type Note, type TlsVersion } from '../model/words.ts';
import type { CertificateCollector, Presented } from './certificate-collector.ts';

/** Makes the record of an endpoint from what was observed of it, its certificate judged. */
export function observedEndpoint(
  { host, address }: { host: string; address: string },
  observation: Observation,
  certificates: CertificateCollector,
): Endpoint {
  const { smtp } = observation;
  const key = { host, address };
  const rest = { ...NOT_PRESENTED, notes: sortedNotes(observation.notes) };
  switch (observation.end) {
    case 'tls': {
      const presented = certificates.present(host, observation.handshake.chain);
      return {
        ...key,
        end: 'tls',
        failure: null,
        said: observation.said,
        smtp,
        tls: tlsFacts(observation.handshake),
        ...rest,
        ...presented,
        notes: sortedNotes([...observation.notes, ...presented.notes]),
      };
    }
    case 'tls-failed':
      return { ...key, end: 'tls-failed', ...failureOf(observation), smtp, tls: null, ...rest };
    case 'failed':
      return { ...key, end: 'failed', ...failureOf(observation), smtp, tls: null, ...rest };
    case 'refused-starttls':
    case 'rejected':
    case 'deferred': {
      const { end, said } = observation;
      return { ...key, end, failure: null, said, smtp, tls: null, ...rest };
    }
    case 'plaintext':
    case 'stripped': {
      const { end, said } = observation;
      return { ...key, end, failure: null, said, smtp, tls: null, ...rest };
    }
  }
}

/** Makes the record of what is settled without a connection. */
export function settledEndpoint({ host, address, failure }: Settled): Endpoint {
  const said = null;
  const smtp = null;
  return {
    host,
    address,
    end: 'failed',
    failure,
    said,
    smtp,
    tls: null,
    ...NOT_PRESENTED,
    notes: [],
  };
}

const NOT_PRESENTED = {
  certificate: null,
  chain: [],
  path: null,
  problems: null,
  unjudged: [],
  dane: null,
  deep: null,
} satisfies Partial<Endpoint> & Partial<Omit<Presented, 'problems'>>;

function failureOf({ failure, said }: { failure: Failure; said: Said | null }) {
  return { failure, said };
}

function tlsFacts({ version, cipher, group }: Handshake): TlsFacts {
  return { version, cipher, group, versions: versionsFrom(version) };
}

/**
 * What one handshake tells of the versions: the one agreed on; those above it were offered and not taken, as a server
 * takes the highest it knows (RFC 8446 §4.2.1); those below were not asked for.
 */
function versionsFrom(agreed: TlsVersion): Versions {
  const answer = (version: TlsVersion) => {
    const above = TLS_VERSIONS.indexOf(version) - TLS_VERSIONS.indexOf(agreed);
    return above === 0 ? 'yes' : above > 0 ? 'no' : 'untested';
  };
  return {
    SSLv3: answer('SSLv3'),
    TLSv1: answer('TLSv1'),
    'TLSv1.1': answer('TLSv1.1'),
    'TLSv1.2': answer('TLSv1.2'),
    'TLSv1.3': answer('TLSv1.3'),
  };
}

function sortedNotes(notes: readonly Note[]): Note[] {
  return [...new Set(notes)].sort();
}
