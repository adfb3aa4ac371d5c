import type { Attempted } from '../../net/smtp/make-attempt.ts';
import type { Timeouts } from '../../net/deadline.ts';
import type { Failure } from '../../model/records/failure.ts';
import type { FailureCode } from '../../model/records/words.ts';
import type { LocalWatch } from './local-watch.ts';

/** If this machine had trouble for a longer share of the connect timeout, a timeout is a limit of this machine. */
const TROUBLE_SHARE = 0.1;

/** What is said of a timeout in whose time the thread of its connection stood still. */
const STALLED = 'the scanner itself stalled';

/** For a machine that makes no connections: its troubles are none of theirs. */
export const UNWATCHED: LocalWatch = {
  troubleSince: () => null,
  checkRoutes: () => Promise.resolve(),
  stop: () => undefined,
};

/** How a connection fails on a network that this machine was not there for. */
const OF_NETWORK: ReadonlySet<FailureCode> = new Set(['timeout', 'unreachable', 'reset', 'closed']);

/**
 * Says what kept this machine from reading the answer in a connection that failed as the network does; null for nothing.
 * @param startedAt the instant of `performance.now()` at which the connection began.
 */
export function troubleOf(
  { result, stalledMs }: Pick<Attempted, 'result' | 'stalledMs'>,
  startedAt: number,
  { watch, settings }: { watch: LocalWatch; settings: { timeouts: Timeouts } },
): string | null {
  const failure = failureOf(result);
  if (failure === null || !OF_NETWORK.has(failure.code)) return null;
  const most = settings.timeouts.connect * TROUBLE_SHARE;
  return stalledMs > most ? STALLED : watch.troubleSince(startedAt, most);
}

/** How a connection failed; null for one that did not. */
export function failureOf(result: Attempted['result']): Pick<Failure, 'stage' | 'code'> | null {
  if (result.outcome === 'hello') {
    const { answer } = result;
    return answer.kind === 'none' ? { stage: 'handshake', code: answer.code } : null;
  }
  return result.outcome === 'failed' || result.outcome === 'tls-failed' ? result.failure : null;
}
