import type { Job } from '../../model/plan.ts';
import { classOf, type Endpoint } from '../../model/records/endpoint.ts';
import type { ClassCounts } from '../../model/records/mail-domain.ts';
import type { Depth } from '../../model/records/words.ts';
import type { RateLimiter } from '../../net/rate-limiter.ts';
import type { Connector } from '../probe/connector.ts';
import type { Regresses } from '../probe/endpoint-prober.ts';
import type { EndpointResult } from '../probe/endpoint-result.ts';
import { AddressGroups, type Released } from './address-groups.ts';
import { BlockingOperators, type OnPolicyReply } from './blocking-operators.ts';
import { EndpointVisit, type VisitOptions } from './endpoint-visit.ts';
import type { Words } from './server-words.ts';

/** The progress of a survey; `counts` are of the endpoints that are done. */
export interface Progress {
  pass: number;
  done: number;
  total: number;
  counts: ClassCounts;
  /** The endpoints that are still asked in this pass, in the order in which they came. It shrinks as they end. */
  waiting: ReadonlySet<Job>;
}

export interface ProbingOptions {
  connector: Connector;
  /** The limiter that the connector connects with. */
  rateLimiter: RateLimiter;
  depth: Depth;
  /** How often an endpoint with an unknown result is probed at most, and the wait between two passes in ms. */
  passes: number;
  passDelayMs: number;
  /** Makes the record of a result. */
  recordOf: (job: Job, result: EndpointResult) => Endpoint;
  /** Whether a record is worse than in the survey before and needs confirmation; null: there is no survey before. */
  regresses: Regresses | null;
  /**
   * Takes each finished endpoint; of one that it takes twice the second record replaces the first. `words`: the raw lines of the server, connection by connection; none
   * if nobody reads them.
   */
  onEndpoint: (endpoint: Endpoint, job: Job, words: Words) => void;
  /** Whether the raw lines of the servers are kept for `onEndpoint`. */
  keepsWords?: boolean;
  onProgress: (progress: Progress) => void;
  /** Called before the wait of each later pass, with the endpoints in it and the wait in ms. */
  onWait?: ((pass: number, again: readonly Job[], ms: number) => void) | undefined;
  /** Called for each reply that is about the scanner. */
  onPolicyReply?: OnPolicyReply | undefined;
}

/** The endpoints of a run on their way: each is asked in passes until it is finished. */
export interface Probing {
  /** Takes an endpoint, each once, in any order; it is asked as soon as the rate limits let it. */
  add(job: Job): void;
  /**
   * Takes an endpoint that an earlier run has finished: it counts as a host of its address.
   * @param hasVersions whether it was asked for its versions.
   */
  count(job: Job, hasVersions: boolean): void;
  /** Says that no further endpoint comes. Fulfilled when all are finished. */
  finish(): Promise<void>;
}

/** Starts to probe what `add` is given. An endpoint that waits is one small row. */
export function startProbing(options: ProbingOptions): Probing {
  return new Run(options);
}

class Run implements Probing {
  readonly #options: ProbingOptions;
  readonly #visits: VisitOptions;
  /** For a host whose versions are not asked, as another one with its address was asked for them. */
  readonly #visitsWithoutVersions: VisitOptions;
  readonly #groups = new AddressGroups<Job>();
  readonly #counts: ClassCounts = { tls: 0, plaintext: 0, broken: 0, unknown: 0 };
  readonly #waiting = new Set<Job>();
  /** Endpoints that are asked again, as another host turned out to be the one with the versions of their address. */
  readonly #replaced = new Set<Job>();
  /** Those of them that are not over, and how they are asked once they are. */
  readonly #superseded = new Map<Job, VisitOptions>();
  #again: EndpointVisit[] = [];
  #pass = 1;
  #done = 0;
  #total = 0;
  #whenIdle: { resolve: () => void; reject: (bug: Error) => void } | null = null;
  #bug: Error | null = null;

  constructor(options: ProbingOptions) {
    this.#options = options;
    const blocking = new BlockingOperators(options.onPolicyReply ?? (() => undefined));
    this.#visits = {
      ...options,
      tlsNotes: [],
      blocking,
      isLast: () => this.#pass >= options.passes,
      onOver: (visit, endpoint) => {
        this.#take(visit, endpoint);
      },
      onBug: (error) => {
        this.#bug = error instanceof Error ? error : new Error(String(error));
        this.#whenIdle?.reject(this.#bug);
      },
    };
    this.#visitsWithoutVersions = {
      ...this.#visits,
      depth: 'quick',
      tlsNotes: ['versions-of-address'],
    };
  }

  add(job: Job): void {
    this.#total++;
    this.#waiting.add(job);
    // One handshake asks for no versions: nothing has to be decided.
    if (this.#options.depth === 'quick')
      this.#ask([{ host: job, asksVersions: true, isAgain: false }]);
    else this.#ask(this.#groups.add(job));
  }

  count(job: Job, hasVersions: boolean): void {
    if (this.#options.depth !== 'quick') this.#ask(this.#groups.count(job, hasVersions));
  }

  async finish(): Promise<void> {
    const released = this.#groups.close();
    this.#ask(released.filter(({ isAgain }) => !isAgain));
    this.#askAgain(released.filter(({ isAgain }) => isAgain));
    this.#showProgress();
    await this.#idle();
    while (this.#again.length > 0) await this.#nextPass(this.#again);
  }

  #ask(released: readonly Released<Job>[]): void {
    for (const { host, asksVersions } of released) {
      this.#options.rateLimiter.visit(new EndpointVisit(host, this.#visitsFor(asksVersions)));
    }
  }

  /** Asks endpoints otherwise than they were, or are being, asked. */
  #askAgain(released: readonly Released<Job>[]): void {
    const delayed = new Set(this.#again.map(({ job }) => job));
    for (const { host, asksVersions } of released) {
      const visits = this.#visitsFor(asksVersions);
      if (this.#waiting.has(host)) this.#superseded.set(host, visits);
      else {
        if (!delayed.has(host)) this.#replaced.add(host);
        this.#visit(new EndpointVisit(host, visits));
      }
    }
    const asked = new Set(released.map(({ host }) => host));
    this.#again = this.#again.filter(({ job }) => !asked.has(job));
  }

  #visitsFor(asksVersions: boolean): VisitOptions {
    return asksVersions ? this.#visits : this.#visitsWithoutVersions;
  }

  #visit(visit: EndpointVisit): void {
    this.#waiting.add(visit.job);
    this.#options.rateLimiter.visit(visit);
  }

  async #nextPass(visits: readonly EndpointVisit[]): Promise<void> {
    const { passDelayMs, onWait, rateLimiter } = this.#options;
    this.#again = [];
    onWait?.(
      this.#pass + 1,
      visits.map(({ job }) => job),
      passDelayMs,
    );
    await new Promise((resolve) => setTimeout(resolve, passDelayMs));
    this.#pass++;
    this.#visits.blocking.startPass();
    for (const { job } of visits) this.#waiting.add(job);
    for (const visit of visits) rateLimiter.visit(visit);
    this.#showProgress();
    await this.#idle();
  }

  /** Takes the record of an endpoint, or null if it is to be asked in the next pass. */
  #take(visit: EndpointVisit, endpoint: Endpoint | null): void {
    const { job } = visit;
    this.#waiting.delete(job);
    const other = this.#superseded.get(job);
    if (other !== undefined) {
      this.#superseded.delete(job);
      this.#visit(new EndpointVisit(job, other));
      return;
    }
    if (endpoint === null) this.#again.push(visit);
    else {
      if (!this.#replaced.has(job)) this.#countDone(endpoint);
      this.#showProgress();
      this.#options.onEndpoint(endpoint, job, visit.words);
    }
    if (this.#waiting.size === 0) this.#whenIdle?.resolve();
  }

  #countDone(endpoint: Endpoint): void {
    this.#done++;
    this.#counts[classOf(endpoint)]++;
  }

  /** Fulfilled when no endpoint is asked any more in this pass. */
  #idle(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#whenIdle = { resolve, reject };
      if (this.#bug !== null) reject(this.#bug);
      if (this.#waiting.size === 0) resolve();
    });
  }

  #showProgress(): void {
    this.#options.onProgress({
      pass: this.#pass,
      done: this.#done,
      total: this.#total,
      counts: this.#counts,
      waiting: this.#waiting,
    });
  }
}
