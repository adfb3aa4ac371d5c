/**
 * Measures the process that it is loaded into before its program (`node --import`), and writes the figures at its end to
 * the file that the environment names. The program itself is as users run it. Its first UDP
 * socket ends its start. The CPU of its workers is in its figures, and not their memory.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFileSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Figures, Mark } from './messages.ts';

const RESOLUTION_MS = 10;
/** The clock of the kernel in /proc. */
const TICK_MS = 10;

const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
let started: Mark | null = null;

function mark(): Mark {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1_000 + workersMs(), wallMs: performance.now() };
}

/** The CPU of the processes that it started and that are over, in ms: fields 16 and 17 of `proc_pid_stat(5)`. */
function workersMs(): number {
  const [, rest = ''] = readFileSync('/proc/self/stat', 'latin1').split(') ');
  const fields = rest.split(' ');
  return (Number(fields[13]) + Number(fields[14])) * TICK_MS;
}

function onUdp(): void {
  unsubscribe('udp.socket', onUdp);
  started = mark();
  delay.enable();
}

// A worker of the program has a channel to it.
if (process.send === undefined) {
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
