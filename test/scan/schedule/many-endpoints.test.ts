import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { Job } from '../../../src/model/plan.ts';
import { ConnectionQueue } from '../../../src/net/connection-queue.ts';
import { createRateLimiter } from '../../../src/net/rate-limiter.ts';
import { startProbing } from '../../../src/scan/schedule/probing.ts';

const COUNT = 100_000;

/** The endpoints of a world: some operators with many, the rest with one each. Each has strings of its own, as looked up. */
function* endpoints(ofBig: number): Generator<Job> {
  for (let i = 0; i < COUNT; i++) {
    const operator = i < ofBig ? `operator-${i % 500}.example` : `operator-${i}.example`;
    const address = `2001:db8::${(i >> 16).toString(16)}:${(i & 0xffff).toString(16)}`;
    yield { host: `mx${i}.${operator}`, address, operator };
  }
}

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

function heapUsed(): number {
  gc();
  return process.memoryUsage().heapUsed;
}

describe('100,000 endpoints that wait', () => {
  it.each([
    ['of 500 operators', COUNT, 20],
    ['of 500 operators and 50,000 small ones', COUNT / 2, 27],
    ['each of its own operator', 0, 35],
  ])('%s take little memory', (_, ofBig, most) => {
    const jobs = [...endpoints(ofBig)];
    const before = heapUsed();
    const probing = startProbing({
      // Connections that never end: all but the first wait.
      connector: () => () => new Promise(() => undefined),
      rateLimiter: createRateLimiter({ concurrency: 100, perOperator: 4, pauseMs: 1_000 }),
      depth: 'standard',
      passes: 3,
      passDelayMs: 0,
      recordOf: () => {
        throw new Error('no connection ends');
      },
      regresses: null,
      onEndpoint: () => undefined,
      onProgress: () => undefined,
    });
    for (const job of jobs) probing.add(job);
    const after = heapUsed();
    expect([probing, jobs]).toHaveLength(2);
    expect((after - before) / 1e6).toBeLessThan(most);
  });
});

describe('100,000 visitors', () => {
  it('take a number of steps that is in proportion to the connections', () => {
    const queue = new ConnectionQueue<Job, Job>({
      concurrency: 100,
      perOperator: 4,
      pauseMs: 1_000,
    });
    let reads = 0;
    // The work is counted by what is read of the visitors: a scan over all of them would show.
    for (const { host, address, operator } of endpoints(COUNT / 2)) {
      const visitor = {
        host,
        get address() {
          reads++;
          return address;
        },
        get operator() {
          reads++;
          return operator;
        },
      };
      queue.enter(visitor, 0);
    }
    let now = 0;
    let visited = 0;
    for (let open: Job[] = []; ;) {
      for (let turn = queue.next(now); turn !== null; turn = queue.next(now)) {
        if (turn.kind === 'visitor') open.push(turn.visitor);
      }
      if (open.length === 0) break;
      now += 10;
      for (const each of open) {
        queue.ended(each, now);
        queue.left(each, now);
      }
      visited += open.length;
      open = [];
    }
    expect(visited).toBe(COUNT);
    expect(reads / COUNT).toBeLessThan(12);
  });
});
