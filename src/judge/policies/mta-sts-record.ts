import {
  isExtensionValue,
  quoted,
  readPolicyRecord,
  readTxtFields,
  type PolicyRecord,
} from './txt-fields.ts';

const ID = /^[A-Za-z0-9]{1,32}$/;

/**
 * Reads the TXT records of `_mta-sts.DOMAIN` (RFC 8461 §3.1): exactly one STSv1 record, with an id. Of a field that is
 * there twice the first one counts; unknown fields have to be well-formed, and mean nothing.
 * @param records each of one record's strings joined, a character a byte.
 */
export function readMtaStsRecord(records: readonly string[]): PolicyRecord {
  return readPolicyRecord(records, 'STSv1', faultOf);
}

function faultOf(text: string): string | null {
  const read = readTxtFields(text);
  if (read.kind === 'invalid') return read.reason;
  const odd = read.fields.find(([, value]) => !isExtensionValue(value));
  if (odd !== undefined) return `its field ${quoted(odd[0])} has no valid value`;
  const id = read.fields.find(([name]) => name === 'id')?.[1];
  if (id === undefined) return 'it has no id';
  return ID.test(id) ? null : `its id ${quoted(id)} is not 1 to 32 letters and digits`;
}
