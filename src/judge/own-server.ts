import { specialPurpose } from '../model/names/ip-address.ts';
import type { RelayTrial, ServerDialogue } from '../model/output/server-dialogue.ts';

/**
 * Whether a server relays for strangers. `accepts`: it accepted a recipient of another domain; `accepts-routed`: only one that is
 * written as an address of its own, which a catch-all mailbox accepts too; `refuses`: it refused all forms; `unknown`: the rest.
 */
export type RelayVerdict = 'accepts' | 'accepts-routed' | 'refuses' | 'unknown';

/** Judges whether a server relays, by its replies to all forms. */
export function relayVerdict({ trials }: Pick<ServerDialogue, 'trials'>): RelayVerdict {
  const accepted = trials.filter(({ answer }) => answer === 'accepted');
  if (accepted.some(isForeign)) return 'accepts';
  if (accepted.length > 0) return 'accepts-routed';
  const isRefused = trials.length > 0 && trials.every(({ answer }) => answer === 'refused');
  return isRefused ? 'refuses' : 'unknown';
}

/** Whether the recipient of a trial is in another domain as it is written. */
export function isForeign({ form }: RelayTrial): boolean {
  return form === 'plain' || form === 'null-sender';
}

/**
 * Why a server may trust the address that it was asked from, so that what it accepts says nothing of strangers: the name of the
 * address block, or that it is the server's own address; null for a stranger's.
 */
export function trustedAs(from: string | null, address: string | null): string | null {
  if (from === null) return null;
  return specialPurpose(from) ?? (from === address ? 'its own address' : null);
}

/** Whether the keyword lines of an EHLO reply offer AUTH (RFC 4954 §3), also in the old form `AUTH=LOGIN`; null: no reply. */
export function offersAuth(keywords: readonly string[] | null): boolean | null {
  return keywords === null ? null : keywords.some((line) => /^AUTH(?:[ \t=]|$)/i.test(line));
}
