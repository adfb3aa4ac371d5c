import { suiteName, WEAK_FAMILIES } from '../../net/tls/cipher-suites.ts';
import { worstOf } from '../../judge/endpoint/each-certificate.ts';
import type {
  CertificateKey,
  DeepFacts,
  Endpoint,
  OneOfTwo,
  TlsFacts,
  Versions,
} from '../../model/records/endpoint.ts';
import type { ShownHello } from '../../net/tls/hello-answer.ts';
import type { Handshake } from '../../net/tls/tls.ts';
import type { Settled } from '../../model/plan.ts';
import { groupName } from '../../net/tls/tls-numbers.ts';
import { policyReplyOf, type PolicyReply } from '../../model/records/policy-reply.ts';
import { PROBLEMS, type Note } from '../../model/records/words.ts';
import type { CertificateCollector, Presented } from './certificate-collector.ts';
import type { DeepResult, EndpointResult } from './endpoint-result.ts';

/** Makes the record of an endpoint from its result, and judges its certificate. */
export function observedEndpoint(
  { host, address }: { host: string; address: string },
  result: EndpointResult,
  certificates: CertificateCollector,
): Endpoint {
  const { merged, shown, versions } = result;
  const { reply, smtp } = merged;
  const notes = [...merged.notes, ...policyNotes(merged)];
  const rest = { ...WITHOUT_TLS, notes: sortedNotes(notes) };
  const base = { host, address, failure: null, reply, smtp, ...rest };
  switch (merged.outcome) {
    case 'tls': {
      const tls = tlsFacts(merged.handshake, versions);
      const facts = certificateFacts(host, merged.handshake, result, certificates);
      return { ...base, outcome: 'tls', tls, ...facts };
    }
    case 'tls-failed': {
      const failed = { ...base, outcome: merged.outcome, failure: merged.failure };
      if (merged.handshake !== null) {
        const tls = { ...tlsFacts(merged.handshake, versions), version: null };
        return {
          ...failed,
          tls,
          ...certificateFacts(host, merged.handshake, result, certificates),
        };
      }
      if (shown === null) return failed;
      const tls = shownFacts(shown, versions);
      return { ...failed, tls, ...certificateFacts(host, shownOf(shown), result, certificates) };
    }
    case 'failed':
      return { ...base, outcome: merged.outcome, failure: merged.failure };
    case 'refused-starttls':
    case 'rejected':
    case 'deferred':
      return { ...base, outcome: merged.outcome, reply: merged.reply };
    case 'plaintext':
    case 'stripped':
      return { ...base, outcome: merged.outcome };
  }
}

/** What a refusal says of the scanner. */
function policyNotes({ outcome, reply }: EndpointResult['merged']): Note[] {
  if (reply === null || outcome === 'tls' || outcome === 'plaintext') return [];
  const policy = policyReplyOf(reply);
  return policy === null ? [] : [POLICY_NOTES[policy]];
}

const POLICY_NOTES = {
  listed: 'scanner-listed',
  'too-fast': 'scanner-throttled',
} as const satisfies Record<PolicyReply, Note>;

/** What a server showed of itself: its certificates, and the suite that it chose. */
interface Shown {
  chain: readonly Buffer[];
  cipher: string;
}

/**
 * The facts that come with TLS. A server without a chain has no certificate only if it chose an anonymous suite after it
 * refused all that need one.
 */
function certificateFacts(
  host: string,
  { chain, cipher }: Shown,
  { merged, deep, lacksCertificate }: EndpointResult,
  certificates: CertificateCollector,
) {
  const isNone = lacksCertificate && WEAK_FAMILIES.anonymous.test(cipher);
  const isSettled = chain.length > 0 || isNone;
  const presented = isSettled ? certificates.present(host, chain) : NOT_SEEN;
  const both = deep && bothPresented(host, deep, certificates);
  const notes = [presented, both?.RSA, both?.ECDSA].flatMap((each) => each?.notes ?? []);
  return {
    ...presented,
    ...(both && worstOf([both.RSA, both.ECDSA])),
    notes: sortedNotes([...merged.notes, ...notes]),
    deep: deep === null ? null : deepFacts(host, deep, both, certificates),
  };
}

/** Both certificates of a server that has two, each judged with its own chain; null for less than two. */
function bothPresented(
  host: string,
  { chains: { RSA, ECDSA } }: DeepResult,
  certificates: CertificateCollector,
): Record<CertificateKey, Presented> | null {
  if (RSA === null || ECDSA === null) return null;
  return { RSA: certificates.present(host, RSA), ECDSA: certificates.present(host, ECDSA) };
}

/** Makes the record of a host or address that is settled without a connection. */
export function settledEndpoint({ host, address, failure }: Settled): Endpoint {
  const rest = { ...WITHOUT_TLS, notes: [] };
  return { host, address, outcome: 'failed', failure, reply: null, smtp: null, ...rest };
}

const WITHOUT_TLS = {
  tls: null,
  certificate: null,
  chain: [],
  path: null,
  problems: null,
  undetermined: [],
  dane: null,
  deep: null,
  dnsbl: null,
} satisfies Partial<Endpoint> & Partial<Omit<Presented, 'problems'>>;

function shownOf({ hello, chain }: ShownHello): Shown {
  return { chain, cipher: suiteName(hello.suite) };
}

/** A certificate that was not shown is not missing: every question about it is open. */
const NOT_SEEN = {
  certificate: null,
  chain: [],
  path: null,
  problems: [],
  undetermined: [...PROBLEMS],
  notes: ['certificate-not-seen'],
} satisfies Presented;

function tlsFacts({ version, cipher, group }: Handshake, versions: Versions): TlsFacts {
  return { version, cipher, group, versions };
}

/** The facts that a hello showed, without a completed handshake. */
function shownFacts({ hello, keyExchange }: ShownHello, versions: Versions): TlsFacts {
  const group = keyExchange?.kind === 'group' ? keyExchange.number : hello.group;
  return {
    version: null,
    cipher: suiteName(hello.suite),
    group: group === null ? null : groupName(group),
    versions,
  };
}

function deepFacts(
  host: string,
  { groups, suites, dheBits, chains, withoutSni }: DeepResult,
  both: Record<CertificateKey, Presented> | null,
  certificates: CertificateCollector,
): DeepFacts {
  const idOf = (chain: readonly Buffer[] | null) =>
    chain && certificates.present(host, chain).certificate;
  return {
    groups,
    suites,
    dheBits,
    certificates: { RSA: idOf(chains.RSA), ECDSA: idOf(chains.ECDSA) },
    withoutSni,
    presented: both && { RSA: oneOfTwo(both.RSA), ECDSA: oneOfTwo(both.ECDSA) },
  };
}

/** The verdict by DANE is added where the TLSA records are known. */
function oneOfTwo({ chain, path, problems, undetermined }: Presented): OneOfTwo {
  return { chain, path, problems, undetermined, dane: null };
}

function sortedNotes(notes: readonly Note[]): Note[] {
  return [...new Set(notes)].sort();
}
