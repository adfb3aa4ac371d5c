import { escapeShort } from '../format/terminal-escape.ts';

const CATEGORY_CHARACTERS = 40;

/** The heading of a category, or of the domains that have none. */
export function categoryTitle(name: string | null): string {
  return name === null ? 'No category' : escapeShort(name, CATEGORY_CHARACTERS);
}

/** Keys in a given order: first those in `order`, then the others, `null` last. */
export function inOrder<Key extends string | null>(
  keys: Iterable<Key>,
  order: readonly string[],
): Key[] {
  const places = new Map<string | null, number>(order.map((key, index) => [key, index]));
  const placeOf = (key: Key) => places.get(key) ?? (key === null ? Infinity : order.length);
  return [...keys].sort((a, b) => (placeOf(a) === placeOf(b) ? 0 : placeOf(a) - placeOf(b)));
}
