import { expect, it, onTestFinished } from 'vitest';
import { watchLocally } from '../../../src/scan/probe/local-watch.ts';

function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

it('says that this process stalled', async () => {
  const watch = watchLocally();
  onTestFinished(() => {
    watch.stop();
  });
  const before = performance.now();
  block(900);
  expect(watch.troubleSince(before, 500)).toBe('the scanner itself stalled');
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect(watch.troubleSince(before, 500)).toBe('the scanner itself stalled');
  expect(watch.troubleSince(performance.now(), 500)).toBeNull();
});
