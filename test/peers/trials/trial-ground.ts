import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readSetting } from '../../../src/commands/pages/word-pages.ts';
import { startDaemons, stopDaemons, type Daemon } from '../servers/daemon.ts';
import { EXIM_TRIALS } from './exim-trials.ts';
import { eximDaemon, makeEximRoot, writeEximChain } from '../servers/exim.ts';
import { chainFile, validChain, type Pki, type Presented, type Presents } from '../servers/pki.ts';
import { chainPath, mainCf, masterCf } from '../servers/postfix-config.ts';
import type { PostfixService } from '../servers/postfix-personalities.ts';
import { POSTFIX_TRIALS } from './postfix-trials.ts';
import { makeQueue, startMaster } from '../servers/postfix.ts';
import { hostOf } from '../servers/served.ts';
import { parseLines, type Trial } from './trials.ts';

/** A trial with its name, its setting, and the address of its server. */
export interface PlacedTrial extends Trial {
  readonly name: string;
  readonly host: string;
  readonly setting: string;
  readonly octet: number;
  readonly address: string;
}

/** The servers of all trials of one kind. */
export interface TrialServers {
  readonly daemons: Daemon[];
  /** Adds the lines of the pages to the configuration, writes a valid chain to the files, and reloads both. */
  readonly cure: () => Promise<void>;
}

export const POSTFIX_PLACED = place(POSTFIX_TRIALS, '127.60.0', 101);
export const EXIM_PLACED = place(EXIM_TRIALS, '127.60.1', 101);

function place(
  trials: Readonly<Record<string, Readonly<Record<string, Trial>>>>,
  network: string,
  first: number,
): PlacedTrial[] {
  return Object.entries(trials)
    .flatMap(([setting, named]) =>
      Object.entries(named).map(([name, trial]) => ({ ...trial, name, setting })),
    )
    .map((trial, index) => ({
      ...trial,
      host: hostOf(trial.name),
      octet: first + index,
      address: `${network}.${first + index}`,
    }));
}

/** Starts one Postfix with a service for each trial, in the state before the cure. */
export async function startPostfixTrials(
  folder: string,
  port: number,
  pki: Pki,
): Promise<TrialServers> {
  const configure = async (cured: boolean): Promise<Record<string, PostfixService>> => {
    const services: Record<string, PostfixService> = {};
    for (const trial of POSTFIX_PLACED) {
      const presented = await presentedBy(trial, pki, cured);
      const path = chainPath(folder, trial.name);
      if (presented !== null) writeFileSync(path, chainFile(presented), { mode: 0o600 });
      services[trial.name] = {
        octet: trial.octet,
        presents: trial.presents,
        settings: replaced(settingsOf(trial, cured), '/etc/postfix/mx.pem', path),
      };
    }
    writeFileSync(join(folder, 'master.cf'), masterCf(folder, port, services));
    return services;
  };
  writeFileSync(join(folder, 'main.cf'), mainCf(folder));
  makeQueue(folder);
  const daemon = await startMaster(folder, await configure(false), port);
  return {
    daemons: [daemon],
    cure: async () => {
      await configure(true);
      await reloadPostfix(folder);
    },
  };
}

/** Does what `postfix reload` does (postfix-script(1)); resolves when the log confirms it. */
async function reloadPostfix(folder: string): Promise<void> {
  process.kill(Number(readFileSync(join(folder, 'queue/pid/master.pid'), 'utf8').trim()), 'SIGHUP');
  const deadline = performance.now() + RELOAD_MS;
  while (!readFileSync(join(folder, 'log'), 'utf8').includes(': reload -- version ')) {
    if (performance.now() > deadline) throw new Error('Postfix does not reload');
    await sleep(POLL_MS);
  }
}

const RELOAD_MS = 20_000;
const POLL_MS = 50;

/** Starts one Exim for each trial, in the state before the cure. The cure restarts each of them. */
export async function startEximTrials(
  folder: string,
  port: number,
  pki: Pki,
): Promise<TrialServers> {
  const root = makeEximRoot(folder);
  const start = async (cured: boolean): Promise<readonly Daemon[]> => {
    const specs = EXIM_PLACED.map(async (trial) => {
      const { name, address } = trial;
      const presented = await presentedBy(trial, pki, cured);
      if (presented !== null) writeEximChain(root, name, presented);
      const here = replaced(settingsOf(trial, cured), '/etc/exim4/mx.', `/etc/${name}.`);
      const settings = Object.entries(here).map(([key, value]) => `${key} = ${value}`);
      return eximDaemon(root, { name, address, port, settings });
    });
    return startDaemons(await Promise.all(specs));
  };
  const daemons = [...(await start(false))];
  return {
    daemons,
    cure: async () => {
      await stopDaemons(daemons.splice(0));
      daemons.push(...(await start(true)));
    },
  };
}

/** The settings of a trial; once cured, with those of the page added. */
function settingsOf({ settings, setting }: PlacedTrial, cured: boolean): Record<string, string> {
  return { ...settings, ...(cured ? parseLines(readSetting(setting).lines) : {}) };
}

/** Settings with the file names of the pages replaced by those of the trial. */
function replaced(
  settings: Readonly<Record<string, string>>,
  path: string,
  here: string,
): Record<string, string> {
  const entries = Object.entries(settings);
  return Object.fromEntries(entries.map(([name, value]) => [name, value.replace(path, here)]));
}

function presentedBy(
  { presents, host }: PlacedTrial,
  pki: Pki,
  cured: boolean,
): Promise<Presented> | null {
  const made: Presents | null = cured ? validChain : presents;
  return made === null ? null : made(pki, host);
}
