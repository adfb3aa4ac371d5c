import type { AttemptRequest, MakeAttempt } from '../../net/smtp/make-attempt.ts';
import type { TranscriptLine } from '../../model/transcript.ts';
import type { Failure } from '../../model/records/failure.ts';
import type { Job } from '../../model/plan.ts';
import type { RateLimiter } from '../../net/rate-limiter.ts';
import { isLost } from './attempts.ts';
import type { Connect } from './probe-pass.ts';
import type { Attempt } from './probe.ts';
import type { LocalWatch } from './local-watch.ts';

/** The options that all connections of a run share. */
export type ConnectionSettings = Pick<AttemptRequest, 'port' | 'ehlo' | 'clients' | 'timeouts'>;

/** Takes the dialogue of one connection when that is over. */
export type TakeLines = (lines: readonly TranscriptLine[]) => void;

export interface ConnectorOptions {
  settings: ConnectionSettings;
  makeAttempt: MakeAttempt;
  rateLimiter: RateLimiter;
  watch: LocalWatch;
  /** Takes each line of each dialogue; null: nobody reads them. */
  record: ((job: Job, line: TranscriptLine) => void) | null;
}

/** Gives what makes the connections to one endpoint. @param takeLines null: nobody reads the dialogues. */
export type Connector = (job: Job, takeLines: TakeLines | null) => Connect;

/** How often a connection is tried while this machine has no free socket or port. */
const LOCAL_TRIES = 3;

/** If this machine had trouble for a longer share of the connect timeout, a timeout is a limit of this machine. */
const TROUBLE_SHARE = 0.1;

/**
 * Returns a function that makes the connections to one endpoint within the rate limits. An operator whose server replies 4xx
 * is asked more slowly. A failure of this machine is `local-limit` and not the server's; then fewer connections are made at
 * once for a while.
 */
export function createConnector(options: ConnectorOptions): Connector {
  const { rateLimiter } = options;
  return (job, takeLines) => async (probe) => {
    for (let tries = 1; ; tries++) {
      const result = await rateLimiter.connect(job, () => connect(options, job, probe, takeLines));
      if (!isOutOfSockets({ probe, result }) || tries === LOCAL_TRIES) return result;
    }
  };
}

async function connect(
  options: ConnectorOptions,
  job: Job,
  probe: Attempt['probe'],
  takeLines: TakeLines | null,
): Promise<Attempt['result']> {
  const { settings, makeAttempt, rateLimiter, record } = options;
  const startedAt = performance.now();
  const { result, lines } = await makeAttempt({
    ...settings,
    action: probe.action,
    sni: probe.sni,
    host: job.host,
    address: job.address,
    keepLines: record !== null || takeLines !== null,
  });
  if (record !== null) for (const line of lines) record(job, line);
  takeLines?.(lines);
  const found = withoutTrouble(options, result, startedAt);
  if (isLost({ probe, result: found })) rateLimiter.ranOut();
  else if (isDeferred(found)) rateLimiter.slowDown(job.operator, startedAt);
  else if (isWelcome(found)) rateLimiter.speedUp(job.operator);
  return found;
}

function isOutOfSockets(attempt: Attempt): boolean {
  const { result } = attempt;
  return isLost(attempt) && 'failure' in result && result.failure.stage === 'connect';
}

/** Whether the server replied 4xx: it asks to be tried later (RFC 5321 §4.2.1). */
function isDeferred(result: Attempt['result']): boolean {
  if (result.outcome === 'deferred') return true;
  return result.outcome === 'refused-starttls' && result.reply.code < 500;
}

/** Whether the server took the connection: a timeout or a reset may be its way to say that it was too fast. */
function isWelcome(result: Attempt['result']): boolean {
  return result.outcome !== 'failed' && result.outcome !== 'rejected';
}

/** Makes a timeout while this machine was in trouble a limit of this machine, at whatever stage. */
function withoutTrouble(
  { watch, settings }: ConnectorOptions,
  result: Attempt['result'],
  startedAt: number,
): Attempt['result'] {
  const stage = stageOfTimeout(result);
  if (stage === null) return result;
  const detail = watch.troubleSince(startedAt, settings.timeouts.connect * TROUBLE_SHARE);
  if (detail === null) return result;
  const { smtp } = result;
  return {
    outcome: 'failed',
    smtp,
    notes: [],
    failure: { stage, code: 'local-limit', detail },
    reply: null,
  };
}

function stageOfTimeout(result: Attempt['result']): Failure['stage'] | null {
  if (result.outcome === 'hello') {
    const { answer } = result;
    return answer.kind === 'none' && answer.code === 'timeout' ? 'handshake' : null;
  }
  if (result.outcome !== 'failed' && result.outcome !== 'tls-failed') return null;
  return result.failure.code === 'timeout' ? result.failure.stage : null;
}
