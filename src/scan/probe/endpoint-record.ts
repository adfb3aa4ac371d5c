import { suiteName, WEAK_FAMILIES } from '../../net/tls/cipher-suites.ts';
import type { DeepFacts, Endpoint, TlsFacts, Versions } from '../../model/records/endpoint.ts';
import type { ShownHello } from '../../net/tls/hello-answer.ts';
import type { Handshake } from '../../net/tls/handshake.ts';
import type { Settled } from '../../model/plan.ts';
import { groupName } from '../../net/tls/tls-numbers.ts';
import type { Note } from '../../model/records/words.ts';
import type { CertificateCollector, Presented } from './certificate-collector.ts';
import type { DeepResult, EndpointResult } from './endpoint-result.ts';

/** Makes the record of an endpoint from what was found of it, its certificate judged. */
export function observedEndpoint(
  { host, address }: { host: string; address: string },
  endpointResult: EndpointResult,
  certificates: CertificateCollector,
): Endpoint {
  const { merged } = endpointResult;
  const { smtp, reply: said } = merged;
  const key = { host, address };
  const rest = { ...NOT_PRESENTED, notes: sortedNotes(merged.notes) };
  switch (merged.outcome) {
    case 'tls':
      return {
        ...key,
        outcome: 'tls',
        failure: null,
        reply: said,
        smtp,
        tls: tlsFacts(merged.handshake, endpointResult.versions),
        ...withTls(host, merged.handshake.chain, endpointResult, certificates),
      };
    case 'tls-failed': {
      const { failure } = merged;
      if (endpointResult.shown === null) {
        return { ...key, outcome: 'tls-failed', failure, reply: said, smtp, tls: null, ...rest };
      }
      const tls = shownFacts(endpointResult.shown, endpointResult.versions);
      const parts = withTls(host, shownChain(endpointResult.shown), endpointResult, certificates);
      return { ...key, outcome: 'tls-failed', failure, reply: said, smtp, tls, ...parts };
    }
    case 'failed': {
      const { failure } = merged;
      return { ...key, outcome: 'failed', failure, reply: said, smtp, tls: null, ...rest };
    }
    case 'refused-starttls':
    case 'rejected':
    case 'deferred': {
      const { outcome } = merged;
      return {
        ...key,
        outcome,
        failure: null,
        reply: merged.reply,
        smtp,
        tls: null,
        ...rest,
      };
    }
    case 'plaintext':
    case 'stripped': {
      const { outcome } = merged;
      return { ...key, outcome, failure: null, reply: said, smtp, tls: null, ...rest };
    }
  }
}

/** The parts of a record that come with TLS. `chain`: null where the certificate stayed hidden. */
function withTls(
  host: string,
  chain: readonly Buffer[] | null,
  { merged, deep }: EndpointResult,
  certificates: CertificateCollector,
) {
  const presented = chain === null ? null : certificates.present(host, chain);
  return {
    ...NOT_PRESENTED,
    ...presented,
    notes: sortedNotes([...merged.notes, ...(presented?.notes ?? [])]),
    deep: deep === null ? null : deepFacts(host, deep, certificates),
  };
}

/** Makes the record of what is settled without a connection. */
export function settledEndpoint({ host, address, failure }: Settled): Endpoint {
  const said = null;
  const smtp = null;
  return {
    host,
    address,
    outcome: 'failed',
    failure,
    reply: said,
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
  undetermined: [],
  dane: null,
  deep: null,
} satisfies Partial<Endpoint> & Partial<Omit<Presented, 'problems'>>;

function tlsFacts({ version, cipher, group }: Handshake, versions: Versions): TlsFacts {
  return { version, cipher, group, versions };
}

/** What a hello showed, where no handshake agreed on anything. */
function shownFacts({ hello, keyExchange }: ShownHello, versions: Versions): TlsFacts {
  const group = keyExchange?.kind === 'group' ? keyExchange.number : hello.group;
  return {
    version: null,
    cipher: suiteName(hello.suite),
    group: group === null ? null : groupName(group),
    versions,
  };
}

/** An anonymous suite has no certificate; of others, one that was not result is not missing. */
function shownChain({ hello, chain }: ShownHello): Buffer[] | null {
  return chain.length > 0 || WEAK_FAMILIES.anonymous.test(suiteName(hello.suite)) ? chain : null;
}

function deepFacts(
  host: string,
  { groups, suites, dheBits, leaves, withoutSni }: DeepResult,
  certificates: CertificateCollector,
): DeepFacts {
  const idOf = (leaf: Buffer | null) => leaf && certificates.presentAlso(host, leaf);
  return {
    groups,
    suites,
    dheBits,
    certificates: { RSA: idOf(leaves.RSA), ECDSA: idOf(leaves.ECDSA) },
    withoutSni,
  };
}

function sortedNotes(notes: readonly Note[]): Note[] {
  return [...new Set(notes)].sort();
}
