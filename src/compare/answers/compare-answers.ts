import type { Endpoint } from '../../model/records/endpoint.ts';
import type { Pairing } from './pairing.ts';

/** One question to the endpoints of a host. */
export interface EndpointQuestion<V extends string> {
  /** What an endpoint of a side answers; null: unknown. */
  answer: (endpoint: Endpoint, side: 'before' | 'after') => V | null;
  /** The values from the worst to the best. */
  order: readonly V[];
}

/** A value of a host that became another. `rotation`: seen at addresses that one of the surveys alone has. */
export interface Move<V extends string> {
  before: V;
  after: V;
  from: Endpoint[];
  to: Endpoint[];
  rotation: boolean;
}

/** What the endpoints of a host answer in two surveys: values that changed, and endpoints known on one side alone. */
export interface Compared<V extends string> {
  moves: Move<V>[];
  nowKnown: Endpoint[];
  noLongerKnown: Endpoint[];
}

/**
 * Compares what the endpoints of a host answer. Only known answers count: an address that is unknown on one side is left
 * out on the other. Of several addresses, the sets of values are compared, as a pool behind them may shuffle: a value is
 * new where no address of the host had it before, and gone where none has it now. A value of addresses that one side
 * alone has is neither while an address of the other side alone is unknown: that may have had it.
 */
export function compareAnswers<V extends string>(
  pairing: Pairing,
  question: EndpointQuestion<V>,
): Compared<V> {
  const before = new AnsweredSide(pairing, question, 'before');
  const after = new AnsweredSide(pairing, question, 'after');
  const result: Compared<V> = { moves: [], nowKnown: [], noLongerKnown: [] };
  for (const pair of pairing.pairs) comparePair(pair, before, after, result);
  for (const { endpoint, value } of newAnswers(pairing.afterOnly, after, before)) {
    const best = before.best();
    if (before.hasUnknown) result.nowKnown.push(endpoint);
    else if (!before.hasInconsistent && best !== null) {
      const from = before.endpointsOf(best);
      addMove(result.moves, { before: best, after: value, from, to: [endpoint], rotation: true });
    }
  }
  for (const { endpoint, value } of newAnswers(pairing.beforeOnly, before, after)) {
    const best = after.best();
    if (after.hasUnknown) result.noLongerKnown.push(endpoint);
    else if (!after.hasInconsistent && best !== null) {
      const to = after.endpointsOf(best);
      addMove(result.moves, { before: value, after: best, from: [endpoint], to, rotation: true });
    }
  }
  return result;
}

function comparePair<V extends string>(
  pair: Pairing['pairs'][number],
  before: AnsweredSide<V>,
  after: AnsweredSide<V>,
  { moves, nowKnown: toldFirst, noLongerKnown: noLongerTold }: Compared<V>,
): void {
  const from = before.of(pair.before);
  const to = after.of(pair.after);
  const isNew = to.known && !before.has(to.value);
  const isGone = from.known && !after.has(from.value);
  if (from.value === null && isNew) toldFirst.push(pair.after);
  if (to.value === null && isGone) noLongerTold.push(pair.before);
  if (!from.known || !to.known || from.value === to.value || !(isNew || isGone)) return;
  addMove(moves, {
    before: from.value,
    after: to.value,
    from: [pair.before],
    to: [pair.after],
    rotation: false,
  });
}

/** The endpoints of one side alone that show what no address of the host showed on the other. */
function newAnswers<V extends string>(
  endpoints: readonly Endpoint[],
  own: AnsweredSide<V>,
  other: AnsweredSide<V>,
): { endpoint: Endpoint; value: V }[] {
  return endpoints.flatMap((endpoint) => {
    const { value, known } = own.of(endpoint);
    return known && !other.has(value) ? [{ endpoint, value }] : [];
  });
}

type Answered<V> = { value: V; known: true } | { value: V | null; known: false };

/** The answers of one side. */
class AnsweredSide<V extends string> {
  /** Whether an address of this side alone is unknown. */
  readonly hasUnknown: boolean;
  /** Whether one was inconsistent within its survey: it may have had other values beside the recorded one. */
  readonly hasInconsistent: boolean;
  readonly #question: EndpointQuestion<V>;
  readonly #side: 'before' | 'after';
  readonly #values = new Set<V | null>();
  readonly #comparable: { endpoint: Endpoint; value: V }[] = [];

  constructor(pairing: Pairing, question: EndpointQuestion<V>, side: 'before' | 'after') {
    this.#question = question;
    this.#side = side;
    const other = side === 'before' ? 'after' : 'before';
    const own = side === 'before' ? pairing.beforeOnly : pairing.afterOnly;
    for (const pair of pairing.pairs) {
      this.#values.add(this.of(pair[side]).value);
      const counterpart = question.answer(pair[other], other);
      if (counterpart !== null && isConsistent(pair[other])) this.#compare(pair[side]);
    }
    for (const endpoint of own) {
      this.#values.add(this.of(endpoint).value);
      this.#compare(endpoint);
    }
    this.hasUnknown = own.some((each) => this.of(each).value === null);
    this.hasInconsistent = own.some((each) => !isConsistent(each));
    this.#values.delete(null);
  }

  of(endpoint: Endpoint): Answered<V> {
    const value = this.#question.answer(endpoint, this.#side);
    return value !== null && isConsistent(endpoint)
      ? { value, known: true }
      : { value, known: false };
  }

  /** Whether any address of this side had a value. */
  has(value: V | null): boolean {
    return this.#values.has(value);
  }

  /** The best value of the addresses that can be compared; null where there is none. */
  best(): V | null {
    const { order } = this.#question;
    return order.findLast((each) => this.#comparable.some(({ value }) => value === each)) ?? null;
  }

  endpointsOf(wanted: V): Endpoint[] {
    return this.#comparable.filter(({ value }) => value === wanted).map(({ endpoint }) => endpoint);
  }

  #compare(endpoint: Endpoint): void {
    const { value, known } = this.of(endpoint);
    if (known) this.#comparable.push({ endpoint, value });
  }
}

/** An endpoint that answered differently within one survey proves no change. */
export function isConsistent({ notes }: Endpoint): boolean {
  return !notes.includes('inconsistent');
}

function addMove<V extends string>(moves: Move<V>[], move: Move<V>): void {
  const same = moves.find((each) => each.before === move.before && each.after === move.after);
  if (same === undefined) {
    moves.push(move);
    return;
  }
  same.from = [...new Set([...same.from, ...move.from])];
  same.to = [...new Set([...same.to, ...move.to])];
  same.rotation &&= move.rotation;
}
