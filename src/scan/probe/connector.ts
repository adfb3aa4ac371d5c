import { attempt, type AttemptOptions } from '../../net/smtp/attempt.ts';
import type { TranscriptLine } from '../../model/transcript.ts';
import type { Job } from '../../model/plan.ts';
import type { RateLimiter } from '../../net/rate-limiter.ts';
import type { Connect } from './probe-pass.ts';
import type { Attempt } from './probe.ts';
import type { LocalWatch } from './local-watch.ts';

/** The options that all connections of a run share. */
type ConnectionSettings = Pick<
  AttemptOptions,
  'port' | 'dial' | 'ehlo' | 'clients' | 'timeouts' | 'interruption'
>;

export interface ConnectorOptions {
  settings: ConnectionSettings;
  rateLimiter: RateLimiter;
  watch: LocalWatch;
  /** Takes each line of each dialogue. */
  record: (job: Job, line: TranscriptLine) => void;
}

/** How often a connection is tried while this machine has no free socket or port. */
const LOCAL_TRIES = 3;
const LOCAL_WAIT_MS = 1_000;

/** If the event loop stalls for a longer share of the connect timeout, a timeout is a limit of this machine. */
const STALL_SHARE = 0.1;

/**
 * Returns a function that makes the connections to one endpoint within the rate limits. An operator whose server replies 4xx
 * is backed off. A failure of this machine is `local-limit` and not the server's.
 */
export function createConnector(options: ConnectorOptions): (job: Job) => Connect {
  const { settings, rateLimiter, record } = options;
  return (job) => (probe) =>
    rateLimiter.connect(job, async () => {
      for (let tries = 1; ; tries++) {
        const result = await withoutStall(options, () =>
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
        if (!isLocalLimit(result) || tries === LOCAL_TRIES) {
          if (isDeferred(result)) rateLimiter.backOff(job.operator);
          else rateLimiter.resetBackOff(job.operator);
          return result;
        }
        await new Promise((resolve) => setTimeout(resolve, LOCAL_WAIT_MS));
      }
    });
}

function isLocalLimit(result: Attempt['result']): boolean {
  if (result.outcome !== 'failed') return false;
  return result.failure.stage === 'connect' && result.failure.code === 'local-limit';
}

/** Whether the server replied 4xx: it asks to be tried later (RFC 5321 §4.2.1). */
function isDeferred(result: Attempt['result']): boolean {
  if (result.outcome === 'deferred') return true;
  return result.outcome === 'refused-starttls' && result.reply.code < 500;
}

/** Makes a timeout while the event loop stalled a limit of this machine. */
async function withoutStall(
  { watch, settings }: ConnectorOptions,
  connect: () => Promise<Attempt['result']>,
): Promise<Attempt['result']> {
  const started = performance.now();
  const result = await connect();
  if (result.outcome !== 'failed' || result.failure.code !== 'timeout') return result;
  const detail = watch.troubleSince(started, settings.timeouts.connect * STALL_SHARE);
  if (detail === null) return result;
  return { ...result, failure: { ...result.failure, code: 'local-limit', detail } };
}
