import { describe, expect, it } from 'vitest';
import { createServerOrder } from '../../../src/net/dns/dns-servers.ts';

const [a, b, c] = ['a', 'b', 'c'].map((address) => ({ address, port: 53 })) as [
  { address: string; port: number },
  { address: string; port: number },
  { address: string; port: number },
];

/** An order over three servers on a clock that the test sets. */
function orderOf(...servers: (typeof a)[]) {
  const clock = { now: 0 };
  return { clock, order: createServerOrder(servers, () => clock.now) };
}

/** The servers of the tries of one question, in this order, none of them noted as failed or answered. */
function tries(order: ReturnType<typeof createServerOrder>, count: number): string {
  const asked: (typeof a)[] = [];
  for (let n = 0; n < count; n++) {
    const server = order.next(asked);
    if (server !== undefined) asked.push(server);
  }
  return asked.map(({ address }) => address).join('');
}

describe('the order of DNS servers', () => {
  it('is the given one, each server in turn', () => {
    expect(tries(orderOf(a, b, c).order, 5)).toBe('abcab');
    expect(tries(orderOf(a).order, 3)).toBe('aaa');
  });

  it('has no server if none is given', () => {
    expect(orderOf().order.next([])).toBeUndefined();
  });

  it.each([
    [a, 'bcbc'],
    [b, 'acac'],
    [c, 'abab'],
  ] as const)('leaves out %j after it failed', (server, expected) => {
    const { order } = orderOf(a, b, c);
    order.failed(server, 0);
    expect(tries(order, 4)).toBe(expected);
  });

  it('gives the next server if the first one fails during a question', () => {
    const { order } = orderOf(a, b);
    expect(order.next([])).toBe(a);
    order.failed(a, 0);
    expect(order.next([a])).toBe(b);
    expect(order.next([a, b])).toBe(b);
  });

  it('restores the place of a server that answers', () => {
    const { order } = orderOf(a, b);
    order.failed(a, 0);
    order.answered(a);
    expect(tries(order, 2)).toBe('ab');
  });

  it('begins with the oldest failure if all servers failed', () => {
    const { clock, order } = orderOf(a, b, c);
    for (const server of [b, c, a, c]) {
      clock.now++;
      order.failed(server, clock.now);
    }
    expect(tries(order, 4)).toBe('bacb');
  });

  it('lets one question try a failed server again after 30 s', () => {
    const { clock, order } = orderOf(a, b);
    order.failed(a, 0);
    clock.now = 29_999;
    expect(order.next([])).toBe(b);
    clock.now = 30_000;
    expect(order.next([])).toBe(a);
    expect(order.next([])).toBe(b);
    clock.now = 59_999;
    expect(order.next([])).toBe(b);
    clock.now = 60_000;
    expect(order.next([])).toBe(a);
  });

  it('keeps the place of a server that answered other questions while one timed out', () => {
    const { clock, order } = orderOf(a, b);
    clock.now = 100;
    order.answered(a);
    clock.now = 5_000;
    order.failed(a, 0);
    expect(order.next([])).toBe(a);
    order.failed(a, 101);
    expect(order.next([])).toBe(b);
  });

  it('has a steady server: the first that did not fail, unless it is in doubt', () => {
    const { clock, order } = orderOf(a, b);
    expect(order.steady()).toBe(a);
    order.doubted(a);
    expect(order.steady()).toBeUndefined();
    // Which server is tried next does not depend on doubt.
    expect(tries(order, 2)).toBe('ab');
    order.answered(a);
    expect(order.steady()).toBe(a);
    order.failed(a, 0.5);
    expect(order.steady()).toBe(b);
    clock.now = 30_000;
    expect(order.steady()).toBe(b);
    // It took no try of the failed server.
    expect(order.next([])).toBe(a);
    order.failed(b, 0);
    expect(order.steady()).toBeUndefined();
    order.answered(a);
    expect(order.steady()).toBe(a);
  });
});
