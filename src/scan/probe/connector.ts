import { attempt, type AttemptOptions } from '../../net/smtp/attempt.ts';
import type { TranscriptLine } from '../../model/transcript.ts';
import type { Job } from '../../model/plan.ts';
import type { RateLimiter } from '../../net/rate-limiter.ts';
import type { Connect } from './probe-pass.ts';
import type { Attempt } from './probe.ts';
import type { StallWatch } from './stall-watch.ts';

/** What all connections of a run have in common. */
type ConnectionSettings = Pick<AttemptOptions, 'port' | 'dial' | 'ehlo' | 'clients' | 'timeouts'>;

export interface ConnectorOptions {
  settings: ConnectionSettings;
  rateLimiter: RateLimiter;
  stalls: StallWatch;
  /** Is given each line of each dialogue. */
  record: (job: Job, line: TranscriptLine) => void;
}

/** How often a connection that failed for want of sockets or ports of our own is made again. */
const LOCAL_TRIES = 3;
const LOCAL_WAIT_MS = 1_000;

/** A stall of our own longer than this share of the connect deadline makes a timeout ours. */
const STALL_SHARE = 0.1;

/** Gives how to connect to one endpoint, in its turn, with what is our own fault told apart from the server's. */
export function createConnector(options: ConnectorOptions): (job: Job) => Connect {
  const { settings, rateLimiter, record } = options;
  return (job) => (probe) =>
    rateLimiter.connect(job, async () => {
      for (let tries = 1; ; tries++) {
        const result = await watched(options, () =>
          attempt({
            ...settings,
            action: probe.action,
            sni: probe.sni,
            host: job.host,
            address: job.address,
            record: (line) => {
              record(job, line);
            },
          }),
        );
        if (!isOurs(result) || tries === LOCAL_TRIES) {
          if (isPutOff(result)) rateLimiter.backOff(job.operator);
          else rateLimiter.resetBackOff(job.operator);
          return result;
        }
        await new Promise((resolve) => setTimeout(resolve, LOCAL_WAIT_MS));
      }
    });
}

function isOurs(result: Attempt['result']): boolean {
  if (result.outcome !== 'failed') return false;
  return result.failure.stage === 'connect' && result.failure.code === 'local-limit';
}

/** The server says that it would rather be asked another time, or less. */
function isPutOff(result: Attempt['result']): boolean {
  if (result.outcome === 'deferred') return true;
  return result.outcome === 'refused-starttls' && result.reply.code < 500;
}

/** A timeout while this process itself stood still is no fact about the server. */
async function watched(
  { stalls, settings }: ConnectorOptions,
  connect: () => Promise<Attempt['result']>,
): Promise<Attempt['result']> {
  const started = performance.now();
  const result = await connect();
  if (result.outcome !== 'failed' || result.failure.code !== 'timeout') return result;
  const stalled = stalls.longestSince(started);
  if (stalled <= settings.timeouts.connect * STALL_SHARE) return result;
  const detail = `the scanner itself stood still for ${Math.round(stalled)} ms`;
  return { ...result, failure: { ...result.failure, code: 'local-limit', detail } };
}
