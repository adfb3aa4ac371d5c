/** How often the event loop is looked at, in ms. */
const INTERVAL_MS = 200;

/** Tells when this process itself was too slow to see an answer in time. */
export interface StallWatch {
  /** The longest stall of the event loop since an instant of the monotonic clock, in ms. */
  longestSince(instant: number): number;
  stop(): void;
}

/** Watches the event loop by a timer that should come regularly: how late it comes is how long nothing was answered. */
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
