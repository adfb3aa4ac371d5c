import { expect, it } from 'vitest';
import { HostEndings } from '../../../src/compare/tables/host-endings.ts';

it.each([
  { host: 'mx1.example.gr', isLike: true },
  { host: 'example.gr', isLike: true },
  { host: 'a.b.c.example.gr', isLike: true },
  { host: 'other.gr', isLike: false },
  { host: 'anexample.gr', isLike: false },
  { host: 'gr', isLike: false },
  { host: 'localhost', isLike: true },
])('knows whether a host ends like one that was added: $host', ({ host, isLike }) => {
  const endings = new HostEndings();
  for (const each of ['mx2.example.gr', 'mx3.example.gr', 'localhost']) endings.add(each);
  expect(endings.has(host)).toBe(isLike);
  expect(endings.size).toBe(2);
});
