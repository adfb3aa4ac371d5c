import type { Reply } from './failure.ts';

/**
 * What a reply says of the scanner, and not of the server: its address is on a list, or it asks too fast. null: neither.
 * It goes by the code, the enhanced code (RFC 3463) and the text.
 */
export type PolicyReply = 'listed' | 'too-fast';

const LISTED = /blocked using|spamhaus|dnsbl|\brbl\b|\bpbl\b|barracuda|reputation|no ptr|banned/i;
const TOO_FAST = /too many|too fast|rate limit|\brate\b/i;

/** Reads whether a reply is about the scanner. */
export function policyReplyOf({ code, text }: Pick<Reply, 'code' | 'text'>): PolicyReply | null {
  if (code < 400) return null;
  if (TOO_FAST.test(text)) return 'too-fast';
  return LISTED.test(text) ? 'listed' : null;
}
