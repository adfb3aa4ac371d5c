/**
 * Measures the process that it is loaded into before its program (`node --import`), and writes the figures at its end to
 * the file that the environment names. The program itself is as users run it. Its first UDP
 * socket ends its start. What its threads use is in its own figures.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';
import type { Figures, Mark } from './messages.ts';

const RESOLUTION_MS = 10;

const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
let started: Mark | null = null;

function mark(): Mark {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1_000, wallMs: performance.now() };
}

function onUdp(): void {
  unsubscribe('udp.socket', onUdp);
  started = mark();
  delay.enable();
}

if (isMainThread) {
  subscribe('udp.socket', onUdp);
  process.on('exit', write);
}

function write(): void {
  // A run without a question has no mark there, and is not measured.
  const figures: Record<keyof Figures, unknown> = {
    started,
    ended: mark(),
    peakRssBytes: process.resourceUsage().maxRSS * 1_024,
    // The recorded value is the time between two ticks, which is the resolution where nothing is late.
    loopDelayP99Ms: Math.max(0, delay.percentile(99) / 1e6 - RESOLUTION_MS),
  };
  writeFileSync(process.env['MXTLS_FIGURES'] ?? '', JSON.stringify(figures));
}
