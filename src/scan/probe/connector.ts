import type { Attempted, AttemptRequest, MakeAttempt } from '../../net/smtp/make-attempt.ts';
import type { TranscriptLine } from '../../model/transcript.ts';
import type { Failure } from '../../model/records/failure.ts';
import type { FailureCode } from '../../model/records/words.ts';
import type { Job } from '../../model/plan.ts';
import type { RateLimiter } from '../../net/rate-limiter.ts';
import { isLostResult } from './attempts.ts';
import type { Connect } from './probe-pass.ts';
import type { Attempt, Probe } from './probe.ts';
import type { LocalWatch } from './local-watch.ts';

/** The options that all connections of a run share. */
export type ConnectionSettings = Pick<AttemptRequest, 'port' | 'ehlo' | 'clients' | 'timeouts'>;

/** What takes part in the connections to one endpoint, while each still has its place within the rate limits. */
interface ConnectionListener {
  onResult: (result: Attempt['result']) => void;
  /** Takes the dialogue of a connection; null: nobody reads it. */
  onLines: ((lines: readonly TranscriptLine[]) => void) | null;
}

export interface ConnectorOptions {
  settings: ConnectionSettings;
  makeAttempt: MakeAttempt;
  rateLimiter: RateLimiter;
  watch: LocalWatch;
  /** Takes each line of each dialogue; null: nobody reads them. */
  record: ((job: Job, line: TranscriptLine) => void) | null;
}

/** Gives what makes the connections to one endpoint. */
export type Connector = (job: Job, listener: ConnectionListener) => Connect;

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
  return (job, listener) => async (probe) => {
    for (let tries = 1; ; tries++) {
      const { result, isOutOfSockets } = await rateLimiter.connect(job, () =>
        connect(options, job, probe, listener),
      );
      if (!isOutOfSockets || tries === LOCAL_TRIES) return result;
    }
  };
}

async function connect(
  options: ConnectorOptions,
  job: Job,
  { action, sni }: Probe,
  { onResult, onLines }: ConnectionListener,
): Promise<{ result: Attempt['result']; isOutOfSockets: boolean }> {
  const { settings, makeAttempt, rateLimiter, record } = options;
  const { host, address } = job;
  const startedAt = performance.now();
  const keepLines = record !== null || onLines !== null;
  const attempted = await makeAttempt({ ...settings, action, sni, host, address, keepLines });
  if (record !== null) for (const line of attempted.lines) record(job, line);
  onLines?.(attempted.lines);
  // The network says at once that there is no route, before the watch has seen it.
  if (failureOf(attempted.result)?.code === 'unreachable') await options.watch.checkRoutes();
  const result = withoutTrouble(options, attempted, startedAt);
  if (isLostResult(result)) rateLimiter.ranOut();
  else if (isDeferred(result)) rateLimiter.slowDown(job.operator, startedAt);
  else if (isWelcome(result)) rateLimiter.speedUp(job.operator);
  onResult(result);
  return { result, isOutOfSockets: isLostResult(attempted.result) };
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

/** What is said of a timeout in whose time the thread of its connection stood still. */
const STALLED = 'the scanner itself stalled';

/** How a connection fails on a network that this machine was not there for. */
const OF_NETWORK: ReadonlySet<FailureCode> = new Set(['timeout', 'unreachable', 'reset', 'closed']);

/** Makes a failure of the network while this machine was in trouble a limit of this machine, at whatever stage. */
function withoutTrouble(
  { watch, settings }: ConnectorOptions,
  { result, stalledMs }: Attempted,
  startedAt: number,
): Attempt['result'] {
  const failure = failureOf(result);
  if (failure === null || !OF_NETWORK.has(failure.code)) return result;
  const most = settings.timeouts.connect * TROUBLE_SHARE;
  const detail = stalledMs > most ? STALLED : watch.troubleSince(startedAt, most);
  if (detail === null) return result;
  const { smtp } = result;
  return {
    outcome: 'failed',
    smtp,
    notes: [],
    failure: { stage: failure.stage, code: 'local-limit', detail },
    reply: null,
  };
}

/** How a connection failed; null for one that did not. */
function failureOf(result: Attempt['result']): Pick<Failure, 'stage' | 'code'> | null {
  if (result.outcome === 'hello') {
    const { answer } = result;
    return answer.kind === 'none' ? { stage: 'handshake', code: answer.code } : null;
  }
  return result.outcome === 'failed' || result.outcome === 'tls-failed' ? result.failure : null;
}
