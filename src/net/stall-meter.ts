/** How often the event loop is checked, in ms: a stall is at most this much longer than what is measured. */
const INTERVAL_MS = 50;

interface Window {
  startedAt: number;
  /** The longest stall in it, in ms. */
  longest: number;
}

/** Measures how long the event loop of this thread stands still while something is under way: then it reads no socket. */
export class StallMeter {
  readonly #windows = new Set<Window>();
  #timer: NodeJS.Timeout | undefined;
  #lastTick = 0;

  /** Begins a window; returns how to end it, which gives the longest stall in it in ms, 0 for none. */
  start(): () => number {
    if (this.#windows.size === 0) this.#begin();
    const window = { startedAt: performance.now(), longest: 0 };
    this.#windows.add(window);
    return () => {
      this.#note(window, performance.now());
      this.#windows.delete(window);
      if (this.#windows.size === 0) clearInterval(this.#timer);
      return Math.round(window.longest);
    };
  }

  #begin(): void {
    this.#lastTick = performance.now();
    this.#timer = setInterval(() => {
      const now = performance.now();
      for (const window of this.#windows) this.#note(window, now);
      this.#lastTick = now;
    }, INTERVAL_MS);
    this.#timer.unref();
  }

  #note(window: Window, now: number): void {
    const late = now - Math.max(this.#lastTick + INTERVAL_MS, window.startedAt);
    window.longest = Math.max(window.longest, late);
  }
}
