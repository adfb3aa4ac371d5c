import {
  RELAY_FORMS,
  type RelayForm,
  type RelayTrial,
} from '../../model/output/server-dialogue.ts';

/** A domain that nobody can have (RFC 2606 §2, RFC 6761 §6.5). */
const FOREIGN = 'mxtls.example';

/** The envelope of a trial: the paths of MAIL FROM and RCPT TO. */
export type Envelope = Pick<RelayTrial, 'form' | 'sender' | 'recipient'>;

/**
 * Returns the envelopes that a server is asked to relay.
 * @param host the name of the server, for the forms that name it; `ehlo`: the name in EHLO, whose postmaster sends.
 */
export function relayEnvelopes(host: string, ehlo: string): Envelope[] {
  const sender = `<postmaster@${ehlo}>`;
  const paths = {
    plain: { sender, recipient: `<postmaster@${FOREIGN}>` },
    'null-sender': { sender: '<>', recipient: `<postmaster@${FOREIGN}>` },
    percent: { sender, recipient: `<postmaster%${FOREIGN}@${host}>` },
    'source-route': { sender, recipient: `<@${host}:postmaster@${FOREIGN}>` },
  } satisfies Record<RelayForm, Pick<Envelope, 'sender' | 'recipient'>>;
  return RELAY_FORMS.map((form) => ({ form, ...paths[form] }));
}

/** Replies to MAIL that ask for AUTH or STARTTLS first: no stranger gets further (RFC 4954 §6, RFC 3207 §4). */
const AUTH_FIRST: ReadonlySet<number> = new Set([530, 535, 538]);

/** Enhanced codes that are about a domain that does not exist or takes no mail, and not about relaying (RFC 3463 §3.2, RFC 7505 §4.2). */
const ABOUT_DOMAIN = /^5\.(1\.2|1\.10|4\.4)\b/;

/** How Postfix denies to relay by default, with 454: the sender is to look for its error (`defer_unauth_destination`). */
const RELAY_DENIED = /^4\.7\.1 .*\brelay access denied\b/i;

/**
 * Returns what a reply to RCPT, or a refusal of MAIL, says of relaying. A 4xx reply, as of greylisting, says nothing of it, unless
 * it says that it is about relaying.
 */
export function relayAnswer(
  command: 'MAIL' | 'RCPT',
  { code, text }: { code: number; text: string },
): RelayTrial['answer'] {
  if (command === 'MAIL') return AUTH_FIRST.has(code) ? 'refused' : 'unknown';
  if (code >= 200 && code < 300) return 'accepted';
  if (code < 500) return RELAY_DENIED.test(text) ? 'refused' : 'unknown';
  return ABOUT_DOMAIN.test(text) ? 'unknown' : 'refused';
}
