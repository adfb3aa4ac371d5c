import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Endpoint } from '../../src/model/records/endpoint.ts';
import { DOMAINS } from './domains.ts';
import { ZONE, type Availability, type Served } from './servers/served.ts';
import { runSurvey } from './survey.ts';
import type { DomainTruth, EndpointTruth } from './truth.ts';
import {
  KINDS,
  makeGround,
  makeWorld,
  NAMES,
  stopWorld,
  type Ground,
  type World,
} from './world.ts';

/** In CI every peer must be there: a missing one is then a failure, not a reason to skip. */
const required = process.env['MXTLS_REQUIRE_PEERS'] === '1';

const anyServer = KINDS.some(({ available }) => available.ok);
const canSurvey = NAMES.ok && anyServer;

// Vitest prints the titles of skipped tests only when asked to: nobody should miss what was not tested.
for (const { available } of [{ available: NAMES }, ...KINDS]) {
  if (!available.ok) console.warn(`peers: ${available.reason}: the tests of it are skipped`);
}

let ground: Ground | undefined;
let world: World | undefined;

beforeAll(async () => {
  if (!canSurvey) return;
  ground = makeGround();
  world = await makeWorld(ground);
}, 180_000);

afterAll(async () => {
  if (ground !== undefined) await stopWorld(ground);
}, 60_000);

describe.skipIf(!required)(
  `in CI${required ? '' : ' (skipped: MXTLS_REQUIRE_PEERS is not 1)'}`,
  () => {
    it.each([
      ['names', NAMES] as const,
      ...KINDS.map((kind) => [kind.name, kind.available] as const),
    ])('%s can be started', (_, available) => {
      expect(available).toEqual({ ok: true });
    });
  },
);

describe.each(KINDS.map((kind) => [kind.name, kind] as const))('%s', (_, kind) => {
  const available = NAMES.ok ? kind.available : NAMES;
  describe.skipIf(!available.ok)(titleOf(available), () => {
    it.each(kind.personalities)('%s is recorded as it is', (name) => {
      const served = servedAs(name);
      expect(recordedOf(served)).toEqual(expectedOf(served));
    });
  });
});

describe('the survey of them all', () => {
  describe.skipIf(!canSurvey)(titleOf(NAMES.ok ? whyNone() : NAMES), () => {
    it('can be trusted', () => {
      expect(inWorld().snapshot.survey.degraded).toEqual([]);
    });

    it('asked each address once, whatever the number of domains', () => {
      const { served, snapshot } = inWorld();
      for (const { host } of served) {
        expect(snapshot.endpoints.filter((endpoint) => endpoint.host === host)).toHaveLength(1);
      }
    });

    it('says nothing of what it did not ask', () => {
      const { endpoints } = inWorld().snapshot;
      expect(endpoints.filter(({ dane, deep }) => dane !== null || deep !== null)).toEqual([]);
    });

    it('asked domains that take mail for policies, and found none', () => {
      for (const { mx, mtaSts, tlsRpt } of inWorld().snapshot.domains) {
        const expected = mx.kind === 'mx' || mx.kind === 'implicit' ? 'absent' : null;
        expect({ mtaSts: mtaSts?.state ?? null, tlsRpt: tlsRpt?.state ?? null }).toEqual({
          mtaSts: expected,
          tlsRpt: expected,
        });
      }
    });

    it('leaves no question about a certificate open', () => {
      expect(
        inWorld().snapshot.endpoints.filter(
          ({ outcome, undetermined }) => outcome === 'tls' && undetermined.length > 0,
        ),
      ).toEqual([]);
    });

    it('repeated, differs in the survey line only', async () => {
      const { text, survey } = inWorld();
      expect(withoutSurvey(await runSurvey(survey))).toEqual(withoutSurvey(text));
    }, 60_000);
  });
});

const postfix = KINDS.find(({ name }) => name === 'Postfix');

describe('the names', () => {
  const available = [NAMES, ...(postfix === undefined ? [] : [postfix.available])];
  const missing = available.find(({ ok }) => !ok);
  describe.skipIf(missing !== undefined)(titleOf(missing ?? NAMES), () => {
    it.each(Object.entries<{ truth: DomainTruth }>(DOMAINS))(
      '%s is recorded as it is',
      (label, { truth }) => {
        expect(domainTruthOf(`${label}.${ZONE}`)).toEqual(truth);
      },
    );
  });
});

function titleOf(available: Availability): string {
  return available.ok ? 'on loopback' : `(skipped: ${available.reason})`;
}

function whyNone(): Availability {
  return KINDS.find(({ available }) => !available.ok)?.available ?? { ok: true };
}

function withoutSurvey(text: string): readonly string[] {
  return text.split('\n').filter((line) => !line.startsWith('"survey":'));
}

function inWorld(): World {
  if (world === undefined) throw new Error('nothing was surveyed');
  return world;
}

function servedAs(name: string): Served {
  const served = inWorld().served.find((each) => each.name === name);
  if (served === undefined) throw new Error(`${name} is not served`);
  return served;
}

/** The record of an endpoint, in the shape of the table of truth, with what only a run knows beside it. */
interface Recorded extends EndpointTruth {
  /** Ids, in the order presented. */
  readonly chain: readonly string[];
}

function expectedOf({ presented, truth }: Served): Recorded {
  return {
    ...truth,
    chain:
      truth.certificate !== null || truth.outcome === 'tls' ? presented.map(({ id }) => id) : [],
  };
}

function recordedOf({ host, address }: Served): Recorded {
  const { snapshot } = inWorld();
  const endpoint = snapshot.endpoints.find(
    (each) => each.host === host && each.address === address,
  );
  if (endpoint === undefined) throw new Error(`${host} is not in the snapshot`);
  const { outcome, failure, reply: said, smtp, tls, chain, path, problems, notes } = endpoint;
  return {
    outcome,
    failure: failure && { stage: failure.stage, code: failure.code },
    reply: said && { stage: said.stage, code: said.code },
    hello: smtp?.hello ?? null,
    starttls: smtp?.starttls ?? null,
    tls: tls && { version: tls.version, versions: tls.versions },
    certificate: certificateTruthOf(endpoint),
    chain,
    path: path?.outcome ?? null,
    problems,
    notes,
  };
}

function certificateTruthOf({ certificate: id }: Endpoint): EndpointTruth['certificate'] {
  if (id === null) return null;
  const certificate = inWorld().snapshot.certificates.find((each) => each.id === id);
  if (certificate === undefined) throw new Error(`${id} is not in the snapshot`);
  const { key, signature, selfSigned } = certificate;
  return { key, signature, selfSigned };
}

function domainTruthOf(name: string): DomainTruth {
  const domain = inWorld().snapshot.domains.find((each) => each.domain === name);
  if (domain === undefined) throw new Error(`${name} is not in the snapshot`);
  const { level, starttls, mx, notes } = domain;
  return {
    kind: mx.kind,
    failure: mx.failure && { stage: mx.failure.stage, code: mx.failure.code },
    level,
    starttls,
    hosts: mx.hosts.map(({ host }) => host),
    notes,
  };
}
