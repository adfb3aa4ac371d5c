import { expect, it, onTestFinished } from 'vitest';
import { watchStalls } from '../../../src/scan/probe/stall-watch.ts';

function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

it('measures how long this process stalled', async () => {
  const watch = watchStalls();
  onTestFinished(() => {
    watch.stop();
  });
  const before = performance.now();
  block(900);
  expect(watch.longestSince(before)).toBeGreaterThan(500);
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect(watch.longestSince(before)).toBeGreaterThan(500);
  expect(watch.longestSince(performance.now())).toBeLessThan(500);
});
