import type { Family } from './plan/resolve.ts';
import type { TargetPolicy } from './plan/target-policy.ts';
import { failureOf, troubleOf } from './probe/local-trouble.ts';
import { watchLocally } from './probe/local-watch.ts';
import { openDirectly } from '../net/open.ts';
import type { Dialler } from '../net/dial.ts';
import { Interruption } from '../net/interruption.ts';
import type { RemoteRequest } from '../net/queue/job-text.ts';
import type { JobResult } from '../net/queue/result-text.ts';
import { attemptHere, notAttempted } from '../net/smtp/make-attempt.ts';
import {
  createAttemptPool,
  type AttemptPool,
  type WorkerUse,
} from '../net/workers/attempt-pool.ts';

/** Whom a machine that makes connections for another one lets itself connect to, and how. */
export interface RemoteConnectionsOptions {
  policy: Pick<TargetPolicy, 'excludesHost' | 'excludesAddress' | 'refuses'>;
  ports: readonly number[];
  families: readonly Family[];
  /** The name in EHLO, and further names of this machine, which are masked in server text. */
  ehlo: string;
  clients: readonly string[];
  workers: WorkerUse;
  dial: Dialler;
}

/** Makes the connections that another machine asks for, within rules of its own. */
export interface RemoteConnections {
  /** Makes one, or refuses it. Never rejects. */
  make(request: RemoteRequest): Promise<JobResult>;
  /** Ends all that are open with QUIT: they are `left`. Later ones are made as before. */
  leaveAll(): void;
  /** Ends all that are open, and the processes that make them, once the servers have had a moment to answer. */
  close(): Promise<void>;
}

/** How long servers have to answer QUIT, in ms. */
const LEAVE_MS = 3_000;

/** Connections up to an interruption, and what makes them. */
interface Stretch {
  interruption: Interruption;
  pool: AttemptPool;
}

/** Prepares to make connections for another machine. */
export function remoteConnections(options: RemoteConnectionsOptions): RemoteConnections {
  const { ehlo, clients, dial, workers } = options;
  const watch = watchLocally();
  const leaving = new Set<Promise<void>>();
  let stretch = begin();
  let isClosed = false;

  function begin(): Stretch {
    const interruption = new Interruption();
    const here = attemptHere(openDirectly(dial), interruption);
    return { interruption, pool: createAttemptPool({ ...workers, here, interruption }) };
  }

  async function end({ interruption, pool }: Stretch): Promise<void> {
    interruption.raise();
    await Promise.race([
      interruption.over,
      new Promise((resolve) => setTimeout(resolve, LEAVE_MS).unref()),
    ]);
    await pool.close();
  }

  function leaveAll(): void {
    const ending = end(stretch).finally(() => leaving.delete(ending));
    leaving.add(ending);
    stretch = begin();
  }

  return {
    async make(request) {
      const refused = refusalOf(request, options);
      if (refused !== null) return refused;
      const { interruption, pool } = stretch;
      const startedAt = performance.now();
      const attempted = isClosed ? null : await pool.attempt({ ...request, ehlo, clients });
      if (attempted === null || interruption.isRaised) {
        return { kind: 'left', reason: 'the worker ended the connection' };
      }
      if (failureOf(attempted.result)?.code === 'unreachable') await watch.checkRoutes();
      const lostAnswer = troubleOf(attempted, startedAt, { watch, settings: request });
      return { kind: 'attempted', attempted, lostAnswer };
    },
    leaveAll,
    async close() {
      isClosed = true;
      leaveAll();
      await Promise.all(leaving);
      await stretch.pool.close();
      watch.stop();
    },
  };
}

/** Why the rules of this machine forbid a connection; null where they allow it. */
function refusalOf(
  { host, address, port }: RemoteRequest,
  { policy, ports, families }: RemoteConnectionsOptions,
): JobResult | null {
  if (!ports.includes(port)) return refused(`connects to no port ${port} without --port ${port}`);
  if (policy.excludesHost(host)) return refused(`${host} is excluded`);
  if (policy.excludesAddress(address)) return refused(`${address} is excluded`);
  const family = address.includes(':') ? 'ipv6' : 'ipv4';
  if (!families.includes(family)) return refused(`connects to no ${family} address`);
  const refusal = policy.refuses(address);
  if (refusal === null) return null;
  const { code, detail } = refusal;
  // The same answer as on a machine that surveys by itself.
  if (code === 'no-ipv6') {
    return { kind: 'attempted', attempted: notAttempted(code, detail), lostAnswer: null };
  }
  return refused(`${address} is refused: ${detail}`);
}

function refused(reason: string): JobResult {
  return { kind: 'refused', reason };
}
