/** Items that are made when they are asked for, in one order each time; an array is that, too. */
export interface Listing<T> {
  readonly length: number;
  [Symbol.iterator](): Iterator<T>;
}

/** So many items, each made from its index. */
export function listingOf<T>(length: number, make: (index: number) => T): Listing<T> {
  return {
    length,
    *[Symbol.iterator]() {
      for (let index = 0; index < length; index++) yield make(index);
    },
  };
}

/** What is made of each item. */
export function mapped<T, Made>(items: Listing<T>, make: (item: T) => Made): Listing<Made> {
  return {
    get length() {
      return items.length;
    },
    *[Symbol.iterator]() {
      for (const item of items) yield make(item);
    },
  };
}

/** The first so many items; no other is made. */
export function firstOf<T>(items: Listing<T>, count: number): T[] {
  const found: T[] = [];
  if (count <= 0) return found;
  for (const item of items) {
    found.push(item);
    if (found.length >= count) break;
  }
  return found;
}
