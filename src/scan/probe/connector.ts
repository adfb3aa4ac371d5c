import type {
  Attempted,
  AttemptRequest,
  Elsewhere,
  MakeAttempt,
} from '../../net/smtp/make-attempt.ts';
import type { TranscriptLine } from '../../model/transcript.ts';
import type { Job } from '../../model/plan.ts';
import type { RateLimiter } from '../../net/rate-limiter.ts';
import { isLostResult } from './attempts.ts';
import { failureOf, troubleOf } from './local-trouble.ts';
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

/** How often a connection is tried while this machine has no free socket or port, or the one that was to make it ends. */
const LOCAL_TRIES = 3;

/**
 * Returns a function that makes the connections to one endpoint within the rate limits. An operator whose server replies 4xx
 * is asked more slowly. A failure of this machine is `local-limit` and not the server's; then fewer connections are made at
 * once for a while.
 */
export function createConnector(options: ConnectorOptions): Connector {
  const { rateLimiter } = options;
  return (job, listener) => async (probe) => {
    for (let tries = 1; ; tries++) {
      const { result, mayTryAgain } = await rateLimiter.connect(job, () =>
        connect(options, job, probe, listener),
      );
      if (!mayTryAgain || tries === LOCAL_TRIES) return result;
    }
  };
}

async function connect(
  options: ConnectorOptions,
  job: Job,
  { action, sni }: Probe,
  { onResult, onLines }: ConnectionListener,
): Promise<{ result: Attempt['result']; mayTryAgain: boolean }> {
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
  const { elsewhere } = attempted;
  // That another machine refuses a connection, or ends, says nothing of how many can be made at once.
  if (isLostResult(result)) {
    if (!isRefusedOrLeft(elsewhere)) rateLimiter.ranOut();
  } else adaptPace(rateLimiter, job.operator, { result, startedAt });
  onResult(result);
  const isOutOfSockets = isLostResult(attempted.result) && elsewhere === null;
  return { result, mayTryAgain: isOutOfSockets || elsewhere?.kind === 'left' };
}

/** Asks the operator more slowly, or faster, by what its server answered. */
function adaptPace(
  rateLimiter: RateLimiter,
  operator: string,
  { result, startedAt }: { result: Attempt['result']; startedAt: number },
): void {
  if (isDeferred(result)) rateLimiter.slowDown(operator, startedAt);
  else if (isWelcome(result)) rateLimiter.speedUp(operator);
}

function isRefusedOrLeft(elsewhere: Elsewhere | null): boolean {
  return elsewhere?.kind === 'refused' || elsewhere?.kind === 'left';
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

/** Makes a failure of the network while this machine was in trouble a limit of this machine, at whatever stage. */
function withoutTrouble(
  options: ConnectorOptions,
  attempted: Attempted,
  startedAt: number,
): Attempt['result'] {
  const { result, elsewhere } = attempted;
  const failure = failureOf(result);
  const detail = elsewhere?.detail ?? troubleOf(attempted, startedAt, options);
  if (failure === null || detail === null) return result;
  const { smtp } = result;
  return {
    outcome: 'failed',
    smtp,
    notes: [],
    failure: { stage: failure.stage, code: 'local-limit', detail },
    reply: null,
  };
}
