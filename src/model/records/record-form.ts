import { canonicalJson } from './snapshot-text.ts';

/**
 * Returns why a record is not in the one form of the format, or null.
 * @param text the JSON that `value` was read from; @param record the value as its schema reads it.
 */
export function formFault(value: unknown, text: string, record: unknown): string | null {
  if (canonicalJson(value) !== text) {
    return 'is not written in the one form of the format: spaces, escapes, or a key that is twice';
  }
  return isInOrder(value, record) ? null : 'has its keys in another order than the format';
}

/**
 * Whether the keys that the schema knows stand in its order, at every depth; the keys of later writers are ignored. Arrays
 * have no keys to compare: their items stand in the order in which they were read.
 */
function isInOrder(value: unknown, known: unknown): boolean {
  if (typeof value !== 'object' || typeof known !== 'object') return true;
  if (value === null || known === null) return true;
  if (Array.isArray(value) && Array.isArray(known)) {
    return value.every((each, index) => isInOrder(each, known[index]));
  }
  const own = new Map(Object.entries(value));
  // A key that was appended after the record was written is not in it.
  const entries = Object.entries(known).filter(([key]) => own.has(key));
  const wanted = new Set(entries.map(([key]) => key));
  const shared = [...own.keys()].filter((key) => wanted.has(key));
  if (shared.some((key, index) => key !== entries[index]?.[0])) return false;
  return entries.every(([key, each]) => isInOrder(own.get(key), each));
}
