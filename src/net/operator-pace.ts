/** The first and the longest interval between connections to an operator that finds them too fast, in pauses. */
const FIRST_INTERVAL = 1;
const LAST_INTERVAL = 60;

/** What a welcome connection leaves of an interval, and of what is known to be too fast: servers may relax. */
const SHRINKING = 0.9;
const FORGETTING = 0.997;

/** How far an interval stays above one that was too fast. */
const MARGIN = 1.2;

/** The pace that an operator was found to take: learned from its replies, one for each operator that ever slowed a run. */
export class OperatorPace {
  readonly #pauseMs: number;
  #intervalMs = 0;
  #tooFastMs = 0;
  #slowedAt = -Infinity;
  #readyBefore = -Infinity;
  /** The instant from which on the operator may be connected to again. */
  readyAt = -Infinity;

  constructor(pauseMs: number) {
    this.#pauseMs = pauseMs;
  }

  /** The time between the starts of two connections, in ms. */
  get intervalMs(): number {
    return this.#intervalMs;
  }

  /** A connection starts. */
  start(now: number): void {
    this.#readyBefore = this.readyAt;
    this.readyAt = Math.max(this.readyAt, now + this.#intervalMs);
  }

  /** The connection that started last was not made. */
  takeBack(): void {
    this.readyAt = this.#readyBefore;
  }

  /**
   * A connection was too fast: the interval doubles, up to 60 pauses. One that started before the last doubling says nothing
   * of the new interval.
   */
  slowDown(startedAt: number, now: number): void {
    if (startedAt < this.#slowedAt) return;
    this.#slowedAt = now;
    this.#tooFastMs = this.#intervalMs;
    const next = Math.max(FIRST_INTERVAL * this.#pauseMs, this.#intervalMs * 2);
    this.#intervalMs = Math.min(next, LAST_INTERVAL * this.#pauseMs);
    this.readyAt = now + this.#intervalMs;
  }

  /** A connection was welcome: the interval shrinks slowly, and stays above what was too fast. */
  speedUp(): void {
    this.#intervalMs = Math.min(
      this.#intervalMs,
      Math.max(this.#intervalMs * SHRINKING, this.#tooFastMs * MARGIN),
    );
    this.#tooFastMs *= FORGETTING;
  }
}
