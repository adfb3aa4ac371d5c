import {
  isExtensionValue,
  quoted,
  readPolicyRecord,
  readTxtFields,
  trimBlanks,
  type PolicyRecord,
} from './txt-fields.ts';

/** A URI of RFC 3986 without the comma, the semicolon and the exclamation mark, which RFC 8460 §3 wants encoded. */
const URI = /^[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#[\]@$&'()*+=-]|%[0-9A-Fa-f]{2})+$/;

/** The two ways to deliver a report (RFC 8460 §3): by mail to somebody, or to a web server. */
const DELIVERABLE = /^(?:mailto:[^@?]+@[^@?]+|https:\/\/[^/?#])/i;

/**
 * Reads the TXT records of `_smtp._tls.DOMAIN` (RFC 8460 §3): exactly one TLSRPTv1 record, whose `rua` names where
 * reports go, at least one of them by a way there is.
 * @param records each of one record's strings joined, a character a byte.
 */
export function readTlsRptRecord(records: readonly string[]): PolicyRecord {
  return readPolicyRecord(records, 'TLSRPTv1', faultOf);
}

function faultOf(text: string): string | null {
  // Blanks behind the last URI stand before a comma that never came; no sender minds.
  const read = readTxtFields(trimBlanks(text));
  if (read.kind === 'invalid') return read.reason;
  const odd = read.fields.find(([name, value]) => name !== 'rua' && !isExtensionValue(value));
  if (odd !== undefined) return `its field ${quoted(odd[0])} has no valid value`;
  const addresses = read.fields
    .filter(([name]) => name === 'rua')
    .flatMap(([, value]) => value.split(',').map(trimBlanks));
  if (addresses.length === 0) return 'it has no rua, so that nobody gets the reports';
  const noUri = addresses.find((address) => !URI.test(address));
  if (noUri !== undefined) return `its rua ${quoted(withoutLocalPart(noUri))} is no URI`;
  return addresses.some((address) => DELIVERABLE.test(address))
    ? null
    : 'its rua has neither a mailto: nor an https: address';
}

/** An address without its local part: who reads the reports is nobody's business. */
function withoutLocalPart(address: string): string {
  const at = address.lastIndexOf('@');
  return at === -1 ? address : `…${address.slice(at)}`;
}
