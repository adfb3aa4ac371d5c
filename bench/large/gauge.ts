/**
 * Measures the process that it is loaded into before its program (`node --import`), and the workers that this starts, and adds
 * the figures of each at its end to the file that the environment names, a line each.
 */
import { appendFileSync, readFileSync } from 'node:fs';

process.on('exit', write);

function write(): void {
  const { user, system } = process.cpuUsage();
  const status = readFileSync('/proc/self/status', 'utf8');
  const peakKib = Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? NaN);
  const figures = {
    isWorker: process.send !== undefined,
    peakBytes: peakKib * 1_024,
    cpuMs: (user + system) / 1_000,
    wallMs: performance.now(),
  };
  appendFileSync(process.env['MXTLS_FIGURES'] ?? '', `${JSON.stringify(figures)}\n`);
}
