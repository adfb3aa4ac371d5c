/** Rounds that are measured: two at least, and more where it looks slow, as noise only ever makes work look slower. */
const LEAST_ROUNDS = 2;
const MOST_ROUNDS = 12;
/** The longer input, in lengths of the shorter. */
const FACTOR = 4;
/** Linear work grows 4 times and quadratic work 16 times. */
const LIMIT = 9;
/** Calls are repeated for this long, in ms, so that the clock can tell. */
const ROUND_MS = 0.1;

/**
 * How many times longer work takes for an input of four times the length: about 4 if it is linear, 16 if quadratic. What
 * allocates much can take a step at one length, so that a second pair of lengths is tried where the first grows too fast.
 * @param work takes the length of its input.
 */
export function growth(work: (length: number) => void, length: number): number {
  const first = growthAt(work, length);
  return first < LIMIT ? first : Math.min(first, growthAt(work, length / FACTOR));
}

function growthAt(work: (length: number) => void, length: number): number {
  // The first calls compile.
  for (let call = 0; call < 3; call++) work(length);
  let short = Infinity;
  let long = Infinity;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    short = Math.min(short, timeOf(work, length));
    long = Math.min(long, timeOf(work, FACTOR * length));
    if (round + 1 >= LEAST_ROUNDS && long / short < LIMIT) break;
  }
  return long / short;
}

/** Whether work grows no faster than its input does. */
export function isLinear(work: (length: number) => void, length: number): boolean {
  return growth(work, length) < LIMIT;
}

/** The time of one call, in ms. */
function timeOf(work: (length: number) => void, length: number): number {
  const start = performance.now();
  let calls = 0;
  do {
    work(length);
    calls++;
  } while (performance.now() - start < ROUND_MS);
  return (performance.now() - start) / calls;
}

const PIECES = [
  ...[
    'a',
    'Z',
    '1',
    'f',
    ' ',
    '\t',
    '\r',
    '.',
    '-',
    '_',
    '@',
    '[',
    '(',
    '<',
    '"',
    "'",
    '=',
    ';',
    ',',
    ':',
    '\\',
    '/',
    '*',
    '%',
    '#',
    '|',
  ],
  ...[
    'a1',
    '1a',
    'a.',
    '1.',
    'a-',
    '-1',
    'a@',
    'a@b.',
    'a b',
    'a=',
    'a=b;',
    '\\"',
    '""',
    '","',
    '[a',
    '[a]',
    '(a',
    'a1-',
    '(a1',
    '&#',
  ],
  ...[
    '<id>',
    '<id>-',
    '<id>.1',
    '<n>-a',
    'id=',
    'Mon, ',
    'Jan 1 ',
    '1 Jan 2026 ',
    '2026-01-01 ',
    '10:10',
    '2001:',
    'load 1',
    'pid 1',
  ],
  ...[
    'a, b = ',
    'A="',
    ', CN=',
    '/Email=',
    'DNS:a, ',
    'xn--a.',
    'mx: a\n',
    'v=STSv1; ',
    '250-a\r\n',
    '-----BEGIN CERTIFICATE-----',
  ],
  ...[
    '\u0301',
    '\u754c',
    '\u00ad',
    '\u200b',
    '\ud800',
    '\ufffd',
    '\x1b[0m',
    '\x1b[',
    '\u2028',
    '\ufeff',
    '\u00a0',
    '\ud83d\ude00',
  ],
];
/** What an almost matching text ends in. */
const ENDINGS = ['', '!'];

/** Texts that are hard for patterns, in any length: one piece again and again, and then what fits, or almost. */
export const SHAPES: readonly { name: string; make: (length: number) => string }[] = PIECES.flatMap(
  (piece) =>
    ENDINGS.map((ending) => ({
      name: JSON.stringify(`${piece}…${ending}`),
      make: (length: number) => piece.repeat(Math.ceil(length / piece.length)) + ending,
    })),
);
