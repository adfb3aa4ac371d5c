import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FailureCode } from '../../../src/model/records/words.ts';
import type { DnsAnswer, Resolver } from '../../../src/net/dns/dns-answer.ts';
import { withBreaker } from '../../../src/net/dns/dns-breaker.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const FOUND: DnsAnswer<never> = { kind: 'nodata', aliases: [], dnssec: 'unknown' };
const failedWith = (code: FailureCode) =>
  ({ kind: 'failed', failure: { stage: 'dns', code, detail: 'a zone' } }) as const;

/** A resolver whose answers come after some time. `state.answer` is what it says now: `null` for the root is an answer. */
function resolverOf(answerOf: (name: string) => { answer: DnsAnswer<never>; afterMs: number }): {
  resolver: Resolver;
  asked: string[];
} {
  const asked: string[] = [];
  const ask = async (name: string): Promise<DnsAnswer<never>> => {
    asked.push(name);
    const { answer, afterMs } = answerOf(name);
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    return answer;
  };
  const types = { mx: ask, ipv4: ask, ipv6: ask, alias: ask, tlsa: ask, txt: ask, srv: ask };
  return { resolver: { ...types, validates: () => Promise.resolve(false) }, asked };
}

const NAMES = Array.from({ length: 2_000 }, (_, index) => `d${index}.example`);
const DEAD = { answer: failedWith('timeout'), afterMs: 30_000 };
const FINE = { answer: FOUND, afterMs: 10 };

/** Asks for all names at once. Gives the answers, and how long it took in ms of the fake clock. */
async function askAll(resolver: Resolver, names = NAMES) {
  const start = performance.now();
  const all = Promise.all(names.map((name) => resolver.mx(name)));
  let over = 0;
  void all.then(() => {
    over = performance.now() - start;
  });
  await vi.runAllTimersAsync();
  return { answers: await all, ms: over };
}

const detailOf = (answer: DnsAnswer<unknown> | undefined) =>
  answer?.kind === 'failed' ? answer.failure.detail : answer?.kind;

it('ends 2,000 questions to a resolver that died within a minute, as no fact about a zone', async () => {
  const { resolver, asked } = resolverOf(() => DEAD);
  const { answers, ms } = await askAll(withBreaker(resolver));
  expect(ms).toBeLessThan(61_000);
  expect(new Set(answers.map(detailOf))).toEqual(new Set(['not asked: the resolver had died']));
  expect(asked.filter((name) => name !== '.')).toHaveLength(90);
});

it('notices a resolver that answers SERVFAIL to everything', async () => {
  const { resolver, asked } = resolverOf(() => ({
    answer: failedWith('server-failure'),
    afterMs: 20,
  }));
  const { answers } = await askAll(withBreaker(resolver));
  expect(detailOf(answers.at(-1))).toBe('not asked: the resolver had died');
  expect(asked.filter((name) => name !== '.').length).toBeLessThan(200);
});

it('goes on with a resolver that comes back, and loses nothing that was not asked', async () => {
  const back = performance.now() + 40_000;
  const { resolver } = resolverOf(() => (performance.now() < back ? DEAD : FINE));
  const { answers } = await askAll(withBreaker(resolver));
  expect(answers.slice(90).every(({ kind }) => kind === 'nodata')).toBe(true);
});

it('asks again after it gave up, when a canary is answered', async () => {
  let answer: { answer: DnsAnswer<never>; afterMs: number } = DEAD;
  const { resolver } = resolverOf(() => answer);
  const guarded = withBreaker(resolver);
  await askAll(guarded);
  answer = FINE;
  await vi.advanceTimersByTimeAsync(6_000);
  const { answers } = await askAll(guarded, ['late.example']);
  expect(answers.map(detailOf)).toEqual(['nodata']);
});

it.each(['timeout', 'server-failure'] as const)(
  'leaves a list of dead zones (%s) to a resolver that lives',
  async (code) => {
    const { resolver, asked } = resolverOf((name) =>
      name === '.' ? FINE : { answer: failedWith(code), afterMs: 30_000 },
    );
    const { answers } = await askAll(withBreaker(resolver), NAMES.slice(0, 100));
    expect(new Set(answers.map(detailOf))).toEqual(new Set(['a zone']));
    expect(asked.filter((name) => name !== '.')).toHaveLength(100);
  },
);

it('asks no canary while other names are answered', async () => {
  let turn = 0;
  const { resolver, asked } = resolverOf(() =>
    turn++ % 10 === 0 ? FINE : { ...DEAD, afterMs: 10 },
  );
  await askAll(withBreaker(resolver), NAMES.slice(0, 500));
  expect(asked).not.toContain('.');
});

it('leaves failures that are answers to the zone', async () => {
  const { resolver, asked } = resolverOf(() => ({ answer: failedWith('bogus'), afterMs: 5 }));
  await askAll(withBreaker(resolver), NAMES.slice(0, 100));
  expect(asked).not.toContain('.');
});
