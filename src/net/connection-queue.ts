import { OperatorPace } from './operator-pace.ts';
import { PriorityQueue } from './priority-queue.ts';
import {
  appended,
  byWorkLeft,
  QueuedAddress,
  QueuedOperator,
  type Destination,
  type RateLimits,
} from './queue-places.ts';

/** Who has its turn: a visitor, with its first connection, or one connection. */
export type Turn<V, C> = { kind: 'visitor'; visitor: V } | { kind: 'claim'; claim: C };

/**
 * Visitors that have begun, for each connection that may be open: most of them wait for the pause of their address. The same
 * for one operator.
 */
const WINDOW = 4;

/** After a limit of this machine no connection starts for so long, in ms. */
const LOCAL_WAIT_MS = 1_000;

/**
 * Decides who connects next, as a pure state machine: every instant is given, in ms. A visitor has its address for itself from
 * its first connection until it leaves, and claims each further connection; others claim single ones. One connection at a time
 * to an address with a pause between, some to an operator and in all. Of the operators that may be asked, the one with the most
 * left is. Each step takes logarithmic time; a visitor that waits is one entry of a list.
 */
export class ConnectionQueue<V extends Destination, C extends Destination> {
  readonly #limits: RateLimits;
  readonly #operators = new Map<string, QueuedOperator<V, C>>();
  readonly #addresses = new Map<string, QueuedAddress<V, C>>();
  readonly #toVisit = byWorkLeft<V, C>('visitorPlace');
  readonly #toClaim = byWorkLeft<V, C>('claimPlace');
  readonly #sleeping = new PriorityQueue<QueuedOperator<V, C> | QueuedAddress<V, C>>({
    isBefore: (a, b) => a.wakeAt < b.wakeAt,
    placeOf: (item) => item.timePlace,
    setPlace: (item, place) => {
      item.timePlace = place;
    },
  });
  #running = 0;
  #open = 0;
  #waiting = 0;
  /** Connections at once as this machine allows them: fewer after it ran out of something. */
  #allowed: number;
  #blockedUntil = -Infinity;

  constructor(limits: RateLimits) {
    this.#limits = limits;
    this.#allowed = limits.concurrency;
  }

  /** Adds a visitor. */
  enter(visitor: V, now: number): void {
    const operator = this.#operatorOf(visitor.operator);
    operator.addVisitor(visitor);
    operator.left++;
    this.#waiting++;
    this.#placeOperator(operator, now);
  }

  /** Adds a connection: one of a visitor that has begun, or a single one. */
  claim(claim: C, now: number): void {
    this.#waiting++;
    const address = this.#addressOf(claim.address);
    address.claims = appended(address.claims, claim);
    this.#placeAddress(address, now);
  }

  /** Gives the next turn; null for none now. A turn is a connection until `ended` or `unused` is called. */
  next(now: number): Turn<V, C> | null {
    this.#wake(now);
    while (this.#mayConnect(now)) {
      const visited =
        this.#open < this.#limits.concurrency * WINDOW ? this.#toVisit.first : undefined;
      const claimed = this.#toClaim.first;
      if (claimed !== undefined && (visited === undefined || visited.left <= claimed.left)) {
        const claim = claimed.claims?.shift();
        if (claim === undefined) return null;
        this.#start(claimed, now);
        return { kind: 'claim', claim };
      }
      const visitor = visited?.takeVisitor();
      if (visited === undefined || visitor === undefined) return null;
      if (this.#admit(visited, visitor, now)) return { kind: 'visitor', visitor };
    }
    return null;
  }

  /** The instant of the next turn, if nothing else happens before; null if only the end of a connection makes one. */
  nextAt(now: number): number | null {
    if (this.#waiting === 0 || this.#running >= Math.floor(this.#allowed)) return null;
    const isReady = this.#toVisit.first !== undefined || this.#toClaim.first !== undefined;
    if (isReady && now < this.#blockedUntil) return this.#blockedUntil;
    return this.#sleeping.first?.wakeAt ?? null;
  }

  /** A connection is over: the pause of its address begins. */
  ended(at: Destination, now: number): void {
    this.#allowed = Math.min(this.#limits.concurrency, this.#allowed + 1 / this.#allowed);
    this.#over(at, now, now + this.#limits.pauseMs);
  }

  /** A turn was not used: no connection was made. */
  unused(at: Destination, now: number): void {
    this.#operatorOf(at.operator).pace?.takeBack();
    this.#over(at, now, -Infinity);
  }

  /** A visitor leaves its address. */
  left(visitor: V, now: number): void {
    const operator = this.#operatorOf(visitor.operator);
    operator.open--;
    operator.left--;
    this.#open--;
    const address = this.#addressOf(visitor.address);
    address.isVisited = false;
    this.#placeAddress(address, now);
    this.#placeOperator(operator, now);
  }

  /** A connection that started then was too fast for its operator: fewer are made from now on. */
  slowDown(name: string, startedAt: number, now: number): void {
    const operator = this.#operatorOf(name);
    operator.pace ??= new OperatorPace(this.#limits.pauseMs);
    operator.pace.slowDown(startedAt, now);
    this.#placeOperator(operator, now);
  }

  /** An operator took a connection without complaint. */
  speedUp(name: string): void {
    this.#operators.get(name)?.pace?.speedUp();
  }

  /** This machine ran out of sockets, ports or memory: for a while it makes half as many connections at once. */
  ranOut(now: number): void {
    if (now < this.#blockedUntil) return;
    this.#blockedUntil = now + LOCAL_WAIT_MS;
    this.#allowed = Math.max(1, Math.min(this.#allowed, this.#running) / 2);
  }

  #mayConnect(now: number): boolean {
    return this.#running < Math.floor(this.#allowed) && now >= this.#blockedUntil;
  }

  /** Begins a visit; or parks the visitor where its address is in use. */
  #admit(operator: QueuedOperator<V, C>, visitor: V, now: number): boolean {
    const address = this.#addressOf(visitor.address);
    if (address.isTaken || address.isVisited || address.hasClaims || now < address.wakeAt) {
      address.parked = appended(address.parked, visitor);
      this.#placeOperator(operator, now);
      return false;
    }
    address.isTaken = true;
    address.isVisited = true;
    operator.open++;
    this.#open++;
    this.#start(operator, now);
    return true;
  }

  #start(operator: QueuedOperator<V, C>, now: number): void {
    this.#running++;
    this.#waiting--;
    operator.running++;
    operator.pace?.start(now);
    this.#placeOperator(operator, now);
  }

  #over(at: Destination, now: number, pausedUntil: number): void {
    const operator = this.#operatorOf(at.operator);
    const address = this.#addressOf(at.address);
    this.#running--;
    operator.running--;
    address.isTaken = false;
    address.wakeAt = pausedUntil;
    this.#placeAddress(address, now);
    this.#placeOperator(operator, now);
  }

  #wake(now: number): void {
    for (let item = this.#sleeping.first; item !== undefined && item.wakeAt <= now;) {
      if (item instanceof QueuedOperator) this.#placeOperator(item, now);
      else this.#placeAddress(item, now);
      item = this.#sleeping.first;
    }
  }

  /** Puts an operator among those that may be asked now, or that are to be woken; forgets one with nothing left. */
  #placeOperator(operator: QueuedOperator<V, C>, now: number): void {
    const { hasClaims, hasVisitors, open } = operator;
    const isFree = operator.running < this.#limits.perOperator;
    const mayAsk = isFree && operator.wakeAt <= now;
    const mayOpen = open < this.#limits.perOperator * WINDOW;
    this.#toClaim.keep(operator, mayAsk && hasClaims);
    this.#toVisit.keep(operator, mayAsk && hasVisitors && mayOpen);
    this.#sleeping.keep(operator, isFree && !mayAsk && (hasClaims || hasVisitors));
    if (operator.isOver) this.#operators.delete(operator.name);
  }

  /** Promises a free address to its first claim, or wakes its first parked visitor; forgets one with nothing left. */
  #placeAddress(address: QueuedAddress<V, C>, now: number): void {
    const isPaused = address.wakeAt > now;
    if (!address.isTaken && !isPaused) {
      if (address.hasClaims) this.#promise(address, now);
      else if (!address.isVisited) this.#wakeParked(address, now);
    }
    this.#sleeping.keep(address, !address.isTaken && isPaused);
    const isInUse = address.isTaken || address.isVisited || address.hasParked || isPaused;
    if (!isInUse) this.#addresses.delete(address.name);
  }

  #promise(address: QueuedAddress<V, C>, now: number): void {
    const claim = address.claims?.shift();
    if (claim === undefined) return;
    address.isTaken = true;
    const operator = this.#operatorOf(claim.operator);
    operator.claims = appended(operator.claims, claim);
    this.#placeOperator(operator, now);
  }

  #wakeParked(address: QueuedAddress<V, C>, now: number): void {
    const visitor = address.parked?.shift();
    if (visitor === undefined) return;
    const operator = this.#operatorOf(visitor.operator);
    operator.woken = appended(operator.woken, visitor);
    this.#placeOperator(operator, now);
  }

  #operatorOf(name: string): QueuedOperator<V, C> {
    const known = this.#operators.get(name);
    if (known !== undefined) return known;
    const operator = new QueuedOperator<V, C>(name);
    this.#operators.set(name, operator);
    return operator;
  }

  #addressOf(name: string): QueuedAddress<V, C> {
    const known = this.#addresses.get(name);
    if (known !== undefined) return known;
    const address = new QueuedAddress<V, C>(name);
    this.#addresses.set(name, address);
    return address;
  }
}
