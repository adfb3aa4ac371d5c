/** What one survey learnt from one question to one part: an address of a host, or a domain of a provider. */
export interface Answers {
  /** The words that hold, in their order. */
  readonly yes: readonly string[];
  /** The words that were not asked for, or got no answer: they may hold as well. */
  readonly open: readonly string[];
  /** Words that were not asked for, and would have taken the place of `yes`: a TLS version above the highest asked for. */
  readonly above: readonly string[];
}

/** A part of a subject, by its name; `answers` null where they are unknown, for these reasons. */
export interface Part {
  readonly name: string;
  readonly answers: Answers | null;
  readonly reasons: readonly string[];
}

/** What one survey showed of a subject: `known` where at least one part is; `not-observed` where the subject is not in it. */
export type Observed =
  | { readonly kind: 'known'; readonly parts: readonly Part[] }
  | { readonly kind: 'unknown'; readonly reasons: readonly string[] }
  | { readonly kind: 'not-observed' };
export type KnownAnswers = Extract<Observed, { kind: 'known' }>;

/**
 * How the parts of a subject belong together. `interchangeable`: addresses of a host, hosts of a domain; together they give
 * one answer, and one that is gone has been replaced. `separate`: domains of a provider; each answers for itself, and one
 * that is not there was not asked.
 */
export type Composition = 'interchangeable' | 'separate';

/** The words that hold for at least one part, each once, in the order of `order`; others behind them, sorted. */
export function wordsOf(parts: readonly Part[], order: readonly string[]): string[] {
  const words = new Set(parts.flatMap(({ answers }) => answers?.yes ?? []));
  const known = order.filter((word) => words.has(word));
  return [...known, ...[...words].filter((word) => !order.includes(word)).sort()];
}

/** Joins parts to what was observed of their subject; `not-observed` without any. */
export function observedOf(parts: readonly Part[]): Observed {
  if (parts.length === 0) return { kind: 'not-observed' };
  if (parts.some(({ answers }) => answers !== null)) return { kind: 'known', parts };
  return { kind: 'unknown', reasons: [...new Set(parts.flatMap(({ reasons }) => reasons))].sort() };
}

/**
 * Whether two surveys cannot have seen the same state. They are compared only in what both know, so that no change is
 * from or to unknown.
 */
export function contradict(a: KnownAnswers, b: KnownAnswers, composition: Composition): boolean {
  const pairs = composition === 'interchangeable' ? [together(a, b)] : separately(a, b);
  return pairs.some(([x, y]) => lacks(x, y) || lacks(y, x));
}

/** Whether nothing about this question is unknown. */
export function isWhole({ parts }: KnownAnswers): boolean {
  return parts.every(
    ({ answers }) => answers !== null && answers.open.length === 0 && answers.above.length === 0,
  );
}

type Sides = readonly [Answers | null, Answers | null];

/** The answers of each side together, without the parts that are unknown on the other. */
function together(a: KnownAnswers, b: KnownAnswers): Sides {
  return [joinAnswers(without(a, unknownParts(b))), joinAnswers(without(b, unknownParts(a)))];
}

function separately(a: KnownAnswers, b: KnownAnswers): Sides[] {
  const others = new Map(b.parts.map(({ name, answers }) => [name, answers]));
  return a.parts.map(({ name, answers }) => [answers, others.get(name) ?? null]);
}

function unknownParts({ parts }: KnownAnswers): ReadonlySet<string> {
  return new Set(parts.filter(({ answers }) => answers === null).map(({ name }) => name));
}

function without({ parts }: KnownAnswers, names: ReadonlySet<string>): Answers[] {
  return parts.flatMap(({ name, answers }) => (answers === null || names.has(name) ? [] : answers));
}

/** The answers of several parts as one; null without any. */
export function joinAnswers(all: readonly Answers[]): Answers | null {
  if (all.length === 0) return null;
  const collect = (key: keyof Answers) => [...new Set(all.flatMap((each) => each[key]))];
  return { yes: collect('yes'), open: collect('open'), above: collect('above') };
}

/** Whether a word of one side is known not to hold on the other. */
function lacks(a: Answers | null, b: Answers | null): boolean {
  if (a === null || b === null) return false;
  const covered = b.yes.some((word) => a.above.includes(word));
  return a.yes.some(
    (word) =>
      !b.yes.includes(word) && !b.open.includes(word) && !b.above.includes(word) && !covered,
  );
}
