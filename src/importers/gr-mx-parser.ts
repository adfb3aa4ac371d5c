import { hostFromDns } from '../model/names/domain-name.ts';
import { canonicalAddress } from '../model/names/ip-address.ts';
import { shownText } from '../model/text/shown-text.ts';
import type { TlsVersion } from '../model/records/words.ts';
import {
  addressLine,
  grMxLine,
  highestOf,
  ssl3Of,
  type AnswerRest,
  type GrMxLine,
  type AnswerKind,
} from './gr-mx-line.ts';
import { rfc4514Name } from './openssl-name.ts';
import { openSslNames, openSslTime, type OpenSslNames } from './openssl-text.ts';

/** A certificate as the script printed it: no issuer, no serial number, no key. */
export interface GrMxCertificate extends OpenSslNames {
  subject: string;
  notBefore: string | null;
  notAfter: string | null;
}

/**
 * What a run printed of one MX host: `addresses` that its name had, its highest TLS version and whether it spoke SSL 3.0
 * (null: not printed), its certificates as they were sent. Of a host without TLS it printed the name alone.
 */
export interface GrMxHost {
  host: string;
  addresses: string[];
  highest: TlsVersion | null;
  ssl3: boolean | null;
  chain: GrMxCertificate[];
}

/** A whole file, or why it is no result of the script. */
type GrMxResult = { kind: 'hosts'; hosts: GrMxHost[] } | { kind: 'refused'; reason: string };

/** Takes a result line by line; `feed` gives the reason for which a line makes the file none, else null. */
export interface GrMxParser {
  feed: (line: string) => string | null;
  /** Closes the file. Not to be called after a line was refused. */
  end: () => GrMxResult;
}

/** What the parser has read last. */
type ParserState =
  | 'start'
  | 'host'
  | 'subject'
  | 'validity'
  | 'not-before'
  | 'certificate'
  | 'names-heading'
  | 'names'
  | 'addresses'
  | 'answer';

/** What may follow, in words for the refusal of anything else. */
const EXPECTED = {
  start: 'the first line "Currently running for: HOST."',
  host: 'a certificate, or the next host',
  subject: 'the line "Validity" of this certificate',
  validity: 'the line "Not Before: ..." of this certificate',
  'not-before': 'the line "Not After : ..." of this certificate',
  certificate: 'the names of this certificate, another one, a TLS version, or the next host',
  'names-heading': 'the names of this certificate',
  names: 'another certificate, a TLS version, or the next host',
  addresses: 'an IP address, or the ")" after the last one',
  answer: 'the support for SSL 3.0, or the next host',
} as const satisfies Record<ParserState, string>;

/** The states in which each kind of line is allowed. */
const STATES_BEFORE = {
  host: ['start', 'host', 'certificate', 'names', 'answer'],
  subject: ['host', 'certificate', 'names'],
  validity: ['subject'],
  'not-before': ['validity'],
  'not-after': ['not-before'],
  'names-heading': ['certificate'],
  answer: ['host', 'certificate', 'names', 'answer'],
  // Between two hosts somebody may have left one in an editor.
  blank: ['host', 'certificate', 'names', 'answer'],
  other: [],
} as const satisfies Record<GrMxLine['kind'], readonly ParserState[]>;

/** The states in which a file may end. */
const LAST: readonly ParserState[] = STATES_BEFORE.host.filter((place) => place !== 'start');

/** A line is quoted in a refusal up to this many characters. */
const SHOWN = 60;

/**
 * Parses a result of the gr-mx script. It is strict: whatever the script would not have written there refuses the whole
 * file, as a misread line would become a fact about somebody. Takes any lines, never throws.
 */
export function createGrMxParser(): GrMxParser {
  const hosts = new Map<string, GrMxHost>();
  let state: ParserState = 'start';
  let current: GrMxHost | null = null;
  let certificate: GrMxCertificate | null = null;
  let asked: AnswerKind = 'highest';
  const answered = new Set<AnswerKind>();
  /** The addresses of the current host: a file may list a million. */
  const known = new Set<string>();

  function startHost(text: string): string | null {
    const name = hostFromDns(text);
    if (name.kind === 'invalid') return `"${name.shown}" is not a host name`;
    if (hosts.has(name.name)) return `${name.name} is in the file twice`;
    current = { host: name.name, addresses: [], highest: null, ssl3: null, chain: [] };
    hosts.set(name.name, current);
    answered.clear();
    known.clear();
    state = 'host';
    return null;
  }

  function startCertificate(text: string): string | null {
    const subject = rfc4514Name(text);
    if (subject === null) return `"${shownText(text, SHOWN)}" is not the subject of a certificate`;
    certificate = { subject, notBefore: null, notAfter: null, names: [], namesTotal: 0 };
    current?.chain.push(certificate);
    state = 'subject';
    return null;
  }

  function takeDate(key: 'notBefore' | 'notAfter', text: string): string | null {
    const time = openSslTime(text);
    if (time.kind === 'invalid')
      return `"${shownText(text, SHOWN)}" is not a date as OpenSSL writes it`;
    if (certificate !== null) certificate[key] = time.instant;
    state = key === 'notBefore' ? 'not-before' : 'certificate';
    return null;
  }

  function startAnswer({ question, host, rest }: Extract<GrMxLine, { kind: 'answer' }>) {
    const name = hostFromDns(host);
    if (current === null || name.kind === 'invalid' || name.name !== current.host) {
      return `it is about "${shownText(host, SHOWN)}", but follows ${current?.host ?? 'no host'}`;
    }
    if (answered.has(question)) return `${current.host} has that line twice`;
    asked = question;
    answered.add(question);
    return takeAddresses(rest);
  }

  function takeAddresses(rest: AnswerRest): string | null {
    if (rest.kind === 'malformed') return `expected ${EXPECTED.addresses}, or " = " and a value`;
    for (const text of rest.addresses) {
      // dig names the aliases that it followed; they end in a dot.
      if (/^(?:[\w-]*\.)*[\d_-]*[A-Za-z][\w-]*\.$/.test(text)) continue;
      const address = canonicalAddress(text);
      if (address === null) return `"${shownText(text, SHOWN)}" is not an IP address`;
      if (!known.has(address)) current?.addresses.push(address);
      known.add(address);
    }
    state = rest.kind === 'open' ? 'addresses' : 'answer';
    return rest.kind === 'open' ? null : takeValue(rest.value);
  }

  function takeValue(value: string): string | null {
    const highest = asked === 'highest' ? highestOf(value) : null;
    const ssl3 = asked === 'ssl3' ? ssl3Of(value) : null;
    if (highest === undefined || ssl3 === undefined) {
      return `"${shownText(value, SHOWN)}" is not a value of this line`;
    }
    if (current !== null) {
      if (asked === 'highest') current.highest = highest;
      else current.ssl3 = ssl3;
    }
    return null;
  }

  function take(line: GrMxLine): string | null {
    switch (line.kind) {
      case 'host':
        return startHost(line.host);
      case 'subject':
        return startCertificate(line.text);
      case 'not-before':
        return takeDate('notBefore', line.text);
      case 'not-after':
        return takeDate('notAfter', line.text);
      case 'answer':
        return startAnswer(line);
      case 'validity':
      case 'names-heading':
        state = line.kind;
        return null;
      case 'blank':
      case 'other':
        return null;
    }
  }

  return {
    feed(text) {
      if (state === 'addresses') return takeAddresses(addressLine(text));
      if (state === 'names-heading' && /^\s+\S/.test(text)) {
        if (certificate !== null) Object.assign(certificate, openSslNames(text));
        state = 'names';
        return null;
      }
      const line = grMxLine(text);
      const allowed: readonly ParserState[] = STATES_BEFORE[line.kind];
      return allowed.includes(state) ? take(line) : misplaced(text, state);
    },
    end() {
      if (!LAST.includes(state)) {
        return {
          kind: 'refused',
          reason: `expected ${EXPECTED[state]}, found the end of the file`,
        };
      }
      return { kind: 'hosts', hosts: [...hosts.values()] };
    },
  };
}

function misplaced(text: string, state: ParserState): string {
  return `expected ${EXPECTED[state]}, found "${shownText(text.trim(), SHOWN)}"`;
}
