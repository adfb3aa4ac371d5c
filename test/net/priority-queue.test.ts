import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Fifo } from '../../src/net/fifo.ts';
import { PriorityQueue } from '../../src/net/priority-queue.ts';

interface Item {
  rank: number;
  place: number;
}

it('a priority queue gives the first item, whatever comes, changes its rank and goes', () => {
  const step = fc.tuple(fc.nat({ max: 30 }), fc.nat({ max: 9 }), fc.boolean());
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const items = Array.from({ length: 31 }, (): Item => ({ rank: 0, place: -1 }));
      const queue = new PriorityQueue<Item>({
        isBefore: (a, b) => a.rank < b.rank,
        placeOf: ({ place }) => place,
        setPlace: (item, place) => {
          item.place = place;
        },
      });
      for (const [at, rank, isIn] of steps) {
        const item = items[at];
        if (item === undefined) continue;
        item.rank = rank;
        queue.keep(item, isIn);
        const kept = items.filter(({ place }) => place >= 0);
        expect(queue.first?.rank).toBe(
          kept.length === 0 ? undefined : Math.min(...kept.map((each) => each.rank)),
        );
        expect(new Set(kept.map(({ place }) => place)).size).toBe(kept.length);
      }
    }),
  );
});

it('a queue gives what it takes, in order', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 500 }), (steps) => {
      const queue = new Fifo(0);
      const expected = [0];
      for (const [at, isPush] of steps.entries()) {
        if (isPush) {
          queue.push(at + 1);
          expected.push(at + 1);
        } else expect(queue.shift()).toBe(expected.shift());
        expect(queue.size).toBe(expected.length);
      }
    }),
  );
});
