import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * What follows a signal that ends the program, for a command that returns to the event loop: the first does what the command
 * has set, any other ends it at once. Without `listen` the system ends the program, whatever it is doing.
 */
export class Interrupts {
  readonly #end: (status: number) => void;
  readonly #listeners = new Map<NodeJS.Signals, () => void>();
  #first: (() => void) | null = null;
  #status: number | null = null;

  /** @param end ends the program with an exit status. */
  constructor(end: (status: number) => void) {
    this.#end = end;
  }

  /** The exit status for the signal that was taken; null: there was none. */
  get status(): number | null {
    return this.#status;
  }

  /** Takes the signals in place of the system. */
  listen(): void {
    for (const signal of SIGNALS) {
      const listener = () => {
        this.#take(128 + constants.signals[signal]);
      };
      this.#listeners.set(signal, listener);
      process.on(signal, listener);
    }
  }

  /** Leaves the signals to the system again: nothing is lost any more. */
  release(): void {
    for (const [signal, listener] of this.#listeners) process.off(signal, listener);
    this.#listeners.clear();
  }

  /** Sets what the first signal does in place of ending the program; null: it ends it. */
  onFirst(first: (() => void) | null): void {
    this.#first = first;
  }

  #take(status: number): void {
    const first = this.#first;
    if (first === null) {
      this.#end(status);
      return;
    }
    this.#first = null;
    this.#status = status;
    first();
  }
}
