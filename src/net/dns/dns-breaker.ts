import pLimit from 'p-limit';
import type { Failure } from '../../model/records/failure.ts';
import type { FailureCode } from '../../model/records/words.ts';
import type { DnsAnswer, Resolver } from './dns-answer.ts';

export interface BreakerOptions {
  /** After failures of so many different names in a row the resolver itself is in doubt. */
  names?: number;
  /** The same after so many ms without any answer, while that many names wait. */
  silentMs?: number;
  /** The timeout of a canary in ms, and the time between two of them. */
  canaryMs?: number;
  /** What asks the canaries; by default the resolver itself, whose questions may go on for long after that timeout. */
  canary?: Pick<Resolver, 'mx'>;
  /** So long a question waits for a dead resolver to come back, in ms since it died; then it fails at once. */
  waitMs?: number;
  /** Questions at once: less than the resolver has, so that a canary does not wait behind questions without answer. */
  inFlight?: number;
}

/** Failures that mean that no resolver answers there. One that answers with an error works. */
export const RESOLVER_SILENCE: ReadonlySet<FailureCode> = new Set([
  'timeout',
  'refused',
  'unreachable',
  'reset',
  'closed',
  'blocked',
]);

/** What a resolver that died, or answers SERVFAIL to everything, says of any name. One zone alone may do the same. */
const DOUBTFUL: ReadonlySet<FailureCode> = new Set([...RESOLVER_SILENCE, 'server-failure']);

/** The failure of a question that was not asked, as the resolver was dead: a fact about the scanner, and about no zone. */
const DIED: Failure = {
  stage: 'dns',
  code: 'local-limit',
  detail: 'not asked: the resolver had died',
};

/** Whether a question failed because the resolver had died. */
export function isOfDeadResolver(failure: Failure): boolean {
  return failure === DIED;
}

/**
 * Wraps a resolver so that its death costs seconds and not hours. When the questions about many names fail in a row, a
 * canary question, the root, tells whether it is the resolver: while it is dead, questions wait for it, for a bounded time
 * with a canary every few seconds, and then fail at once until a canary is answered again. Never rejects.
 */
export function withBreaker(resolver: Resolver, options: BreakerOptions = {}): Resolver {
  const breaker = new Breaker(resolver, options);
  const limit = pLimit(options.inFlight ?? 90);
  const guarded =
    <R>(ask: (name: string) => Promise<DnsAnswer<R>>) =>
    (name: string): Promise<DnsAnswer<R>> =>
      limit(() => breaker.ask(name, ask));
  return {
    mx: guarded((name) => resolver.mx(name)),
    ipv4: guarded((name) => resolver.ipv4(name)),
    ipv6: guarded((name) => resolver.ipv6(name)),
    alias: guarded((name) => resolver.alias(name)),
    tlsa: guarded((name) => resolver.tlsa(name)),
    txt: guarded((name) => resolver.txt(name)),
    srv: guarded((name) => resolver.srv(name)),
    validates: () => resolver.validates(),
  };
}

class Breaker {
  readonly #options: Required<Omit<BreakerOptions, 'inFlight'>>;
  /** The names whose questions failed since the last answer, and the number of those that wait for one. */
  readonly #failed = new Set<string>();
  #waiting = 0;
  #silence: NodeJS.Timeout | null = null;
  /** When the resolver died, by `performance.now()`; null while it lives. */
  #diedAt: number | null = null;
  /** The canary that is under way. Gives whether it was answered. */
  #canary: Promise<boolean> | null = null;
  #lastCanaryAt = -Infinity;

  constructor(resolver: Resolver, options: BreakerOptions) {
    const { names = 20, silentMs = 10_000, canaryMs = 5_000, waitMs = 30_000 } = options;
    this.#options = { names, silentMs, canaryMs, waitMs, canary: options.canary ?? resolver };
  }

  async ask<R>(name: string, ask: (name: string) => Promise<DnsAnswer<R>>): Promise<DnsAnswer<R>> {
    if (!(await this.#isAlive())) return { kind: 'failed', failure: DIED };
    this.#waiting++;
    this.#watchSilence();
    const answer = await ask(name);
    this.#waiting--;
    await this.#learn(name, answer);
    // What failed with the resolver says nothing of the name.
    const isOurs = this.#diedAt !== null && isDoubtful(answer);
    return isOurs ? { kind: 'failed', failure: DIED } : answer;
  }

  /** Whether the resolver lives; waits for one that died, for as long as questions may wait. */
  async #isAlive(): Promise<boolean> {
    const { canaryMs, waitMs } = this.#options;
    while (this.#diedAt !== null) {
      const pauseMs = this.#lastCanaryAt + canaryMs - performance.now();
      if (pauseMs > 0) {
        if (performance.now() - this.#diedAt >= waitMs) return false;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      } else if (await this.#askCanary()) return true;
    }
    return true;
  }

  async #learn(name: string, answer: DnsAnswer<unknown>): Promise<void> {
    if (!isDoubtful(answer)) {
      this.#failed.clear();
      this.#stopSilence();
      this.#watchSilence();
      return;
    }
    this.#failed.add(name);
    if (this.#failed.size >= this.#options.names && this.#diedAt === null) await this.#askCanary();
  }

  /** Asks for the root, once at a time. Gives whether it was answered. */
  #askCanary(): Promise<boolean> {
    this.#canary ??= this.#canaryAnswered().then((isAnswered) => {
      this.#canary = null;
      this.#lastCanaryAt = performance.now();
      this.#failed.clear();
      if (isAnswered) this.#diedAt = null;
      else this.#diedAt ??= performance.now();
      return isAnswered;
    });
    return this.#canary;
  }

  async #canaryAnswered(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => {
        resolve(false);
      }, this.#options.canaryMs);
    });
    const answered = this.#options.canary.mx('.').then(({ kind }) => kind !== 'failed');
    const isAnswered = await Promise.race([answered, late]);
    clearTimeout(timer);
    return isAnswered;
  }

  /** Asks the canary where no question was answered for some time: single questions wait much longer before they fail. */
  #watchSilence(): void {
    if (this.#silence !== null || this.#waiting < this.#options.names) return;
    this.#silence = setTimeout(() => {
      this.#silence = null;
      if (this.#waiting >= this.#options.names && this.#diedAt === null) void this.#askCanary();
    }, this.#options.silentMs);
    this.#silence.unref();
  }

  #stopSilence(): void {
    if (this.#silence !== null) clearTimeout(this.#silence);
    this.#silence = null;
  }
}

function isDoubtful(answer: DnsAnswer<unknown>): boolean {
  return answer.kind === 'failed' && DOUBTFUL.has(answer.failure.code);
}
