import { expect, it } from 'vitest';
import type { DnsAnswer, Resolver } from '../../../src/net/dns/dns-answer.ts';
import { withMemory } from '../../../src/net/dns/remembering-resolver.ts';

const NODATA = { kind: 'nodata', aliases: [], dnssec: 'unknown' } as const;
const FAILED: DnsAnswer<never> = {
  kind: 'failed',
  failure: { stage: 'dns', code: 'timeout', detail: '' },
};

const TYPES = ['mx', 'ipv4', 'ipv6', 'alias', 'tlsa', 'txt', 'srv'] as const;

/** A resolver that writes down what it is asked; names with `lost` fail. */
function asked(): { resolver: Resolver; questions: string[] } {
  const questions: string[] = [];
  const answer = (type: string) => async (name: string) => {
    questions.push(`${type} ${name}`);
    await Promise.resolve();
    return name.startsWith('lost') ? FAILED : NODATA;
  };
  const lookups = Object.fromEntries(TYPES.map((type) => [type, answer(type)])) as unknown as Omit<
    Resolver,
    'validates'
  >;
  return { questions, resolver: { ...lookups, validates: () => Promise.resolve(true) } };
}

it.each(TYPES)('asks %s of a name once, at the same time and later', async (type) => {
  const { resolver, questions } = asked();
  const memory = withMemory(resolver);
  await Promise.all([memory[type]('a.gr'), memory[type]('a.gr'), memory[type]('b.gr')]);
  expect(await memory[type]('a.gr')).toEqual(NODATA);
  expect(questions).toEqual([`${type} a.gr`, `${type} b.gr`]);
});

it('keeps the types of one name apart', async () => {
  const { resolver, questions } = asked();
  const memory = withMemory(resolver);
  for (const type of TYPES) await memory[type]('a.gr');
  expect(questions).toEqual(TYPES.map((type) => `${type} a.gr`));
});

it('shares a failure among those that wait for it, and asks again after it', async () => {
  const { resolver, questions } = asked();
  const memory = withMemory(resolver);
  await Promise.all([memory.mx('lost.gr'), memory.mx('lost.gr')]);
  expect(questions).toHaveLength(1);
  expect(await memory.mx('lost.gr')).toEqual(FAILED);
  expect(questions).toHaveLength(2);
});

it('forgets the oldest answers of many', async () => {
  const { resolver, questions } = asked();
  const memory = withMemory(resolver, 2);
  for (const name of ['a.gr', 'b.gr', 'c.gr', 'c.gr', 'b.gr', 'a.gr']) await memory.mx(name);
  expect(questions).toEqual(['mx a.gr', 'mx b.gr', 'mx c.gr', 'mx a.gr']);
});
