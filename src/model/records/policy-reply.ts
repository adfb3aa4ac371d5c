import type { Reply } from './failure.ts';

/**
 * What a reply says of the scanner, and not of the server: its address is on a list (or has no PTR record), or it asks too
 * fast. null: neither.
 */
export type PolicyReply = 'listed' | 'too-fast';

/** Enhanced codes that mean one of the two whatever the text says (RFC 7372 §3.3; RFC 3463 leaves the others to operators). */
const CODES: readonly { of: RegExp; means: PolicyReply }[] = [
  // The reverse DNS of the client failed (RFC 7372 §3.3).
  { of: /^[45]\.7\.25$/, means: 'listed' },
  // Microsoft: banned addresses, and servers that are "busy" for one client.
  { of: /^5\.7\.6[0-4]\d$/, means: 'listed' },
  { of: /^4\.7\.[56]\d\d$/, means: 'too-fast' },
  // Google: an unusual rate.
  { of: /^[45]\.7\.28$/, means: 'too-fast' },
];

/** Words of servers that want fewer connections from the scanner. */
const TOO_FAST = [
  /too many (?:[\w-]+ ){0,3}(?:connections?|sessions?|connects)\b/i,
  /\btoo (?:fast|frequent|often|quickly)/i,
  /rate[- ]?limit|limiting the rate|unusual rate|\bthrottl|slow down/i,
  /connection (?:rate|limit|frequency)|maximum (?:number of )?(?:[\w-]+ )?(?:connections?|sessions?)/i,
  // Yahoo: unexpected volume.
  /\[TSS\d\d\]|unexpected volume/i,
] as const;

/** Words of servers that have the address of the scanner on a list, or want a PTR record. */
const LISTED = [
  /\bblocked (?:using|by|for|-)|\bblock for\b|is[ _]blocked\b/i,
  /(?:black|block|deny)[- ]?list|\bblock list/i,
  /spamhaus|spamcop|\bsorbs\b|barracuda|senderbase|cloudmark|abuseat|mail-abuse|uceprotect|ipcheck\.proofpoint/i,
  /\b(?:dnsbl|rbl|pbl|sbl|xbl)\b/i,
  /\breputation\b|\bbanned\b|intrusion prevention/i,
  /client host (?:\S+ )?(?:rejected|blocked)|\bS3(?:140|150)\b|\[TS0\d\]/i,
  /\b(?:no|missing|bad|invalid|without|generic)(?: \w+)? (?:ptr|reverse|rdns)\b/i,
  /\b(?:ptr|reverse dns|rdns)\b.{0,40}\b(?:required|fail|missing|mismatch|not found|does not)/i,
  /cannot (?:find|resolve) your (?:reverse )?(?:host ?name|address)/i,
  /\bdynamic (?:ip|address|pool)|\bdial-?up\b|\bresidential\b/i,
  /\byour (?:ip|host|address|network|server|mail server)\b.{0,60}(?:block|reject|denied|refused|not allowed|listed)/i,
  /\b(?:ip|address|client|<client>|host)\]?\W{1,3}(?:is|was|has been) (?:\w+ )?(?:blocked|denied|refused|rejected|listed)/i,
  /not (?:currently )?accept\w* (?:mail|messages|connections) from (?:your|this) (?:ip|host|address|network)/i,
  // T-Online, to every address that it does not know.
  /a problem occurred\. \(ask your postmaster/i,
] as const;

/** Refused for now whoever asks (greylisting), and what a client without credentials or TLS is told. */
const NEITHER = /gr[ea]y-?list|authentication required|must issue a starttls/i;

/** The enhanced status code that a reply begins with (RFC 2034 §4), also as Cisco writes it: `#4.4.5`. */
const ENHANCED = /^#?([245]\.\d{1,3}\.\d{1,3})\b/;

/**
 * Reads whether a reply is about the scanner: by its code, its enhanced code and its text. A refusal that gives no such
 * reason, such as `554 no SMTP service here`, is neither.
 */
export function policyReplyOf({ code, text }: Pick<Reply, 'code' | 'text'>): PolicyReply | null {
  if (code < 400 || NEITHER.test(text)) return null;
  const enhanced = ENHANCED.exec(text)?.[1] ?? '';
  const byCode = CODES.find(({ of }) => of.test(enhanced));
  if (byCode !== undefined) return byCode.means;
  if (TOO_FAST.some((each) => each.test(text))) return 'too-fast';
  const isDenied = /^5\.7\.\d/.test(enhanced) && /access denied/i.test(text);
  return isDenied || LISTED.some((each) => each.test(text)) ? 'listed' : null;
}
