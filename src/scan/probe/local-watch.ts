import { uptime } from 'node:os';
import { FAR_ADDRESSES, sourceAddress } from '../../net/source-address.ts';

/** How often this machine is checked, in ms, and every how many times its routes are looked up. */
const INTERVAL_MS = 200;
const ROUTES_EVERY = 5;

/** A clock of the kernel that is so many ms ahead of the other was not read at the same time, and no more. */
const TOLERANCE_MS = 1_000;

/** So many troubles are remembered: far more than there are while a connection lasts. */
const KEPT = 1_000;

/** Watches this machine for troubles of its own, in which no answer of a server could be read. */
export interface LocalWatch {
  /**
   * Says what kept this machine from reading answers since an instant of `performance.now()`, for longer than `ms` in one
   * go; null for nothing. The route to the Internet need not be lost for so long, as what is sent in that time is gone.
   */
  troubleSince(instant: number, ms: number): string | null;
  /** Looks up the routes now: a failure that comes at once is seen before the next regular check. Never rejects. */
  checkRoutes(): Promise<void>;
  stop(): void;
}

/** What is watched of a machine. */
export interface Machine {
  /**
   * The ms since it was started, with the time in which it was suspended. Linux stops `performance.now()` in that time
   * (CLOCK_MONOTONIC) and not the uptime (CLOCK_BOOTTIME). The time of day is of no use for this: it may be set.
   */
  uptimeMs: () => number;
  /** The address that packets to a far address would come from; null for none. Nothing is sent. */
  sourceOf: (far: string) => Promise<string | null>;
}

const THIS_MACHINE: Machine = { uptimeMs: () => uptime() * 1_000, sourceOf: sourceAddress };

/** A time in which this machine had trouble, until an instant of `performance.now()`. */
interface Trouble {
  what: string;
  until: number;
  ms: number;
}

/** Starts to watch: for timers that fire late, for a suspension, and for routes that were there at the start and are gone. */
export function watchLocally(machine: Machine = THIS_MACHINE): LocalWatch {
  return new Watch(machine);
}

class Watch implements LocalWatch {
  readonly #machine: Machine;
  readonly #troubles: Trouble[] = [];
  readonly #timer: NodeJS.Timeout;
  #last = performance.now();
  #lastUptime: number;
  #checks = 0;
  /** The far addresses that there was a route to, and whether one of them has none now. */
  readonly #routes = new Set<string>();
  #isLost = false;
  #looking: Promise<void> | null = null;

  constructor(machine: Machine) {
    this.#machine = machine;
    this.#lastUptime = machine.uptimeMs();
    this.#timer = setInterval(() => {
      this.#check();
    }, INTERVAL_MS);
    this.#timer.unref();
    void this.checkRoutes();
  }

  troubleSince(instant: number, ms: number): string | null {
    const now = performance.now();
    if (this.#isLost) return LOST_ROUTE;
    if (now - this.#last - INTERVAL_MS > ms) return STALLED;
    const found = this.#troubles.find(
      (trouble) => trouble.until >= instant && (trouble.what === LOST_ROUTE || trouble.ms > ms),
    );
    return found?.what ?? null;
  }

  checkRoutes(): Promise<void> {
    this.#looking ??= this.#lookUpRoutes().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #check(): void {
    const now = performance.now();
    const uptimeNow = this.#machine.uptimeMs();
    const passed = now - this.#last;
    const suspended = uptimeNow - this.#lastUptime - passed;
    this.#last = now;
    this.#lastUptime = uptimeNow;
    if (suspended > TOLERANCE_MS) this.#add(SUSPENDED, suspended);
    if (passed - INTERVAL_MS > INTERVAL_MS) this.#add(STALLED, passed - INTERVAL_MS);
    this.#checks++;
    if (this.#checks % ROUTES_EVERY === 0) void this.checkRoutes();
  }

  async #lookUpRoutes(): Promise<void> {
    const found = await Promise.all(
      Object.values(FAR_ADDRESSES).map(async (far) => ({
        far,
        hasRoute: (await this.#machine.sourceOf(far)) !== null,
      })),
    );
    for (const { far, hasRoute } of found) if (hasRoute) this.#routes.add(far);
    const wasLost = this.#isLost;
    this.#isLost = found.some(({ far, hasRoute }) => !hasRoute && this.#routes.has(far));
    // What was sent until a moment ago is gone too.
    if (wasLost && !this.#isLost) this.#add(LOST_ROUTE, 0);
  }

  #add(what: string, ms: number): void {
    this.#troubles.push({ what, ms, until: performance.now() });
    if (this.#troubles.length > KEPT) this.#troubles.shift();
  }
}

const STALLED = 'the scanner itself stalled';
const SUSPENDED = 'this machine was suspended';
const LOST_ROUTE = 'this machine had lost its route';
