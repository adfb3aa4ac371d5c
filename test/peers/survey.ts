import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Depth } from '../../src/model/records/words.ts';
import { PROJECT } from './servers/project.ts';

const MAIN = join(PROJECT, 'dist/main.js');

/** What the program needs to know of the world that it surveys. */
export interface SurveySpec {
  /** A folder of its own, in which it runs. */
  readonly folder: string;
  readonly domains: readonly string[];
  /** IP:PORT. */
  readonly resolver: string;
  /** Where every mail server listens. */
  readonly port: number;
  /** The roots to trust beside the known ones. */
  readonly rootsPem: string;
  /** Default: standard. */
  readonly depth?: Depth;
}

/**
 * Runs the built program once over a list, as cron would.
 * @returns the text of the snapshot
 * @throws what execFile throws, with the program's own words, when it does not end with status 0
 */
export async function runSurvey(spec: SurveySpec): Promise<string> {
  const { folder, resolver } = spec;
  mkdirSync(join(folder, 'domains'), { recursive: true });
  writeFileSync(join(folder, 'domains/peers.txt'), `${spec.domains.join('\n')}\n`);
  writeFileSync(join(folder, 'root.pem'), spec.rootsPem);
  writeFileSync(join(folder, 'mxtls.config.json'), JSON.stringify(settings(spec)));
  const out = 'snapshot.json';
  rmSync(join(folder, out), { force: true });
  const flags = [
    '--list',
    'domains/*.txt',
    '--resolver',
    resolver,
    '--allow-private',
    '--out',
    out,
  ];
  await promisify(execFile)(process.execPath, [MAIN, 'scan', ...flags], { cwd: folder });
  return readFileSync(join(folder, out), 'utf8');
}

function settings({ port, depth = 'standard' }: SurveySpec): Record<string, unknown> {
  return {
    ehlo: 'scan.peers.test',
    port,
    depth,
    pause: 0,
    perOperator: 8,
    passes: 2,
    passDelay: 1,
    caFile: 'root.pem',
  };
}
