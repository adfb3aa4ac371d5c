/**
 * Measures the process that it is loaded into before its program (`node --import`), and writes the figures at its end to
 * the file that the environment names. The program itself is as users run it. Its sockets separate its steps:
 * the first UDP socket ends its start, and the first TCP socket its look-ups.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Figures, Mark } from './messages.ts';

const RESOLUTION_MS = 10;

const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
let started: Mark | null = null;
let lookedUp: Mark | null = null;

function mark(): Mark {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1_000, wallMs: performance.now() };
}

function onUdp(): void {
  unsubscribe('udp.socket', onUdp);
  started = mark();
  delay.enable();
}

function onTcp(): void {
  unsubscribe('net.client.socket', onTcp);
  lookedUp = mark();
}

subscribe('udp.socket', onUdp);
subscribe('net.client.socket', onTcp);
process.on('exit', () => {
  // A run without a connection has no mark there, and is not measured.
  const figures: Record<keyof Figures, unknown> = {
    started,
    lookedUp,
    ended: mark(),
    peakRssBytes: process.resourceUsage().maxRSS * 1_024,
    // The recorded value is the time between two ticks, which is the resolution where nothing is late.
    loopDelayP99Ms: Math.max(0, delay.percentile(99) / 1e6 - RESOLUTION_MS),
  };
  writeFileSync(process.env['MXTLS_FIGURES'] ?? '', JSON.stringify(figures));
});
