/** What follows a signal that ends the program: the first does what a command has set, any other ends it at once. */
export class Interrupts {
  #first: (() => void) | null = null;
  #status: number | null = null;

  /** The exit status for the signal that was taken; null: there was none. */
  get status(): number | null {
    return this.#status;
  }

  /** Sets what the first signal does in place of ending the program; null: it ends it. */
  onFirst(first: (() => void) | null): void {
    this.#first = first;
  }

  /** Takes a signal, with its exit status. Returns whether the command goes on, to end by itself. */
  take(status: number): boolean {
    const first = this.#first;
    if (first === null) return false;
    this.#first = null;
    this.#status = status;
    first();
    return true;
  }
}
