import { attempt, type AttemptOptions } from '../../net/smtp/attempt.ts';
import type { TranscriptLine } from '../../model/transcript.ts';
import type { Job } from '../../model/plan.ts';
import type { Pace } from '../../net/rate-limiter.ts';
import type { Connect } from './probe-pass.ts';
import type { Look } from './probe.ts';
import type { StallWatch } from './stall-watch.ts';

/** What all connections of a run have in common. */
type ConnectionSettings = Pick<AttemptOptions, 'port' | 'dial' | 'ehlo' | 'clients' | 'timeouts'>;

export interface ConnectorOptions {
  settings: ConnectionSettings;
  pace: Pace;
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
  const { settings, pace, record } = options;
  return (job) => (question) =>
    pace.connect(job, async () => {
      for (let tries = 1; ; tries++) {
        const observation = await watched(options, () =>
          attempt({
            ...settings,
            ask: question.ask,
            sni: question.sni,
            host: job.host,
            address: job.address,
            record: (line) => {
              record(job, line);
            },
          }),
        );
        if (!isOurs(observation) || tries === LOCAL_TRIES) {
          if (isPutOff(observation)) pace.unwelcome(job.operator);
          else pace.welcome(job.operator);
          return observation;
        }
        await new Promise((resolve) => setTimeout(resolve, LOCAL_WAIT_MS));
      }
    });
}

function isOurs(observation: Look['seen']): boolean {
  if (observation.outcome !== 'failed') return false;
  return observation.failure.stage === 'connect' && observation.failure.code === 'local-limit';
}

/** The server says that it would rather be asked another time, or less. */
function isPutOff(observation: Look['seen']): boolean {
  if (observation.outcome === 'deferred') return true;
  return observation.outcome === 'refused-starttls' && observation.reply.code < 500;
}

/** A timeout while this process itself stood still is no fact about the server. */
async function watched(
  { stalls, settings }: ConnectorOptions,
  connect: () => Promise<Look['seen']>,
): Promise<Look['seen']> {
  const started = performance.now();
  const observation = await connect();
  if (observation.outcome !== 'failed' || observation.failure.code !== 'timeout')
    return observation;
  const stalled = stalls.longestSince(started);
  if (stalled <= settings.timeouts.connect * STALL_SHARE) return observation;
  const detail = `the scanner itself stood still for ${Math.round(stalled)} ms`;
  return { ...observation, failure: { ...observation.failure, code: 'local-limit', detail } };
}
