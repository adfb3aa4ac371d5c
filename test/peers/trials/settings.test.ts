import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareSnapshots } from '../../../src/compare/changes/compare-snapshots.ts';
import { sourceOf } from '../../../src/model/records/snapshot-source.ts';
import { SnapshotSchema, type Snapshot } from '../../../src/model/records/snapshot.ts';
import { PLACES, placedText, wordsOf, type Place } from '../../../src/model/records/word-places.ts';
import { readPage, readSetting } from '../../../src/commands/pages/word-pages.ts';
import { SETTINGS } from '../../report/explain/word-markdown.ts';
import { eximAvailable } from '../servers/exim.ts';
import { freePort } from '../servers/free-port.ts';
import { startNames } from '../names.ts';
import { takesVersion } from '../servers/old-client.ts';
import { makePki } from '../servers/pki.ts';
import { postfixAvailable } from '../servers/postfix.ts';
import { ZONE, type Availability } from '../servers/served.ts';
import { runSurvey } from '../survey.ts';
import {
  EXIM_PLACED,
  POSTFIX_PLACED,
  startEximTrials,
  startPostfixTrials,
  type PlacedTrial,
  type TrialServers,
} from './trial-ground.ts';
import { snapshotWords } from './trials.ts';
import { makeGround, NAMES, stopWorld, subfolder, type Ground } from '../world.ts';

/** A kind of server with its trials. */
const KINDS = [
  {
    name: 'Postfix',
    available: postfixAvailable(),
    trials: POSTFIX_PLACED,
    start: startPostfixTrials,
  },
  { name: 'Exim', available: eximAvailable(), trials: EXIM_PLACED, start: startEximTrials },
] as const;

/** Versions that a separate client tests, because this survey records only the highest. */
const OLD_VERSIONS = ['TLSv1', 'TLSv1.1'] as const;

/** The words that a snapshot has for each trial, by the name of the trial. */
type TrialWords = ReadonlyMap<string, readonly string[]>;

const started = KINDS.filter(({ available }) => NAMES.ok && available.ok);
let ground: Ground | undefined;
const servers: TrialServers[] = [];
/** The surveys before and after the cures. */
const snapshots: Snapshot[] = [];
let before: TrialWords = new Map();
let after: TrialWords = new Map();

beforeAll(async () => {
  if (started.length === 0) return;
  ground = makeGround();
  const pki = await makePki();
  const port = await freePort('127.60.0.1');
  for (const { name, start } of started) {
    servers.push(await start(subfolder(ground, name), port, pki));
  }
  const trials = started.flatMap((kind) => kind.trials);
  const names = await startNames(subfolder(ground, 'names'), trials);
  ground.daemons.push(...names.daemons);
  const surveyed = {
    folder: subfolder(ground, 'survey'),
    domains: trials.map(({ name }) => `${name}.${ZONE}`),
    resolver: names.resolver,
    port,
    rootsPem: pki.root.pem,
  };
  const survey = async (): Promise<TrialWords> => {
    const snapshot = SnapshotSchema.parse(JSON.parse(await runSurvey(surveyed)));
    snapshots.push(snapshot);
    return trialWords(trials, snapshot, port);
  };
  before = await survey();
  for (const { cure } of servers) await cure();
  after = await survey();
}, 180_000);

afterAll(async () => {
  if (ground === undefined) return;
  const daemons = [...ground.daemons, ...servers.flatMap((each) => each.daemons)];
  await stopWorld({ ...ground, daemons });
}, 60_000);

async function trialWords(
  trials: readonly PlacedTrial[],
  { domains, endpoints }: Snapshot,
  port: number,
): Promise<TrialWords> {
  const words = trials.map(async ({ name, host, address, cures }) => {
    const domain = domains.find((each) => each.domain === `${name}.${ZONE}`);
    const endpoint = endpoints.find((each) => each.host === host);
    if (domain === undefined || endpoint === undefined) throw new Error(`${name} was not surveyed`);
    const found = snapshotWords(domain, endpoint);
    for (const version of OLD_VERSIONS.filter((each) => cures.includes(`version:${each}`))) {
      if (await takesVersion(address, port, version)) found.push(`version:${version}`);
    }
    return [name, found] as const;
  });
  return new Map(await Promise.all(words));
}

describe.each(KINDS)('$name', ({ available, trials }) => {
  const usable: Availability = NAMES.ok ? available : NAMES;
  describe.skipIf(!usable.ok)(usable.ok ? 'on loopback' : `(skipped: ${usable.reason})`, () => {
    it.each(trials)('$setting cures $name', ({ name, cures }) => {
      expect(before.get(name)).toEqual(expect.arrayContaining([...cures]));
      const now = after.get(name);
      expect(now).toEqual(expect.arrayContaining(['level:authenticated', 'version:TLSv1.3']));
      expect(now?.filter((word) => cures.includes(word) || word.startsWith('problem:'))).toEqual(
        [],
      );
    });
  });
});

/** The effects of the changes between two surveys, by host or domain. */
function effectsOf(
  older: Snapshot | undefined,
  newer: Snapshot | undefined,
): Map<string, Set<string>> {
  const effects = new Map<string, Set<string>>();
  if (older === undefined || newer === undefined) return effects;
  for (const { subject, effect } of compareSnapshots(sourceOf(older), sourceOf(newer)).changes) {
    const key = subject.type === 'host' ? subject.host : subject.domain;
    effects.set(key, (effects.get(key) ?? new Set<string>()).add(effect));
  }
  return effects;
}

/** The hosts of the trials whose level the cure changed. */
function curedHosts(): string[] {
  const levelOf = (snapshot: Snapshot | undefined, name: string) =>
    snapshot?.domains.find(({ domain }) => domain === `${name}.${ZONE}`)?.level;
  const [older, newer] = snapshots;
  return started
    .flatMap((kind) => kind.trials)
    .filter(({ name }) => levelOf(older, name) !== levelOf(newer, name))
    .filter(({ name }) => levelOf(older, name) !== 'unknown')
    .map(({ host }) => host);
}

describe('what changed between the two surveys', () => {
  describe.skipIf(started.length === 0)(
    started.length > 0
      ? 'of the servers of the trials'
      : '(skipped: none of the servers is installed)',
    () => {
      it('is an improvement, and a regression in the other direction', () => {
        const [older, newer] = snapshots;
        const forward = effectsOf(older, newer);
        const backward = effectsOf(newer, older);
        expect(curedHosts().length).toBeGreaterThan(5);
        expect([...forward.values()].filter((effects) => effects.has('regression'))).toEqual([]);
        expect(curedHosts().filter((host) => !forward.get(host)?.has('improvement'))).toEqual([]);
        expect(curedHosts().filter((host) => !backward.get(host)?.has('regression'))).toEqual([]);
      });

      it('is nothing between a survey and itself', () => {
        const [older] = snapshots;
        expect(effectsOf(older, older).size).toBe(0);
      });
    },
  );
});

/** The places whose words depend on the configuration of a server. */
const CURABLE: readonly Place[] = ['level', 'starttls', 'outcome', 'problem', 'version', 'note'];

describe('a setting that is marked as tried', () => {
  const trials = KINDS.flatMap((kind) => kind.trials);

  it('has a trial', () => {
    const tried = new Set(trials.map(({ setting }) => setting));
    const marked = SETTINGS.filter((name) => readSetting(name).trial !== null);
    expect([...tried].sort()).toEqual(marked);
  });

  it('has a trial for each word whose page names it', () => {
    const claimed = PLACES.flatMap((place) =>
      wordsOf(place).flatMap((word) =>
        readPage({ place, word })
          .settings.filter((name) => readSetting(name).trial !== null)
          .map((name) => ({ place, claim: `${name} cures ${placedText({ place, word })}` })),
      ),
    );
    const shown = new Set(
      trials.flatMap(({ setting, cures }) => cures.map((word) => `${setting} cures ${word}`)),
    );
    const elsewhere = claimed.filter(({ place }) => !CURABLE.includes(place));
    expect(elsewhere.map(({ claim }) => claim)).toEqual([]);
    expect(claimed.map(({ claim }) => claim).filter((claim) => !shown.has(claim))).toEqual([]);
  });
});
