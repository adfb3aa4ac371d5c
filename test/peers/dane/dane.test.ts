import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SnapshotSchema, type Snapshot } from '../../../src/model/records/snapshot.ts';
import { DANE_CASES, type PostfixWord } from './dane-cases.ts';
import { startDaneWorld, type DaneWorld, type ServedCase } from './dane-world.ts';
import { fingerDane, postTlsFingerAvailable } from './posttls-finger.ts';
import { signedNamesAvailable } from './signed-names.ts';
import { runSurvey } from '../survey.ts';
import { makeGround, stopWorld } from '../world.ts';

/** Each waits for seconds in which it does nothing. */
const FINGERS = 8;

const required = process.env['MXTLS_REQUIRE_PEERS'] === '1';
const names = signedNamesAvailable();
const postfix = names.ok ? postTlsFingerAvailable() : names;
for (const available of [names, postfix]) {
  if (!available.ok) console.warn(`peers: ${available.reason}: the tests of it are skipped`);
}

const titleOf = (available: typeof names): string =>
  available.ok ? 'on loopback' : `(skipped: ${available.reason})`;

const ground = names.ok ? makeGround() : null;
let world: DaneWorld;
let snapshot: Snapshot;
const said = new Map<string, PostfixWord>();

beforeAll(async () => {
  if (ground === null) return;
  world = await startDaneWorld(ground.folder);
  ground.daemons.push(...world.daemons);
  const folder = join(ground.folder, 'survey');
  mkdirSync(folder);
  const { cases, port, resolver, rootsPem } = world;
  const domains = cases.map(({ domain }) => domain);
  const text = await runSurvey({ folder, domains, resolver, port, rootsPem });
  snapshot = SnapshotSchema.parse(JSON.parse(text));
  if (!postfix.ok) return;
  await pLimit(FINGERS).map(cases, async ({ name, domain }) => {
    const own = join(ground.folder, 'finger', name);
    said.set(name, await fingerDane(own, { domain, port, resolver }));
  });
}, 180_000);

afterAll(async () => {
  if (ground === null) return;
  await Promise.all(world.servers.map((server) => server.close()));
  await stopWorld(ground);
}, 60_000);

describe.skipIf(!required)(
  `in CI${required ? '' : ' (skipped: MXTLS_REQUIRE_PEERS is not 1)'}`,
  () => {
    it('signed names can be served', () => {
      expect(names).toEqual({ ok: true });
    });
  },
);

describe.skipIf(!names.ok)(`DANE, with nsd and unbound, ${titleOf(names)}`, () => {
  it('is judged by a survey with a validating resolver', () => {
    expect(snapshot.survey.dnssec).toBe(true);
    expect(snapshot.survey.degraded).toEqual([]);
  });

  it.each(Object.keys(DANE_CASES))('%s is recorded as it is', (name) => {
    const { expected, host, domain } = caseOf(name);
    const mail = snapshot.domains.find((each) => each.domain === domain);
    const dane = snapshot.endpoints.find((each) => each.host === host)?.dane ?? null;
    expect(dane && `${dane.verdict} ${dane.dnssec}`).toBe(expected.dane);
    expect(mail?.mx.dnssec).toBe(expected.mx ?? 'secure');
    expect(mail?.level === 'enforced').toBe(expected.dane === 'match secure');
    expect(dane?.records ?? []).toHaveLength(recordsOf(name));
  });
});

describe.skipIf(!postfix.ok)(`posttls-finger ${titleOf(postfix)}`, () => {
  it.each(Object.keys(DANE_CASES))('says the same of %s', (name) => {
    expect(said.get(name)).toBe(caseOf(name).expected.postfix);
  });
});

function caseOf(name: string): ServedCase {
  const found = world.cases.find((each) => each.name === name);
  if (found === undefined) throw new Error(`${name} is not served`);
  return found;
}

/** How many TLSA records are kept: of an alias they are those of where it leads. */
function recordsOf(name: string): number {
  const { dane, tlsa } = caseOf(name).expected;
  return dane?.endsWith(' secure') === true ? tlsa.length : 0;
}
