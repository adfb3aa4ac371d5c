import { Fifo } from './fifo.ts';
import type { OperatorPace } from './operator-pace.ts';
import { PriorityQueue } from './priority-queue.ts';

/** The limits of a run. */
export interface RateLimits {
  /** Connections at once in all. */
  concurrency: number;
  /** Connections at once to the hosts of one operator. */
  perOperator: number;
  /** Between two connections to one address, in ms. */
  pauseMs: number;
}

/** Where a connection goes, and who runs the host there. */
export interface Destination {
  readonly address: string;
  readonly operator: string;
}

/** An operator with something to do: V are visitors, C single connections. Removed when nothing is left and its pace is free. */
export class QueuedOperator<V, C> {
  readonly name: string;
  /** Visitors in their order: the first one alone, as most operators have one; then those whose address has become free. */
  first: V | null = null;
  visitors: Fifo<V> | null = null;
  woken: Fifo<V> | null = null;
  /** Connections whose address is free and promised to them. */
  claims: Fifo<C> | null = null;
  /** Connections, and visitors that have begun. */
  running = 0;
  open = 0;
  /** Visitors that have not left. */
  left = 0;
  /** null: it was never too fast for it. */
  pace: OperatorPace | null = null;
  visitorPlace = -1;
  claimPlace = -1;
  timePlace = -1;

  constructor(name: string) {
    this.name = name;
  }

  get wakeAt(): number {
    return this.pace?.readyAt ?? -Infinity;
  }

  get hasClaims(): boolean {
    return (this.claims?.size ?? 0) > 0;
  }

  get hasVisitors(): boolean {
    return this.first !== null || (this.woken?.size ?? 0) > 0 || (this.visitors?.size ?? 0) > 0;
  }

  addVisitor(visitor: V): void {
    if (this.hasVisitors) this.visitors = appended(this.visitors, visitor);
    else this.first = visitor;
  }

  /** Whether nothing is left of it, and nothing is to be remembered. */
  get isOver(): boolean {
    return this.left === 0 && this.running === 0 && !this.hasClaims && this.pace === null;
  }

  takeVisitor(): V | undefined {
    const { first } = this;
    this.first = null;
    return first ?? this.woken?.shift() ?? this.visitors?.shift();
  }
}

/** An address in use: only those have a record. */
export class QueuedAddress<V, C> {
  readonly name: string;
  /** Whether a connection to it is open, or promised to a claim. */
  isTaken = false;
  /** Whether a visitor has it for itself between its connections. */
  isVisited = false;
  /** The end of the pause after its last connection. */
  wakeAt = -Infinity;
  claims: Fifo<C> | null = null;
  /** Visitors that found it in use. */
  parked: Fifo<V> | null = null;
  timePlace = -1;

  constructor(name: string) {
    this.name = name;
  }

  get hasClaims(): boolean {
    return (this.claims?.size ?? 0) > 0;
  }

  get hasParked(): boolean {
    return (this.parked?.size ?? 0) > 0;
  }
}

/** Appends to a queue that is made with its first item. */
export function appended<T>(queue: Fifo<T> | null, item: T): Fifo<T> {
  if (queue === null) return new Fifo(item);
  queue.push(item);
  return queue;
}

/** The operators with the most left first. */
export function byWorkLeft<V, C>(
  place: 'visitorPlace' | 'claimPlace',
): PriorityQueue<QueuedOperator<V, C>> {
  return new PriorityQueue({
    isBefore: (a, b) => a.left > b.left,
    placeOf: (operator) => operator[place],
    setPlace: (operator, at) => {
      operator[place] = at;
    },
  });
}
