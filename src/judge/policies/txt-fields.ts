import { shownText } from '../../model/text/shown-text.ts';

/** What the TXT records of `_mta-sts.DOMAIN` or `_smtp._tls.DOMAIN` come to; `text` as found. */
export type PolicyRecord =
  | { kind: 'absent' }
  | { kind: 'valid'; text: string }
  | { kind: 'invalid'; text: string; reason: string };

/** The fields behind the version of a record, in their order; or why it is not well-formed. */
export type TxtFields =
  { kind: 'fields'; fields: [name: string, value: string][] } | { kind: 'invalid'; reason: string };

/** `sts-ext-name` of RFC 8461 §3.1, which the names of all fields fit; RFC 8460 §3 has the same. */
export const FIELD_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/;

/**
 * Reads the record that counts (RFC 8461 §3.1, RFC 8460 §3): records that do not begin with the version and its
 * semicolon are ignored, and of several none counts. `v=STSv10` is another version, and letter case matters.
 * @param records each of one record's strings joined, in any order.
 * @param version as in `STSv1`.
 * @param faultOf returns why a record of this version is invalid, or null.
 */
export function readPolicyRecord(
  records: readonly string[],
  version: string,
  faultOf: (text: string) => string | null,
): PolicyRecord {
  const start = `v=${version}`;
  const found = records.filter(
    (record) => record.startsWith(start) && /^[ \t]{0,64};/.test(record.slice(start.length)),
  );
  if (found.length === 0) return { kind: 'absent' };
  // Sorted, as the order of records in the DNS means nothing and changes.
  const text = found.sort().join(' | ');
  const reason = found.length > 1 ? `there is more than one ${version} record` : faultOf(text);
  return reason === null ? { kind: 'valid', text } : { kind: 'invalid', text, reason };
}

/**
 * Reads `version *(delimiter field) [delimiter]`, where a delimiter is a semicolon with blanks around it.
 * @param text a record as {@link readPolicyRecord} passes it on.
 */
export function readTxtFields(text: string): TxtFields {
  const pieces = text.split(';').slice(1);
  // One semicolon may stand at the end, with blanks behind it.
  if (trimBlanks(pieces.at(-1) ?? '') === '') pieces.pop();
  else if (/[ \t]$/.test(text)) return invalid('it ends in a blank');
  const fields: [string, string][] = [];
  for (const piece of pieces) {
    const field = trimBlanks(piece);
    const equals = field.indexOf('=');
    const name = field.slice(0, Math.max(equals, 0));
    if (!FIELD_NAME.test(name)) return invalid(`${quoted(field)} is not NAME=VALUE`);
    fields.push([name, field.slice(equals + 1)]);
  }
  return { kind: 'fields', fields };
}

/** `sts-ext-value` of RFC 8461 §3.1: printable ASCII without the equals sign, the semicolon and blanks. */
export function isExtensionValue(value: string): boolean {
  return /^[!-:<>-~]+$/.test(value);
}

/** Foreign text in quotes, short and on one line, to stand in a reason. */
export function quoted(text: string): string {
  return `"${shownText(text, 40)}"`;
}

/** Text without the spaces and tabs (WSP, RFC 5234 §B.1) around it; in linear time. */
export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text[start])) start++;
  while (end > start && isBlank(text[end - 1])) end--;
  return text.slice(start, end);
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}

function invalid(reason: string): TxtFields {
  return { kind: 'invalid', reason };
}
