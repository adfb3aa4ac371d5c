/** How often the event loop is checked, in ms. */
const INTERVAL_MS = 200;

/** Measures how long the event loop stalled: in that time no answer of a server could be read. */
export interface StallWatch {
  /** Returns the longest stall since an instant of `performance.now()`, in ms. */
  longestSince(instant: number): number;
  stop(): void;
}

/** Starts a regular timer; the stall is how late it fires. */
export function watchStalls(): StallWatch {
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
    longestSince(instant) {
      const running = performance.now() - last - INTERVAL_MS;
      const since = stalls.filter((stall) => stall.at >= instant).map((stall) => stall.ms);
      return Math.max(0, running, ...since);
    },
    stop() {
      clearInterval(timer);
    },
  };
}
