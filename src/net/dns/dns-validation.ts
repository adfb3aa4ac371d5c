import { specialPurpose } from '../../model/names/ip-address.ts';
import type { Dnssec } from '../../model/records/words.ts';
import type { DnsServer } from './dns-transport.ts';
import type { DnsQuestion, Answer, AnswerFailure } from './dns-message.ts';

/** The zone that every validating resolver has a trust anchor for. */
const ROOT: DnsQuestion = { name: '.', type: 'SOA' };

/** Answered by the server itself, without any signature (RFC 4892): an AD bit there is false. */
const SERVER_ID: DnsQuestion = { name: 'id.server', type: 'TXT', chaos: true };

/** Derives the DNSSEC status of answers. */
export interface Validation {
  /** Whether the AD bit of this server may count; if not, the status of all its answers is `unknown`. */
  mayCount(server: DnsServer): boolean;
  /** The DNSSEC status of an answer by this server to a query with EDNS. */
  statusOf(server: DnsServer, question: DnsQuestion, answer: Answer): Promise<Dnssec>;
  /** Whether a server whose AD bit counts validates. */
  validates(): Promise<boolean>;
}

/**
 * Derives DNSSEC status from the AD bit (RFC 4035 §3.2.3). It may count from a resolver on this machine, or with `trustAd` from
 * any: on the path from another machine anyone could set it (RFC 6698 §4.1). It counts once the resolver was seen to validate,
 * by the first answer with the AD bit or, for an answer without it, by the root zone. Without that, an answer is `unknown`.
 * @param ask puts a question to one server, with retries, in the form `do`.
 */
export function createValidation(
  { servers, trustAd }: { servers: readonly DnsServer[]; trustAd: boolean },
  ask: (server: DnsServer, question: DnsQuestion) => Promise<Answer | AnswerFailure>,
): Validation {
  const validating = new Set<DnsServer>();
  const echoing = new Set<DnsServer>();
  const checks = {
    root: new Map<DnsServer, Promise<boolean>>(),
    answer: new Map<DnsServer, Promise<boolean>>(),
  };
  const mayCount = (server: DnsServer) =>
    !echoing.has(server) && (trustAd || specialPurpose(server.address) === 'loopback');
  /**
   * A resolver sets the AD bit of a secure answer also if the query has the DO bit and no AD bit (RFC 6840 §5.8). One that copies
   * the AD bit of the query does not; one that sets it in every answer sets it in its own as well.
   */
  const check = async (by: keyof typeof checks, server: DnsServer, question: DnsQuestion) => {
    const answer = await ask(server, question);
    // Asked again next time.
    if (answer.kind === 'failed') checks[by].delete(server);
    if (answer.kind === 'failed') return false;
    const own = answer.authenticated ? await ask(server, SERVER_ID) : null;
    const isFalse = own !== null && own.kind !== 'failed' && own.authenticated;
    if (answer.authenticated && !isFalse) validating.add(server);
    else if (isFalse || by === 'answer') echoing.add(server);
    return validating.has(server);
  };
  const isValidating = async (by: keyof typeof checks, server: DnsServer, question = ROOT) => {
    if (validating.has(server)) return true;
    const asked = checks[by].get(server) ?? check(by, server, question);
    checks[by].set(server, asked);
    return asked;
  };
  return {
    mayCount,
    async statusOf(server, question, { authenticated }) {
      if (!mayCount(server)) return 'unknown';
      if (authenticated)
        return (await isValidating('answer', server, question)) ? 'secure' : 'unknown';
      return (await isValidating('root', server)) ? 'insecure' : 'unknown';
    },
    async validates() {
      for (const server of servers.filter(mayCount)) {
        if (await isValidating('root', server)) return true;
      }
      return false;
    },
  };
}

/** Returns the weakest of several statuses. */
export function weakest(statuses: readonly Dnssec[]): Dnssec {
  const order = ['bogus', 'unknown', 'insecure', 'secure'] as const;
  return order.find((status) => statuses.includes(status)) ?? 'unknown';
}
