import { prettyJson } from '../../model/records/snapshot-text.ts';

const INDENT = '  ';

/**
 * JSON with a line an item, as `JSON.stringify(value, null, 2)` writes it, piece by piece: a list that is no array is read
 * item by item. Keys stay in their order.
 */
export function* jsonPieces(value: unknown, indent = ''): Generator<string> {
  const inner = indent + INDENT;
  if (typeof value !== 'object' || value === null || isPlain(value)) {
    yield prettyJson(value).replaceAll('\n', `\n${indent}`);
  } else if (isIterable(value)) yield* bracketed('[]', itemsOf(value, inner), indent);
  else yield* bracketed('{}', membersOf(value, inner), indent);
}

/** Items in brackets, each on a line of its own; each begins with its indent. */
function* bracketed(
  [open = '', close = '']: string,
  items: Iterable<Iterable<string>>,
  indent: string,
): Generator<string> {
  let separator = `${open}\n`;
  for (const item of items) {
    yield separator;
    yield* item;
    separator = ',\n';
  }
  yield separator === ',\n' ? `\n${indent}${close}` : `${open}${close}`;
}

function* itemsOf(value: Iterable<unknown>, indent: string): Generator<Iterable<string>> {
  for (const item of value) yield after(indent, item, indent);
}

function* membersOf(value: object, indent: string): Generator<Iterable<string>> {
  for (const [key, member] of Object.entries(value)) {
    yield after(`${indent}${JSON.stringify(key)}: `, member, indent);
  }
}

function* after(start: string, value: unknown, indent: string): Generator<string> {
  yield start;
  yield* jsonPieces(value, indent);
}

/** Whether a value has no list that is made when it is asked for. */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  return !isIterable(value) && Object.values(value).every(isPlain);
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value;
}
