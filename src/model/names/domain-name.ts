import { domainToASCII, domainToUnicode } from 'node:url';
import { trimmed } from '../text/trimmed.ts';

/** A domain of a list: `ascii` is the key (lower case, A-labels), `unicode` is for people. */
export type DomainName =
  { kind: 'domain'; ascii: string; unicode: string } | { kind: 'invalid'; reason: string };

/** An MX target from DNS: a host that can be asked, or what it said, safe to print. */
export type HostName = { kind: 'host'; name: string } | { kind: 'invalid'; shown: string };

const MAX_NAME = 253; // RFC 1035 §2.3.4: 255 octets on the wire, less the root and one length octet
const MAX_LABEL = 63; // RFC 1035 §2.3.4
const MAX_TEXT = 1024; // a U-label may take more characters than its A-label, but not this many
const MAX_SHOWN = 255;

// What IDNA 2008 allows beyond letters, marks and digits in some contexts (RFC 5892 §2.6, A.3-A.7).
const CONTEXT_PUNCTUATION = '\u00b7\u0375\u05f3\u05f4\u30fb';
const ALLOWED = new RegExp(`^[a-zA-Z0-9.\\-\\p{L}\\p{M}\\p{Nd}${CONTEXT_PUNCTUATION}]*$`, 'u');
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u; // domainToASCII drops most of these

// domainToASCII cuts, decodes and drops where it should refuse, so these are looked for before it.
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/\ufffd/u, 'is not valid UTF-8'],
  [/[/\\]/u, 'is a URL or a path, not a domain name'],
  [/@/u, 'is an e-mail address, not a domain name'],
  [/:/u, 'has a colon: a port, a URL and an IPv6 address are not domain names'],
  [/%/u, 'has a percent sign: percent-encoding is not decoded'],
  [/\*/u, 'has a wildcard'],
  [/_/u, 'has an underscore'],
  [/\s/u, 'has a space inside'],
  [/\p{Cc}/u, 'has a control character'],
  [INVISIBLE, 'has an invisible character'],
];

/**
 * Reads a domain as people write it in lists: surrounding blanks, upper case and one trailing dot
 * are normalised away, U-labels become A-labels. Anything that is not plainly a domain name
 * (URL, address, path, wildcard, invisible character) is refused with a reason that reads on from
 * the value. LDH rule: RFC 1123 §2.1; a single label is a domain too.
 */
export function parseDomainName(text: string): DomainName {
  const written = trimmed(text, /[ \t\r\n]/);
  const reason = refusal(written);
  if (reason !== null) return { kind: 'invalid', reason };
  const name = withoutTrailingDot(written.replace(/[\u3002\uff0e\uff61]/gu, '.'));
  const ascii = toAscii(name);
  if (ascii === null) {
    return { kind: 'invalid', reason: 'is not a valid internationalised domain name' };
  }
  const syntax = ldhFault(ascii);
  if (syntax !== null) return { kind: 'invalid', reason: syntax };
  return { kind: 'domain', ascii, unicode: toUnicode(ascii) };
}

/**
 * Judges an MX target (presentation form, with or without the trailing dot) as Postfix does:
 * letters, digits, hyphens, and underscores, which are seen in the wild; two labels at least;
 * never an address, a name under a numeric TLD or `localhost` (RFC 6761 §6.3). What is refused
 * comes back as `shown`: printable ASCII, the rest as \DDD (RFC 1035 §5.1), 255 characters at most.
 */
export function hostFromDns(text: string): HostName {
  const name = withoutTrailingDot(text).toLowerCase();
  const labels = name.split('.');
  const valid =
    /^[a-z0-9_.-]+$/u.test(name) &&
    labels.length >= 2 &&
    labels.at(-1) !== 'localhost' &&
    syntaxFault(name) === null;
  return valid ? { kind: 'host', name } : { kind: 'invalid', shown: escapedName(text) };
}

/** The U-label form of an A-label name; the name itself where that would not lead back to it. */
export function toUnicode(ascii: string): string {
  if (!ascii.includes('xn--')) return ascii;
  const unicode = domainToUnicode(ascii);
  const safe = unicode !== '' && ALLOWED.test(unicode);
  return safe && domainToASCII(unicode) === ascii ? unicode : ascii;
}

function withoutTrailingDot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name;
}

function refusal(text: string): string | null {
  if (text === '') return 'is empty';
  if (text.length > MAX_TEXT) return `is longer than ${MAX_NAME} characters`;
  for (const [pattern, reason] of REFUSED) if (pattern.test(text)) return reason;
  const strange = Array.from(text.replace(/[\u3002\uff0e\uff61]/gu, '.')).find(
    (character) => !ALLOWED.test(character),
  );
  return strange === undefined ? null : `has ${shownCharacter(strange)}, which no domain name has`;
}

function shownCharacter(character: string): string {
  if (/^[!-~]$/u.test(character)) return `"${character}"`;
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

// ASCII is never handed to domainToASCII: it would turn `127.1` into an address.
function toAscii(name: string): string | null {
  if (/^[\0-\x7f]*$/u.test(name)) return name.toLowerCase();
  const ascii = domainToASCII(name);
  return ascii === '' ? null : ascii;
}

function ldhFault(name: string): string | null {
  if (name === '') return 'is the root, not a domain name';
  if (!/^[a-z0-9.-]*$/u.test(name)) return 'is not a valid internationalised domain name';
  return syntaxFault(name);
}

// The rules that domains and hosts share: RFC 1035 §2.3.4, RFC 1123 §2.1, RFC 3696 §2.
function syntaxFault(name: string): string | null {
  const labels = name.split('.');
  if (name.length > MAX_NAME) return `is longer than ${MAX_NAME} characters`;
  if (labels.includes('')) return 'has an empty label';
  if (labels.some((label) => label.length > MAX_LABEL)) {
    return `has a label longer than ${MAX_LABEL} characters`;
  }
  if (labels.some((label) => label.startsWith('-') || label.endsWith('-'))) {
    return 'has a label that starts or ends with a hyphen';
  }
  // Resolvers read `127.1`, `0x7f.1` and `2130706433` as addresses (inet_aton).
  return /^(?:[0-9]+|0x[0-9a-f]*)$/u.test(labels.at(-1) ?? '')
    ? 'is or maps to an IP address, not a domain name'
    : null;
}

// A backslash stays single: c-ares hands out names that are escaped already.
function escapedName(text: string): string {
  if (text === '') return '.';
  let shown = '';
  for (const byte of Buffer.from(text.slice(0, MAX_SHOWN), 'utf8')) {
    const printable = byte > 0x20 && byte < 0x7f;
    const piece = printable ? String.fromCharCode(byte) : `\\${String(byte).padStart(3, '0')}`;
    if (shown.length + piece.length > MAX_SHOWN - 3) return `${shown}...`;
    shown += piece;
  }
  return text.length > MAX_SHOWN ? `${shown}...` : shown;
}
