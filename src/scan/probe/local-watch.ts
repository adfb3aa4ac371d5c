/** How often the event loop is checked, in ms. */
const INTERVAL_MS = 200;

/** Watches this machine for troubles of its own, in which no answer of a server could be read. */
export interface LocalWatch {
  /**
   * Says what kept this machine from reading answers since an instant of `performance.now()`, for longer than `ms` in one
   * go; null for nothing.
   */
  troubleSince(instant: number, ms: number): string | null;
  stop(): void;
}

/** Starts a regular timer; the event loop stalled for as long as it fires late. */
export function watchLocally(): LocalWatch {
  const stalls: { at: number; ms: number }[] = [];
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    const late = now - last - INTERVAL_MS;
    last = now;
    if (late > INTERVAL_MS) stalls.push({ at: now, ms: late });
    if (stalls.length > 1_000) stalls.shift();
  }, INTERVAL_MS);
  timer.unref();
  return {
    troubleSince(instant, ms) {
      const running = performance.now() - last - INTERVAL_MS;
      const since = stalls.filter((stall) => stall.at >= instant).map((stall) => stall.ms);
      return Math.max(0, running, ...since) > ms ? 'the scanner itself stalled' : null;
    },
    stop() {
      clearInterval(timer);
    },
  };
}
