import type { Job } from '../../model/plan.ts';
import { classOf, type Endpoint } from '../../model/records/endpoint.ts';
import type { ClassCounts } from '../../model/records/mail-domain.ts';
import type { Depth } from '../../model/records/words.ts';
import { EndpointProber, type Regresses } from '../probe/endpoint-prober.ts';
import type { EndpointResult } from '../probe/endpoint-result.ts';
import type { Connect } from '../probe/probe-pass.ts';

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
  connector: (job: Job) => Connect;
  depth: Depth;
  /** How often an endpoint with an unknown result is probed at most, and the wait between two passes in ms. */
  passes: number;
  passDelayMs: number;
  /** Makes the record of a result. */
  recordOf: (job: Job, result: EndpointResult) => Endpoint;
  /** Whether a record is worse than in the survey before and needs confirmation; null: there is no survey before. */
  regresses: Regresses | null;
  onEndpoint: (endpoint: Endpoint, job: Job) => void;
  onProgress: (progress: Progress) => void;
  /** Called before the wait of each later pass, with the endpoints in it and the wait in ms. */
  onWait?: ((pass: number, again: readonly Job[], ms: number) => void) | undefined;
}

/** The endpoints of a run on their way: each is asked in passes until it is finished. */
export interface Probing {
  /** Takes an endpoint, each once; it is asked as soon as the rate limits let it. */
  add(job: Job): void;
  /** Says that no further endpoint comes. Fulfilled when all are finished. */
  finish(): Promise<void>;
}

/** Starts to probe what `add` is given. */
export function startProbing(options: ProbingOptions): Probing {
  const { depth, regresses, recordOf } = options;
  const counts: ClassCounts = { tls: 0, plaintext: 0, broken: 0, unknown: 0 };
  let done = 0;
  let total = 0;
  let pass = 1;
  let again: Job[] = [];
  let asked: Promise<void>[] = [];
  const waiting = new Set<Job>();
  const open = new Map<Job, EndpointProber>();

  const progress = (): void => {
    options.onProgress({ pass, done, total, counts, waiting });
  };
  const proberOf = (job: Job): EndpointProber =>
    open.get(job) ??
    new EndpointProber({
      connect: options.connector(job),
      depth,
      recordOf: (result) => recordOf(job, result),
      regresses,
    });
  const ask = async (job: Job): Promise<void> => {
    const prober = proberOf(job);
    const endpoint = await prober.pass(pass >= options.passes);
    waiting.delete(job);
    if (endpoint === null) {
      open.set(job, prober);
      again.push(job);
      return;
    }
    open.delete(job);
    done++;
    counts[classOf(endpoint)]++;
    progress();
    options.onEndpoint(endpoint, job);
  };
  const add = (job: Job): void => {
    waiting.add(job);
    asked.push(ask(job));
  };
  const passed = async (): Promise<void> => {
    progress();
    await Promise.all(asked);
    asked = [];
  };

  return {
    add(job) {
      total++;
      add(job);
    },
    async finish() {
      await passed();
      while (again.length > 0) {
        const next = again;
        again = [];
        options.onWait?.(pass + 1, next, options.passDelayMs);
        await new Promise((resolve) => setTimeout(resolve, options.passDelayMs));
        pass++;
        for (const job of next) add(job);
        await passed();
      }
    },
  };
}
