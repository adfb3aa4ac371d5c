import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SnapshotSchema, type Snapshot } from '../../src/model/records/snapshot.ts';
import { stopDaemons, type Daemon } from './servers/daemon.ts';
import { DOMAINS } from './domains.ts';
import { EXIM, eximAvailable, startExim } from './servers/exim.ts';
import { freePort } from './servers/free-port.ts';
import { namesAvailable, startNames } from './names.ts';
import { OPENSMTPD, opensmtpdAvailable, startOpensmtpd } from './servers/opensmtpd.ts';
import { makePki, type Pki } from './servers/pki.ts';
import { POSTFIX } from './servers/postfix-personalities.ts';
import { postfixAvailable, startPostfix } from './servers/postfix.ts';
import { ZONE, type Availability, type Running, type Served } from './servers/served.ts';
import { runSurvey, type SurveySpec } from './survey.ts';

/** A kind of mail server: whether it can be started here, how, and its personalities by name. */
export interface Kind {
  readonly name: string;
  readonly available: Availability;
  readonly personalities: readonly string[];
  readonly start: (folder: string, port: number, pki: Pki) => Promise<Running>;
}

export const NAMES = namesAvailable();

export const KINDS: readonly Kind[] = [
  {
    name: 'Postfix',
    available: postfixAvailable(),
    personalities: Object.keys(POSTFIX),
    start: startPostfix,
  },
  {
    name: 'Exim',
    available: eximAvailable(),
    personalities: Object.keys(EXIM),
    start: startExim,
  },
  {
    name: 'OpenSMTPD',
    available: opensmtpdAvailable(),
    personalities: Object.keys(OPENSMTPD),
    start: startOpensmtpd,
  },
];

/** Everything that serves, and what was surveyed of it. */
export interface World {
  readonly served: readonly Served[];
  readonly snapshot: Snapshot;
  /** The snapshot as it was written. */
  readonly text: string;
  /** To survey it once more with {@link runSurvey}. */
  readonly survey: SurveySpec;
}

/** The programs that run, in a folder of their own. They are stopped with {@link stopWorld}, whatever happened. */
export interface Ground {
  readonly folder: string;
  readonly daemons: Daemon[];
}

/** Makes a folder for one run, which every account may enter. */
export function makeGround(): Ground {
  const folder = mkdtempSync(join(tmpdir(), 'mxtls-peers-run-'));
  chmodSync(folder, 0o755);
  return { folder, daemons: [] };
}

/**
 * Starts every server that can be started here and the names, and surveys them all in one run.
 * @throws Error when one does not serve, or when the survey fails
 */
export async function makeWorld(ground: Ground): Promise<World> {
  const pki = await makePki();
  const port = await freePort('127.60.0.1');
  const served: Served[] = [];
  for (const { name, available, start } of KINDS) {
    if (!available.ok) continue;
    const running = await start(subfolder(ground, name), port, pki);
    ground.daemons.push(...running.daemons);
    served.push(...running.served);
  }
  const names = await startNames(subfolder(ground, 'names'), served);
  ground.daemons.push(...names.daemons);
  const survey: SurveySpec = {
    folder: subfolder(ground, 'survey'),
    domains: [...served.map(({ name }) => name), ...Object.keys(DOMAINS)].map(
      (label) => `${label}.${ZONE}`,
    ),
    resolver: names.resolver,
    port,
    rootsPem: pki.root.pem,
  };
  const text = await runSurvey(survey);
  return { served, snapshot: SnapshotSchema.parse(JSON.parse(text)), text, survey };
}

/** Stops everything that was started and removes the folder. */
export async function stopWorld({ folder, daemons }: Ground): Promise<void> {
  await stopDaemons(daemons);
  rmSync(folder, { recursive: true });
}

/** Makes a folder of the ground, which every account may enter. */
export function subfolder({ folder }: Ground, name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  chmodSync(path, 0o755);
  return path;
}
