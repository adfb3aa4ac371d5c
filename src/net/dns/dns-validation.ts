import { specialPurpose } from '../../model/names/ip-address.ts';
import type { Dnssec } from '../../model/records/words.ts';
import type { DnsServer } from './dns-exchange.ts';
import type { Question, Told, Untold } from './dns-message.ts';

/** The zone that every validating resolver has a trust anchor for. */
const ROOT: Question = { name: '.', type: 'SOA' };

/** What the answers of resolvers are worth. */
export interface Validation {
  /** Whether the AD bit of this server counts; if not, the status of all its answers is `unknown`. */
  counts(server: DnsServer): boolean;
  /** The DNSSEC status of an answer by this server. */
  statusOf(server: DnsServer, answer: Told): Promise<Dnssec>;
  /** Whether a resolver validates whose word on it counts. */
  validates(): Promise<boolean>;
}

/**
 * Makes out DNSSEC status from the AD bit (RFC 4035 §3.2.3). It counts from a resolver on this machine, as anybody on
 * the way from another could have set it (RFC 6698 §4.1), or where `trustAd` says that the way is safe. Its absence
 * says `insecure` only of a resolver that validates: one that sets it for the root, which is asked once for.
 * @param ask puts a question to one server, patiently.
 */
export function createValidation(
  { servers, trustAd }: { servers: readonly DnsServer[]; trustAd: boolean },
  ask: (server: DnsServer, question: Question) => Promise<Told | Untold>,
): Validation {
  const known = new Map<DnsServer, Promise<boolean>>();
  let seen = false;
  const counts = ({ address }: DnsServer) => trustAd || specialPurpose(address) === 'loopback';
  const validating = (server: DnsServer): Promise<boolean> => {
    const before = known.get(server);
    if (before !== undefined) return before;
    const asked = ask(server, ROOT).then((root) => {
      // Not told is told another time, perhaps.
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

/** The status of an answer that took several: as good as the weakest. */
export function weakest(statuses: readonly Dnssec[]): Dnssec {
  const order = ['bogus', 'unknown', 'insecure', 'secure'] as const;
  return order.find((status) => statuses.includes(status)) ?? 'unknown';
}
