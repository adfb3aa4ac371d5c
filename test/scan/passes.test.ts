import { Socket } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { prepareRoots } from '../../src/judge/x509/certificate-path.ts';
import { TIMEOUTS } from '../../src/net/deadline.ts';
import { carryOut } from '../../src/scan/survey.ts';
import { createExclusions } from '../../src/model/names/exclusions.ts';
import { DomainResults } from '../../src/scan/domain-results.ts';
import { targetsOf } from './lab-survey.ts';
import { dns } from './plan/table-dns.ts';

// The clock of this test jumps, which is no trouble of this machine.
vi.mock(import('../../src/scan/probe/local-watch.ts'), () => ({
  watchLocally: () => ({
    troubleSince: () => null,
    checkRoutes: () => Promise.resolve(),
    stop: () => undefined,
  }),
}));

const NAMES = {
  'a.example': { mx: [[10, 'mx.a.example']] as [number, string][] },
  'mx.a.example': { a: ['192.0.2.1'] },
};

it('a pass starts when its delay after the pass before is over', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  let connections = 0;
  const reset = (): Socket => {
    connections++;
    return new Socket().destroy(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
  };
  const waits: number[][] = [];
  let isWaiting = (): void => undefined;
  const waiting = new Promise<void>((resolve) => {
    isWaiting = resolve;
  });
  const journal = new DomainResults({ withPolicies: false, withDnsbl: false });
  const survey = carryOut(targetsOf(['a.example']), {
    journal,
    known: [],
    resolver: dns(NAMES),
    families: ['ipv4'],
    givenMx: null,
    dnsbl: null,
    targetPolicy: { ...createExclusions([]), refuses: () => null },
    settings: { port: 25, dial: reset, ehlo: 'scan.example', clients: [], timeouts: TIMEOUTS },
    record: () => undefined,
    workers: { workers: 0, firstHere: 0 },
    rateLimits: { concurrency: 1, perOperator: 1, pauseMs: 0 },
    depth: 'quick',
    passes: 2,
    passDelayMs: 300_000,
    policyMs: null,
    regresses: null,
    roots: prepareRoots([]),
    at: new Date(),
    onProgress: () => undefined,
    onWait: (pass, again, ms) => {
      waits.push([pass, again.length, ms]);
      isWaiting();
    },
  });
  await waiting;
  await vi.advanceTimersByTimeAsync(299_999);
  expect(connections).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  await survey;
  expect(connections).toBe(2);
  expect(waits).toEqual([[2, 1, 300_000]]);
  expect(journal.records().endpoints.map(({ outcome }) => outcome)).toEqual(['failed']);
});
