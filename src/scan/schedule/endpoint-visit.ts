import type { Job } from '../../model/plan.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import type { TranscriptLine } from '../../model/transcript.ts';
import type { Depth, Note } from '../../model/records/words.ts';
import type { RateLimiter, Visitor } from '../../net/rate-limiter.ts';
import type { Connector } from '../probe/connector.ts';
import { EndpointProber, type Regresses } from '../probe/endpoint-prober.ts';
import type { EndpointResult } from '../probe/endpoint-result.ts';
import type { Connect } from '../probe/probe-pass.ts';
import { notAsked, type BlockingOperators } from './blocking-operators.ts';
import { serverWords, type Words } from './server-words.ts';

/** What all visits of a run share. */
export interface VisitOptions {
  connector: Connector;
  rateLimiter: RateLimiter;
  depth: Depth;
  tlsNotes: readonly Note[];
  recordOf: (job: Job, result: EndpointResult) => Endpoint;
  regresses: Regresses | null;
  keepsWords?: boolean;
  blocking: BlockingOperators;
  /** Whether this is the last pass that asks again after transient failures. */
  isLast: () => boolean;
  /** Called at the end of each pass, with the record of the endpoint, or null if another pass is needed. */
  onOver: (visit: EndpointVisit, endpoint: Endpoint | null) => void;
  /** Called if a pass was rejected, which only a bug does. */
  onBug: (error: unknown) => void;
}

const NO_WORDS: Words = [];

/** One endpoint in the passes of a run: a small row until it begins, and a prober from then on. */
export class EndpointVisit implements Visitor {
  readonly job: Job;
  readonly #options: VisitOptions;
  #prober: EndpointProber | null = null;
  #words: string[][] | null = null;

  constructor(job: Job, options: VisitOptions) {
    this.job = job;
    this.#options = options;
  }

  get address(): string {
    return this.job.address;
  }

  get operator(): string {
    return this.job.operator;
  }

  /** The raw lines of the server so far. */
  get words(): Words {
    return this.#words ?? NO_WORDS;
  }

  /** Makes one pass; one that is blocked waits for the next pass, or ends without a connection. */
  begin(): void {
    const { blocking, isLast } = this.#options;
    if (blocking.blocks(this.operator) && !isLast()) {
      this.#end(null);
      return;
    }
    this.#prober ??= this.#start();
    this.#prober
      .pass(isLast())
      .then((endpoint) => {
        this.#end(endpoint);
      })
      .catch(this.#options.onBug);
  }

  #end(endpoint: Endpoint | null): void {
    this.#options.rateLimiter.leave(this);
    this.#options.onOver(this, endpoint);
  }

  #start(): EndpointProber {
    const { depth, tlsNotes, recordOf, regresses } = this.#options;
    return new EndpointProber({
      connect: this.#connect(),
      depth,
      tlsNotes,
      recordOf: (result) => recordOf(this.job, result),
      regresses,
    });
  }

  #connect(): Connect {
    const { connector, blocking, keepsWords } = this.#options;
    const connect = connector(this.job, {
      onResult: (result) => {
        blocking.see(this.job, result);
      },
      onLines:
        keepsWords === true
          ? (lines) => {
              this.#keepWords(lines);
            }
          : null,
    });
    return (probe) =>
      blocking.blocks(this.operator) ? Promise.resolve(notAsked(this.operator)) : connect(probe);
  }

  #keepWords(lines: readonly TranscriptLine[]): void {
    (this.#words ??= []).push(serverWords(lines));
  }
}
