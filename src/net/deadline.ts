/** How long each part of an attempt may take, in ms. `attempt` bounds them all together. */
export interface Timeouts {
  attempt: number;
  connect: number;
  greeting: number;
  command: number;
  handshake: number;
  quit: number;
}

/** The timeouts of a survey. Greeting: RFC 5321 §4.5.3.2.1 asks for 5 minutes; servers that delay on purpose take up to 60 s. */
export const TIMEOUTS: Timeouts = {
  attempt: 120_000,
  connect: 20_000,
  greeting: 60_000,
  command: 30_000,
  handshake: 20_000,
  quit: 3_000,
};

/** The timeout of an MTA-STS policy, in ms (RFC 8461 §3.3 suggests one minute). */
export const POLICY_MS = 60_000;

/** How long one phase may take. `text`: the limit that ends it, for people: not what was left of it, which differs each time. */
export interface Limit {
  ms: number;
  text: string;
}

/** One absolute deadline for all phases of an attempt: a peer that sends slowly cannot extend it. */
export class Deadline {
  readonly #ms: number;
  readonly #end: number;

  constructor(ms: number) {
    this.#ms = ms;
    this.#end = performance.now() + ms;
  }

  /** Returns the time left for a phase that may take `ms`, in ms, at least 0. */
  left(ms: number): number {
    return Math.max(0, Math.min(ms, this.#end - performance.now()));
  }

  /** Returns the limit of a phase that may take `ms`: its own, or that of the whole attempt. */
  limit(ms: number): Limit {
    const left = this.left(ms);
    return { ms: left, text: left < ms ? `${this.#ms} ms for all` : `${ms} ms` };
  }
}
