import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { SnapshotSchema, type Snapshot } from '../../src/model/snapshot.ts';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** What the program is told of the world it surveys. */
export interface SurveySpec {
  /** An empty folder, in which it runs. */
  readonly folder: string;
  readonly domains: readonly string[];
  /** IP:PORT. */
  readonly resolver: string;
  /** Where every mail server listens. */
  readonly port: number;
  /** The roots to trust beside the known ones. */
  readonly rootsPem: string;
}

/**
 * Runs the built program once over a list, as cron would.
 * @throws what execFile throws, with the program's own words, when it does not end with status 0
 */
export async function runSurvey(spec: SurveySpec): Promise<Snapshot> {
  const { folder, resolver } = spec;
  mkdirSync(join(folder, 'domains'));
  writeFileSync(join(folder, 'domains/peers.txt'), `${spec.domains.join('\n')}\n`);
  writeFileSync(join(folder, 'root.pem'), spec.rootsPem);
  writeFileSync(join(folder, 'mxtls.config.json'), JSON.stringify(settings(spec)));
  const out = join(folder, 'snapshot.json');
  await promisify(execFile)(
    process.execPath,
    [
      MAIN,
      'scan',
      '--list',
      'domains/*.txt',
      '--resolver',
      resolver,
      '--allow-private',
      '--out',
      out,
    ],
    { cwd: folder },
  );
  return SnapshotSchema.parse(JSON.parse(readFileSync(out, 'utf8')));
}

function settings({ port }: SurveySpec): Record<string, unknown> {
  return {
    ehlo: 'scan.peers.test',
    port,
    pause: 0,
    perOperator: 8,
    passes: 2,
    passDelay: 1,
    caFile: 'root.pem',
  };
}
