import type { Forecast } from '../../model/forecast.ts';
import type { Job } from '../../model/plan.ts';
import type { Depth } from '../../model/records/words.ts';
import { ConnectionQueue } from '../../net/connection-queue.ts';
import { PriorityQueue } from '../../net/priority-queue.ts';
import type { RateLimits } from '../../net/rate-limiter.ts';
import { MAX_ATTEMPTS } from '../probe/probe-pass.ts';
import { AddressGroups } from './address-groups.ts';

export interface ForecastOptions {
  rateLimits: RateLimits;
  depth: Depth;
  passes: number;
  passDelayMs: number;
  /** From how many vantages each is asked, within the same limits; absent: from one. */
  vantages?: number;
}

/** How many connections an endpoint takes, and how long each. */
interface Pace {
  connections: Record<Depth, number>;
  ms: number;
}

/** Servers of today that answer at once. */
const QUICK_PACE: Pace = { connections: { quick: 1, standard: 3, deep: 8 }, ms: 300 };

/** Servers that answer slowly, and support old versions too or do not offer STARTTLS. */
const SLOW_PACE: Pace = { connections: { quick: 2, standard: 5, deep: 12 }, ms: 2_000 };

/** What a pass waits for an address that does not answer: the timeout of connecting. */
const SILENT_MS = 20_000;

/**
 * Forecasts the connections and the duration of a run, by the schedule that the run keeps: it is carried out on a clock of its
 * own, with connections of a usual length. Looking up the names is not part of it.
 */
export function forecastRun(jobs: readonly Job[], options: ForecastOptions): Forecast {
  const { depth, passes, passDelayMs, rateLimits, vantages = 1 } = options;
  const fromOne = depthsOf(jobs, depth);
  const hosts = Array.from({ length: vantages }, () => fromOne).flat();
  const total = (counts: Record<Depth, number>): number =>
    hosts.reduce((sum, host) => sum + counts[host.depth], 0);
  const later = jobs.length === 0 ? 0 : passes * SILENT_MS + (passes - 1) * passDelayMs;
  return {
    connections: { usual: total(QUICK_PACE.connections), most: total(MAX_ATTEMPTS) },
    seconds: {
      least: Math.ceil(durationOf(hosts, rateLimits, QUICK_PACE) / 1_000),
      most: Math.ceil((durationOf(hosts, rateLimits, SLOW_PACE) + later) / 1_000),
    },
    longest: longestOf(fromOne),
  };
}

interface Host {
  job: Job;
  depth: Depth;
}

/** How deep each host is asked: of many at one address, one is asked for the versions. */
function depthsOf(jobs: readonly Job[], depth: Depth): Host[] {
  if (depth === 'quick') return jobs.map((job) => ({ job, depth }));
  const groups = new AddressGroups<Job>();
  const released = [...jobs.flatMap((job) => groups.add(job)), ...groups.close()];
  return released.map(({ host, asksVersions }) => ({
    job: host,
    depth: asksVersions ? depth : 'quick',
  }));
}

function longestOf(hosts: readonly Host[]): Forecast['longest'] {
  const addresses = new Map<string, number>();
  for (const { job } of hosts) addresses.set(job.operator, (addresses.get(job.operator) ?? 0) + 1);
  let longest: Forecast['longest'] = null;
  for (const [operator, count] of addresses) {
    if (count > (longest?.addresses ?? 0)) longest = { operator, addresses: count };
  }
  return longest;
}

/** A host that is asked in the forecast. */
interface Asked {
  address: string;
  operator: string;
  /** The connections that are left, and the end of the one that is open. */
  left: number;
  endsAt: number;
  place: number;
}

/** How long the connections to all hosts take, in ms. */
function durationOf(hosts: readonly Host[], limits: RateLimits, pace: Pace): number {
  const queue = new ConnectionQueue<Asked, Asked>(limits);
  const open = new PriorityQueue<Asked>({
    isBefore: (a, b) => a.endsAt < b.endsAt,
    placeOf: ({ place }) => place,
    setPlace: (asked, place) => {
      asked.place = place;
    },
  });
  for (const { job, depth } of hosts) {
    const { address, operator } = job;
    const left = pace.connections[depth];
    queue.enter({ address, operator, left, endsAt: 0, place: -1 }, 0);
  }
  for (let now = 0; ;) {
    for (let turn = queue.next(now); turn !== null; turn = queue.next(now)) {
      const asked = turn.kind === 'visitor' ? turn.visitor : turn.claim;
      asked.endsAt = now + pace.ms;
      open.keep(asked, true);
    }
    const ending = open.first;
    const next = Math.min(ending?.endsAt ?? Infinity, queue.nextAt(now) ?? Infinity);
    if (next === Infinity) return now;
    now = next;
    if (ending !== undefined && ending.endsAt <= now) {
      open.keep(ending, false);
      end(queue, ending, now);
    }
  }
}

function end(queue: ConnectionQueue<Asked, Asked>, asked: Asked, now: number): void {
  queue.ended(asked, now);
  asked.left--;
  if (asked.left > 0) queue.claim(asked, now);
  else queue.left(asked, now);
}
