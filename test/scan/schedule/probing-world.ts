import { onTestFinished, vi } from 'vitest';
import { prepareRoots } from '../../../src/judge/x509/certificate-path.ts';
import type { Job } from '../../../src/model/plan.ts';
import type { Endpoint } from '../../../src/model/records/endpoint.ts';
import { TIMEOUTS } from '../../../src/net/deadline.ts';
import { createRateLimiter } from '../../../src/net/rate-limiter.ts';
import type { AttemptRequest, Attempted } from '../../../src/net/smtp/make-attempt.ts';
import { CertificateCollector } from '../../../src/scan/probe/certificate-collector.ts';
import { createConnector } from '../../../src/scan/probe/connector.ts';
import { observedEndpoint } from '../../../src/scan/probe/endpoint-record.ts';
import { startProbing, type ProbingOptions } from '../../../src/scan/schedule/probing.ts';
import { PROBE_RESULTS, type ProbeResultName } from '../probe/make-attempts.ts';

/** What a world does with a connection that begins at `now`, in ms since the start. */
export type Answer = (
  request: AttemptRequest,
  now: number,
) => ProbeResultName | Attempted['result'];

interface WorldOptions extends Partial<Omit<ProbingOptions, 'rateLimiter' | 'connector'>> {
  concurrency?: number;
  perOperator?: number;
  pauseMs?: number;
  /** How long each connection takes. */
  takesMs?: number;
  /** What the watch of this machine says. */
  trouble?: (now: number) => string | null;
  /** Endpoints that an earlier run finished, by their place among the jobs, and whether it asked for their versions. */
  finished?: ReadonlyMap<number, boolean>;
}

export interface Probed {
  endpoints: Endpoint[];
  /** `HOST AT` of each connection. */
  connections: { host: string; at: number }[];
  words: Map<string, readonly (readonly string[])[]>;
  ms: number;
}

/** Probes endpoints of a world that answers so, on a clock that does not wait. */
export async function probeWorld(
  jobs: readonly Job[],
  answer: Answer,
  options: WorldOptions = {},
): Promise<Probed> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const { concurrency = 50, perOperator = 4, pauseMs = 1_000, takesMs = 100 } = options;
  const rateLimiter = createRateLimiter({ concurrency, perOperator, pauseMs });
  const started = performance.now();
  const now = (): number => performance.now() - started;
  const probed: Probed = { endpoints: [], connections: [], words: new Map(), ms: 0 };
  const connector = createConnector({
    settings: { port: 25, ehlo: 'scan.example', clients: [], timeouts: TIMEOUTS },
    makeAttempt: async (request) => {
      probed.connections.push({ host: request.host, at: now() });
      const given = answer(request, now());
      await new Promise((resolve) => setTimeout(resolve, takesMs));
      const result = typeof given === 'string' ? PROBE_RESULTS[given] : given;
      const lines = [
        { from: 'server', text: '220 mx' },
        { from: 'client', text: 'EHLO scan.example' },
      ] as const;
      return { result, lines: request.keepLines ? [...lines] : [], stalledMs: 0, elsewhere: null };
    },
    rateLimiter,
    watch: {
      troubleSince: () => options.trouble?.(now()) ?? null,
      checkRoutes: () => Promise.resolve(),
      stop: () => undefined,
    },
    record: null,
  });
  const certificates = new CertificateCollector({
    roots: prepareRoots([]),
    at: new Date(),
    onCertificate: () => undefined,
  });
  const probing = startProbing({
    depth: 'quick',
    passes: 3,
    passDelayMs: 300_000,
    regresses: null,
    recordOf: (job, result) => observedEndpoint(job, result, certificates),
    onProgress: () => undefined,
    onEndpoint: (endpoint, job, words) => {
      probed.endpoints.push(endpoint);
      probed.words.set(job.host, words);
    },
    ...options,
    rateLimiter,
    connector,
  });
  for (const [at, job] of jobs.entries()) {
    const hasVersions = options.finished?.get(at);
    if (hasVersions === undefined) probing.add(job);
    else probing.count(job, hasVersions);
  }
  const finished = probing.finish().then(() => 'finished' as const);
  for (let state = 'running'; state !== 'finished';) {
    await vi.advanceTimersToNextTimerAsync();
    state = await Promise.race([finished, Promise.resolve('running' as const)]);
  }
  probed.ms = now();
  return probed;
}

/** Endpoints of one operator, each at an address of its own or all at one. */
export function jobsOf(operator: string, count: number, address?: string): Job[] {
  return Array.from({ length: count }, (_, i) => ({
    host: `mx${i}.${operator}`,
    address: address ?? `${operator}#${i}`,
    operator,
  }));
}
