/** A value with all its listings as arrays, to compare it with what is expected. */
export function whole(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Symbol.iterator in value) return Array.from(value as Iterable<unknown>, whole);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, whole(each)]));
}
