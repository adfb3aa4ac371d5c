import { writeSync } from 'node:fs';

/** What the process took. */
export interface Measured {
  /** Of CPU, in s. */
  cpu: number;
  /** The most memory that it ever had, in MB. */
  peak: number;
}

/** The pipe to the process that started this one. */
const PIPE = 3;

function measure(): Measured {
  const { user, system } = process.cpuUsage();
  return { cpu: (user + system) / 1e6, peak: process.resourceUsage().maxRSS / 1024 };
}

// This file is loaded before the program that is measured.
process.on('exit', () => {
  writeSync(PIPE, JSON.stringify(measure()));
});
