import { isUtf8 } from 'node:buffer';
import { escapedValue, nameText, type AttributeText } from '../model/text/name-text.ts';

/**
 * OpenSSL's names for attribute types that old releases write behind a '/', where they write ', ' before types of one or
 * two capitals. Beside each, what RFC 4514 and the LDAP registry call it.
 */
const LONG_TYPES: ReadonlyMap<string, string> = new Map([
  ['emailAddress', 'emailAddress'],
  ['Email', 'emailAddress'],
  ['serialNumber', 'serialNumber'],
  ['street', 'STREET'],
  ['streetAddress', 'STREET'],
  ['postalCode', 'postalCode'],
  ['businessCategory', 'businessCategory'],
  ['organizationIdentifier', 'organizationIdentifier'],
  ['description', 'description'],
  ['title', 'title'],
  ['name', 'name'],
  ['givenName', 'givenName'],
  ['initials', 'initials'],
  ['dnQualifier', 'dnQualifier'],
  ['pseudonym', 'pseudonym'],
  ['generationQualifier', 'generationQualifier'],
  ['UID', 'UID'],
  ['unstructuredName', 'unstructuredName'],
  ['unstructuredAddress', 'unstructuredAddress'],
  ['jurisdictionL', 'jurisdictionL'],
  ['jurisdictionST', 'jurisdictionST'],
  ['jurisdictionC', 'jurisdictionC'],
]);

const TYPE = String.raw`[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+`;
const LONG_TYPE = [...LONG_TYPES.keys()].join('|');
const SHORT_TYPE = String.raw`[A-Z]{1,2}|\d+(?:\.\d+)+`;

/** How a release of OpenSSL writes a subject. */
interface Style {
  /** A type and its sign, where an attribute starts. */
  readonly start: RegExp;
  /** What ends a value that is not quoted: another attribute behind it. */
  readonly separator: RegExp;
  /** Bytes that stand as an escape in a value without quotes. */
  readonly escape: RegExp;
}

/** OpenSSL 1.1.0 to 3.1: `C = NL, O = "A, Inc."`, where nothing is ambiguous: a value with a special character is quoted. */
const SPACED: Style = {
  start: new RegExp(`(${TYPE}) = `, 'y'),
  separator: new RegExp(String.raw`, (?=(?:${TYPE}) = )| \+ (?=(?:${TYPE}) = )`, 'g'),
  escape: /\\(?:([0-9A-F]{2})|(.))/gsu,
};

/**
 * OpenSSL up to 1.0: `C=NL, O=A, Inc., CN=a/emailAddress=b`, with bytes beyond ASCII as `\xNN` and nothing quoted; and
 * from 3.2 on: `C=NL, O="A, Inc.", CN=a, emailAddress=b`. A comma inside a value of the old style ends it only where it
 * looks like another attribute: the old style does not distinguish the two.
 */
const TIGHT: Style = {
  start: new RegExp(`(${TYPE})=`, 'y'),
  separator: new RegExp(
    String.raw`, (?=(?:${SHORT_TYPE}|${LONG_TYPE})=)| \+ (?=(?:${SHORT_TYPE}|${LONG_TYPE})=)|/(?=(?:${LONG_TYPE})=)`,
    'g',
  ),
  escape: /\\x([0-9A-F]{2})/gu,
};

const QUOTED = /"((?:\\.|[^"\\])*)"(?=, | \+ |$)/suy;
const QUOTED_ESCAPE = SPACED.escape;

/** No subject is longer; what is would only cost time. */
const MAX_CHARACTERS = 8192;

/**
 * The subject of a certificate, as any release of `openssl x509 -text` writes it, as an RFC 4514 string in the way that
 * subjects of live certificates are stored; null for what is no distinguished name. A type that OpenSSL knows and
 * RFC 4514 does not is left as OpenSSL has it, as the text does not show its DER.
 */
export function rfc4514Name(text: string): string | null {
  if (text.trim() === '') return '';
  if (text.length > MAX_CHARACTERS) return null;
  const rdns = rdnsOf(text, /^[A-Za-z0-9.-]+ = /.test(text) ? SPACED : TIGHT);
  return rdns === null ? null : nameText(rdns);
}

function rdnsOf(text: string, style: Style): AttributeText[][] | null {
  const rdns: AttributeText[][] = [];
  let at = 0;
  let joined = false; // to the RDN before
  while (at <= text.length) {
    const type = matchAt(style.start, text, at)?.[1];
    if (type === undefined) return null;
    const start = style.start.lastIndex;
    const { value, end } = valueAt(text, start, style);
    const attribute = { type: LONG_TYPES.get(type) ?? renamed(type), value };
    const last = rdns.at(-1);
    if (joined && last !== undefined) last.push(attribute);
    else rdns.push([attribute]);
    const separator = matchFrom(style.separator, text, end);
    if (separator === null) return rdns;
    joined = separator[0] === ' + ';
    at = style.separator.lastIndex;
  }
  return rdns;
}

/** OpenSSL's short name of the given name is one that the LDAP registry does not have. */
function renamed(type: string): string {
  return type === 'GN' ? 'givenName' : type;
}

function valueAt(text: string, start: number, style: Style): { value: string; end: number } {
  const quoted = matchAt(QUOTED, text, start)?.[1];
  if (quoted !== undefined) {
    return { value: escapedValue(unescaped(quoted, QUOTED_ESCAPE)), end: QUOTED.lastIndex };
  }
  const end = matchFrom(style.separator, text, start)?.index ?? text.length;
  return { value: escapedValue(unescaped(text.slice(start, end), style.escape)), end };
}

/** A value without its escapes: text, or bytes where those are not UTF-8. */
function unescaped(text: string, escape: RegExp): string | Buffer {
  if (!text.includes('\\')) return text;
  const pieces: Buffer[] = [];
  let from = 0;
  for (const { 0: whole, 1: hex, 2: character = '', index } of text.matchAll(escape)) {
    pieces.push(Buffer.from(text.slice(from, index), 'utf8'));
    pieces.push(hex === undefined ? Buffer.from(character, 'utf8') : Buffer.from(hex, 'hex'));
    from = index + whole.length;
  }
  const bytes = Buffer.concat([...pieces, Buffer.from(text.slice(from), 'utf8')]);
  return isUtf8(bytes) ? bytes.toString('utf8') : bytes;
}

function matchAt(sticky: RegExp, text: string, at: number): RegExpExecArray | null {
  sticky.lastIndex = at;
  return sticky.exec(text);
}

function matchFrom(global: RegExp, text: string, from: number): RegExpExecArray | null {
  global.lastIndex = from;
  return global.exec(text);
}
