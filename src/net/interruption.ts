/** Ends the connections of a run before their time: new ones are not made, open ones take their leave. */
export class Interruption {
  readonly #leaving = new Set<() => void>();
  #raise: () => void = () => undefined;
  #end: () => void = () => undefined;
  #isRaised = false;

  /** Fulfilled once it is raised. */
  readonly raised = new Promise<void>((resolve) => {
    this.#raise = resolve;
  });

  /** Fulfilled once it is raised and no connection is open any more. */
  readonly over = new Promise<void>((resolve) => {
    this.#end = resolve;
  });

  get isRaised(): boolean {
    return this.#isRaised;
  }

  /** Calls what was given to `whenRaised`, once. */
  raise(): void {
    if (this.#isRaised) return;
    this.#isRaised = true;
    for (const leave of this.#leaving) leave();
    this.#raise();
    this.#settle();
  }

  /** Calls `leave` when it is raised; returns how to take that back. */
  whenRaised(leave: () => void): () => void {
    this.#leaving.add(leave);
    return () => {
      this.#leaving.delete(leave);
      this.#settle();
    };
  }

  #settle(): void {
    if (this.#isRaised && this.#leaving.size === 0) this.#end();
  }
}
