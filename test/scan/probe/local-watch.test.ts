import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { FAR_ADDRESSES } from '../../../src/net/source-address.ts';
import {
  watchLocally,
  type LocalWatch,
  type Machine,
} from '../../../src/scan/probe/local-watch.ts';

const { ipv4, ipv6 } = FAR_ADDRESSES;

/** A machine whose clock, suspensions and routes the test has in hand. */
function machineOf(routes: string[] = [ipv4]): {
  watch: LocalWatch;
  suspend: (ms: number) => void;
} {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  let suspendedMs = 0;
  const machine: Machine = {
    uptimeMs: () => performance.now() + suspendedMs,
    sourceOf: (far) => Promise.resolve(routes.includes(far) ? '192.0.2.1' : null),
  };
  const watch = watchLocally(machine);
  onTestFinished(() => {
    watch.stop();
  });
  return {
    watch,
    suspend: (ms) => {
      suspendedMs += ms;
    },
  };
}

function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

describe('the watch of this machine', () => {
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

  it('says that this machine was suspended, in connections that were open then', async () => {
    const { watch, suspend } = machineOf();
    await vi.advanceTimersByTimeAsync(1_000);
    const before = performance.now();
    suspend(3_600_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(watch.troubleSince(before, 2_000)).toBe('this machine was suspended');
    expect(watch.troubleSince(performance.now(), 2_000)).toBeNull();
  });

  it('says nothing of a time of day that was set', async () => {
    const { watch } = machineOf();
    const before = performance.now();
    vi.setSystemTime(Date.now() + 3_600_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(watch.troubleSince(before, 0)).toBeNull();
  });

  it('says that the route is lost as long as it is, and of what was sent then', async () => {
    const routes: string[] = [ipv4, ipv6];
    const { watch } = machineOf(routes);
    await vi.advanceTimersByTimeAsync(2_000);
    const before = performance.now();
    expect(watch.troubleSince(before, 2_000)).toBeNull();
    routes.splice(0, 1);
    await watch.checkRoutes();
    expect(watch.troubleSince(before, 2_000)).toBe('this machine had lost its route');
    routes.push(ipv4);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(watch.troubleSince(before, 2_000)).toBe('this machine had lost its route');
    expect(watch.troubleSince(performance.now(), 2_000)).toBeNull();
  });

  it.each([[[]], [[ipv4]]])('says nothing of routes that were never there: %j', async (routes) => {
    const { watch } = machineOf(routes);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(watch.troubleSince(0, 100)).toBeNull();
  });
});
