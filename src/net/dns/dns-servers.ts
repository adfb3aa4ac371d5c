import type { DnsServer } from './dns-transport.ts';

/** After this time in ms, one question tries a failed server again. */
const RETRY_MS = 30_000;

/** Records which DNS servers failed, and chooses the server of each try. */
export interface ServerOrder {
  /**
   * The server of the next try: the first in the given order of those that this question asked least. Failed servers
   * are left out unless all failed; then the one whose failure is the oldest comes first. Undefined without any server.
   * @param asked the servers that this question went to before.
   */
  next(asked: readonly DnsServer[]): DnsServer | undefined;
  /** The first server that did not fail; undefined if it is in doubt, or if all failed. */
  steady(): DnsServer | undefined;
  answered(server: DnsServer): void;
  /** A server gave nothing usable through `node:dns`, which does not report why: it is in doubt until it answers. */
  doubted(server: DnsServer): void;
  /**
   * A server did not answer at all. It counts as failed unless it answered another question in the meantime: then only
   * this one question is slow, and the server keeps its place (and its AD bit counts for later names).
   * @param since when the question was sent, by `clock`.
   */
  failed(server: DnsServer, since: number): void;
}

/** @param servers in the order to ask them. @param clock a monotonic clock in ms. */
export function createServerOrder(
  servers: readonly DnsServer[],
  clock: () => number = () => performance.now(),
): ServerOrder {
  const answeredAt = new Map<DnsServer, number>();
  // In order of time, as each new failure goes to the end.
  const failedAt = new Map<DnsServer, number>();
  const inDoubt = new Set<DnsServer>();
  const setFailed = (server: DnsServer): void => {
    failedAt.delete(server);
    failedAt.set(server, clock());
  };
  const isReady = (server: DnsServer): boolean =>
    clock() - (failedAt.get(server) ?? -Infinity) >= RETRY_MS;
  return {
    next(asked) {
      const ready = servers.filter(isReady);
      const server = leastAsked(ready.length > 0 ? ready : [...failedAt.keys()], asked);
      // Other questions do not wait for the same server.
      if (server !== undefined && failedAt.has(server)) setFailed(server);
      return server;
    },
    steady() {
      const server = servers.find((each) => !failedAt.has(each));
      return server === undefined || inDoubt.has(server) ? undefined : server;
    },
    answered(server) {
      answeredAt.set(server, clock());
      failedAt.delete(server);
      inDoubt.delete(server);
    },
    doubted(server) {
      inDoubt.add(server);
    },
    failed(server, since) {
      if ((answeredAt.get(server) ?? -Infinity) < since) setFailed(server);
    },
  };
}

function leastAsked(
  candidates: readonly DnsServer[],
  asked: readonly DnsServer[],
): DnsServer | undefined {
  const times = (server: DnsServer) => asked.filter((each) => each === server).length;
  const least = Math.min(...candidates.map(times));
  return candidates.find((server) => times(server) === least);
}
