/**
 * Measures the process that it is loaded into before its program (`node --import`), and writes the figures at its end to the file
 * that the environment names.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) process.on('exit', write);

function write(): void {
  const { user, system } = process.cpuUsage();
  const status = readFileSync('/proc/self/status', 'utf8');
  const peakKib = Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? NaN);
  const figures = {
    peakBytes: peakKib * 1_024,
    cpuMs: (user + system) / 1_000,
    wallMs: performance.now(),
  };
  writeFileSync(process.env['MXTLS_FIGURES'] ?? '', JSON.stringify(figures));
}
