import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { writeWeek } from '../compare/history-weeks.ts';
import type { Measured } from './measured.ts';

const SURVEYS = 12;
const DOMAINS = 10_000;
const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.js');
const MEASURING = pathToFileURL(join(import.meta.dirname, 'measured.js')).href;

/** Writes weekly snapshots, and prints what the page of the newest one takes, the site of all of them, and the same site again. */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'mxtls-site-'));
  try {
    const results = join(folder, 'results');
    mkdirSync(results);
    for (let week = 0; week < SURVEYS; week += 1) writeWeek(results, week, DOMAINS);
    const megabytes = Math.round(bytesIn(results) / 1e6);
    process.stdout.write(`${SURVEYS} surveys of ${DOMAINS} domains, ${megabytes} MB\n`);
    const page = join(folder, 'page.html');
    const report = await measured(['report', '--format', 'html', '--results', results], page);
    process.stdout.write(`  report --format html: ${report}, ${bytesIn(page)} bytes\n`);
    for (const which of ['site', 'the same site again']) {
      const out = join(folder, 'public');
      const line = await measured(
        ['site', '--out', out, '--results', results],
        join(folder, 'said'),
      );
      const files = readdirSync(out, { recursive: true, withFileTypes: true });
      const count = files.filter((each) => each.isFile()).length;
      process.stdout.write(`  ${which}: ${line}, ${count} files\n`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function bytesIn(path: string): number {
  if (statSync(path).isFile()) return statSync(path).size;
  return readdirSync(path).reduce((sum, name) => sum + bytesIn(join(path, name)), 0);
}

/** Runs the program in a process of its own, its output in a file. */
async function measured(args: readonly string[], stdout: string): Promise<string> {
  const began = performance.now();
  const output = openSync(stdout, 'w');
  const child = spawn(process.execPath, ['--import', MEASURING, MAIN, ...args], {
    stdio: ['ignore', output, 'inherit', 'pipe'],
  });
  closeSync(output);
  const [, , , pipe] = child.stdio;
  if (pipe === null || pipe === undefined || !('read' in pipe)) throw new Error('no pipe');
  const [found] = await Promise.all([json(pipe), once(child, 'exit')]);
  if (child.exitCode !== 0) throw new Error(`mxtls ${args.join(' ')} failed`);
  const wall = (performance.now() - began) / 1000;
  const { cpu, peak } = found as Measured;
  return `${cpu.toFixed(1)} s of CPU, ${wall.toFixed(1)} s by the clock, peak ${Math.round(peak)} MB`;
}

await main();
