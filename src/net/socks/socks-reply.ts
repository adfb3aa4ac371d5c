import type { Failure } from '../../model/records/failure.ts';
import type { FailureCode } from '../../model/records/words.ts';

/** What a proxy says that refuses a connection, in words, and whose failure it is. */
interface ReplyMeaning {
  code: FailureCode;
  text: string;
}

/** The replies of SOCKS5 (RFC 1928 §6), and those of Tor (proposal 304), which it gives at a port with `ExtendedErrors`. */
const MEANINGS: Readonly<Record<number, ReplyMeaning>> = {
  0x01: { code: 'proxy-failed', text: 'general failure of the proxy' },
  0x02: { code: 'proxy-failed', text: 'not allowed by the rules of the proxy' },
  0x03: { code: 'unreachable', text: 'network unreachable' },
  0x04: { code: 'unreachable', text: 'host unreachable' },
  0x05: { code: 'refused', text: 'connection refused' },
  0x06: { code: 'timeout', text: 'expired on the way' },
  0x07: { code: 'proxy-failed', text: 'command not supported' },
  0x08: { code: 'proxy-failed', text: 'names not supported' },
  0xf0: { code: 'onion-not-found', text: 'onion service descriptor not found' },
  0xf1: { code: 'onion-failed', text: 'onion service descriptor invalid' },
  0xf2: { code: 'onion-failed', text: 'introduction failed' },
  0xf3: { code: 'onion-failed', text: 'rendezvous failed' },
  0xf4: { code: 'onion-authorization', text: 'client authorisation missing' },
  0xf5: { code: 'onion-authorization', text: 'client authorisation wrong' },
  0xf6: { code: 'invalid-name', text: 'invalid onion address' },
  0xf7: { code: 'onion-failed', text: 'introduction timed out' },
};

/** The failure that a reply of a SOCKS5 proxy is. @param reply its number, from 1 to 255. */
export function replyFailure(reply: number): Pick<Failure, 'code' | 'detail'> {
  const { code, text } = MEANINGS[reply] ?? { code: 'proxy-failed', text: 'unknown' };
  const number = reply.toString(16).toUpperCase().padStart(2, '0');
  return { code, detail: `SOCKS reply 0x${number}: ${text}` };
}

const VERSION = 5;
const USER_PASSWORD = 2;

/**
 * The number of the reply to the request in what a proxy has sent so far; null where it has not replied. Before it come the
 * method (RFC 1928 §3) and, with a password, its status (RFC 1929 §2): two bytes each.
 */
export function replyNumber(bytes: Buffer): number | null {
  const at = bytes[1] === USER_PASSWORD ? 4 : 2;
  return bytes[at] === VERSION ? (bytes[at + 1] ?? null) : null;
}
