import { specialPurpose } from '../../model/names/ip-address.ts';
import type { Dnssec } from '../../model/records/words.ts';
import type { DnsServer } from './dns-exchange.ts';
import type { DnsQuestion, Answer, AnswerFailure } from './dns-message.ts';

/** The zone that every validating resolver has a trust anchor for. */
const ROOT: DnsQuestion = { name: '.', type: 'SOA' };

/** Derives the DNSSEC status of answers. */
export interface Validation {
  /** Whether the AD bit of this server counts; if not, the status of all its answers is `unknown`. */
  counts(server: DnsServer): boolean;
  /** The DNSSEC status of an answer by this server. */
  statusOf(server: DnsServer, answer: Answer): Promise<Dnssec>;
  /** Whether a server whose AD bit counts validates. */
  validates(): Promise<boolean>;
}

/**
 * Derives DNSSEC status from the AD bit (RFC 4035 §3.2.3). It counts from a resolver on this machine, or with `trustAd` from
 * any: on the path from another machine anyone could set it (RFC 6698 §4.1). Without it, an answer is `insecure` only if the
 * resolver validates, that is, sets it for the root zone, which is asked for once.
 * @param ask puts a question to one server, with retries.
 */
export function createValidation(
  { servers, trustAd }: { servers: readonly DnsServer[]; trustAd: boolean },
  ask: (server: DnsServer, question: DnsQuestion) => Promise<Answer | AnswerFailure>,
): Validation {
  const known = new Map<DnsServer, Promise<boolean>>();
  let seen = false;
  const counts = ({ address }: DnsServer) => trustAd || specialPurpose(address) === 'loopback';
  const validating = (server: DnsServer): Promise<boolean> => {
    const before = known.get(server);
    if (before !== undefined) return before;
    const asked = ask(server, ROOT).then((root) => {
      // Asked again next time.
      if (root.kind === 'failed') known.delete(server);
      return root.kind !== 'failed' && root.authenticated;
    });
    known.set(server, asked);
    return asked;
  };
  return {
    counts,
    async statusOf(server, { authenticated }) {
      if (!counts(server)) return 'unknown';
      if (authenticated) seen = true;
      if (authenticated) return 'secure';
      return (await validating(server)) ? 'insecure' : 'unknown';
    },
    async validates() {
      if (seen) return true;
      for (const server of servers.filter(counts)) if (await validating(server)) return true;
      return false;
    },
  };
}

/** Returns the weakest of several statuses. */
export function weakest(statuses: readonly Dnssec[]): Dnssec {
  const order = ['bogus', 'unknown', 'insecure', 'secure'] as const;
  return order.find((status) => statuses.includes(status)) ?? 'unknown';
}
