import { escapeShort } from '../format/terminal-escape.ts';

const CATEGORY_CHARACTERS = 40;

/** A category as a heading; what the lists put into none has one too. */
export function categoryTitle(name: string | null): string {
  return name === null ? 'No category' : escapeShort(name, CATEGORY_CHARACTERS);
}

/** Keys in a given order; those that are not in it after the others, `null` last of all. */
export function inOrder<Key extends string | null>(
  keys: Iterable<Key>,
  order: readonly string[],
): Key[] {
  const places = new Map<string | null, number>(order.map((key, index) => [key, index]));
  const placeOf = (key: Key) => places.get(key) ?? (key === null ? Infinity : order.length);
  return [...keys].sort((a, b) => (placeOf(a) === placeOf(b) ? 0 : placeOf(a) - placeOf(b)));
}
