import { operatorOf } from '../../model/names/operator.ts';
import { normaliseServerText } from './server-text.ts';

/** Who takes part in a dialogue: the MX host, and the names and addresses that the scanner is known by. */
export interface Parties {
  host: string;
  clients: readonly string[];
}

/** A host name of two or more labels; not the domain of an e-mail address. */
const NAME = /(?<![\w@.>-])(?:[a-z0-9_](?:[\w-]*\w)?\.)+[a-z][\w-]*\w/gi;

/** A word of several parts, one of them with a digit. */
const PARTED_NAME = /(?<![\w.@<>-])(?=[\w-]*\d)[a-z]\w*(?:-\w+)+(?![\w.-])/gi;

/** The first word of a greeting, which names the server (RFC 5321 §4.3.1), as a bare name with a number. */
const BARE_NAME = /^(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]+(?=\s|$)/i;

const UNIT = '(?:ms|s|sec|secs|seconds?|min|mins|minutes?|h|hours?|days?)';

type Masks = readonly (readonly [RegExp, string])[];

/** Ids that differ from one connection to the next, and what is kept of them. */
const IDS: Masks = [
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\b((?:id|session|ticket|reference|ref)[=:#] ?)[\w+/=.-]{4,}/gi, '$1<id>'],
  [/\[(?=[\w+/=-]*[A-Z\d])(?=[\w+/=-]*[a-z\d])[\w+/=-]{8,}\]/g, '[<id>]'],
];

/** Numbers that differ from one connection to the next, with what is left of an id beside them. */
const NUMBERS: Masks = [
  [/\[\d{1,3}(?:\.\d{1,3}){3}\]/g, '[<address>]'],
  [/\b(pid|process)([ =:#]*)\d+/gi, '$1$2<n>'],
  [/\b(load(?: average)?\D{0,12})\d+(?:\.\d+)?/gi, '$1<n>'],
  [new RegExp(`(?<![\\w.[])\\d+(?= ?${UNIT}\\b)`, 'gi'), '<n>'],
  [/(?<![\w.[])\d+[hm] ?(?:\d+m ?)?(?:\d+s)?\b/g, '<n>'],
  [/(?<![\w.<-])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{6,}(?![\w.-])/gi, '<id>'],
  [/(?<![\w.])\d{5,}(?!\d)(?![\w.]*\w)/g, '<n>'],
  [/\((\[?[a-z]+)\d+(\]?)\)/gi, '($1<n>$2)'],
  [/\b(?!RFC)([a-z]+)\d{3,}\b/gi, '$1<n>'],
  [/\b(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]+-(?=<id>)/gi, '<id>-'],
  [/(?<![\w-])<n>-\w{6,}/g, '<n>-<id>'],
  [/<id>(?:-<id>)+/g, '<id>'],
];

/**
 * Normalises a greeting or reply for a snapshot, as {@link normaliseServerText} does, and what names the one machine, process
 * or moment that answered: numbers in host names other than that of the MX host itself, process ids, counters and waits become
 * `<n>`, session ids `<id>`, addresses in brackets `<address>`.
 */
export function normaliseReply(text: string, { host, clients }: Parties): string {
  const named = (name: string) => withoutNumbers(name, host);
  const masked = normaliseServerText(text, clients, (whole) =>
    [BARE_NAME, NAME, PARTED_NAME].reduce(
      (result, pattern) => result.replace(pattern, named),
      withMasks(whole, IDS),
    ),
  );
  return withMasks(masked, NUMBERS);
}

function withMasks(text: string, masks: Masks): string {
  return masks.reduce((result, [pattern, kept]) => result.replace(pattern, kept), text);
}

/** Masks the numbers in a host name, but not in its registrable domain, and not in the name of the MX host. */
function withoutNumbers(name: string, host: string): string {
  const lower = name.toLowerCase();
  if (lower === host) return name;
  const domain = operatorOf(lower);
  const own = lower.endsWith(domain) && lower !== domain ? name.length - domain.length : 0;
  const machine = name.includes('.') ? name.slice(0, own) : name;
  return (
    machine.replace(/[a-z\d]+/gi, maskedPiece).replace(POD, '$1<id>') + name.slice(machine.length)
  );
}

/** The last part of the name of a pod of Kubernetes, behind the hash of its template. */
const POD = /(<id>-)[bcdfghjklmnpqrstvwxz2456789]{5}(?![\w<-])/g;

function maskedPiece(piece: string): string {
  if (!/\d/.test(piece)) return piece;
  const letters = /^([a-z]*)\d+$/i.exec(piece)?.[1];
  return letters === undefined ? '<id>' : `${letters}<n>`;
}

/** What a device leaves of a greeting that it masks: asterisks, beside the characters 2 and 0. */
const MASKED = /^(?=.*\*\*)[*20 \n]+$/;

/** How a masked greeting is written in a snapshot: which of its characters are left depends on the time in it. */
export const MASKED_GREETING = '****';

/** Whether a device on the path masks the text of a greeting, as Cisco PIX and ASA do. */
export function isMaskedGreeting(text: string): boolean {
  return MASKED.test(text);
}
