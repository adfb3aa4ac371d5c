import type { Failure, Reply } from '../records/failure.ts';

/**
 * The forms in which a stranger asks a server to relay. `plain`: another domain; `null-sender`: the same from `<>`, as bounces
 * have it; `percent` and `source-route`: another domain behind the name of the server itself (RFC 5321 appendix C, F.2).
 */
export const RELAY_FORMS = ['plain', 'null-sender', 'percent', 'source-route'] as const;
export type RelayForm = (typeof RELAY_FORMS)[number];

/** What a server replied to a stranger's mail to a domain that is not its own. No message is ever sent. */
export interface RelayTrial {
  form: RelayForm;
  /** The paths of MAIL FROM and RCPT TO, with their angle brackets. */
  sender: string;
  recipient: string;
  /** `unknown`: the reply says nothing of relaying, or there was none. */
  answer: 'accepted' | 'refused' | 'unknown';
  /** The reply to RCPT, or to MAIL where that was refused; null for none. */
  reply: { command: 'MAIL' | 'RCPT'; code: number; text: string } | null;
}

/** One connection to a server that the user runs: what EHLO offers outside and inside TLS, and whether it relays. */
export interface ServerDialogue {
  /** The address of this machine that it came from; null without a connection, and over Tor. */
  from: string | null;
  greeting: string | null;
  /** Keyword lines of the EHLO reply before TLS and inside it; null where there was no such reply. */
  beforeTls: readonly string[] | null;
  insideTls: readonly string[] | null;
  trials: readonly RelayTrial[];
  /** Why the dialogue ended before the trials; both null where it did not. */
  failure: Failure | null;
  reply: Reply | null;
}
