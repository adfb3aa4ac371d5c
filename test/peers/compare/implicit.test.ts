import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startNames } from '../names.ts';
import { chainFile, makePki, type Pki } from '../servers/pki.ts';
import { addressOf, chainPath, mainCf, masterCf } from '../servers/postfix-config.ts';
import { POSTFIX, type PostfixPersonality } from '../servers/postfix-personalities.ts';
import { makeQueue, postfixAvailable, startMaster } from '../servers/postfix.ts';
import { hostOf } from '../servers/served.ts';
import { makeGround, NAMES, stopWorld, subfolder, type Ground } from '../world.ts';
import { askMxtls, askTools, mxtlsAt, type Result } from './ask.ts';
import { countRight, disagreementsOf, explain } from './disagreements.ts';
import { agreementOf, FACTS } from './facts.ts';
import { startFront, type Front } from './front.ts';
import type { Grounds } from './grounds.ts';
import { overspent } from './manners.ts';
import type { Personality } from './personality.ts';
import { versionOf, writeToolFiles } from './run-tool.ts';
import { TOOLS as ALL_TOOLS } from './tools/all.ts';
import { implicitTruthOf } from './truth-facts.ts';

/** Submission with TLS first (RFC 8314): mxtls knows it by the port. */
const PORT = 465;

/** The services that have to require TLS take their versions and ciphers from the mandatory ones. */
const WRAPPED = { smtpd_tls_wrappermode: 'yes' };
const SERVICES = {
  modern: POSTFIX.modern,
  'tls10-only': {
    ...POSTFIX['tls10-only'],
    settings: { ...POSTFIX['tls10-only'].settings, smtpd_tls_mandatory_protocols: 'TLSv1' },
  },
  expired: POSTFIX.expired,
  'wrong-name': POSTFIX['wrong-name'],
} as const satisfies Record<string, PostfixPersonality>;

/** testssl.sh is left out: it takes 20 s of CPU for one server. Asked by hand, it gives no wrong answer either. */
const TOOLS = ALL_TOOLS.filter(({ name }) => name !== 'testssl.sh');

const required = process.env['MXTLS_REQUIRE_PEERS'] === '1';
const servers = [NAMES, postfixAvailable()].find(({ ok }) => !ok) ?? NAMES;
const tools = TOOLS.map((tool) => ({ tool, version: versionOf(tool) }));
const missing = tools.filter(({ version }) => version === null).map(({ tool }) => tool.name);

const ground = servers.ok ? makeGround() : null;
const fronts: Front[] = [];
const results: Result[] = [];

beforeAll(async () => {
  if (ground === null) return;
  const pki = await makePki();
  const personalities = await servePersonalities(ground, pki);
  const { resolver, daemons } = await startNames(subfolder(ground, 'names'), personalities);
  ground.daemons.push(...daemons);
  const close = () => Promise.resolve();
  const grounds: Grounds = {
    personalities,
    resolver,
    port: PORT,
    rootPem: pki.root.pem,
    absent: [],
    close,
  };
  results.push(...(await askMxtls(grounds, subfolder(ground, 'mxtls'), 'deep')));
  const files = writeToolFiles(subfolder(ground, 'tools'), PORT, pki.root.pem);
  const present = tools.flatMap(({ tool, version }) => (version === null ? [] : [tool]));
  await askTools(grounds, present, files, (result) => {
    results.push(result);
  });
}, 300_000);

afterAll(async () => {
  for (const front of fronts) await front.close();
  if (ground !== null) await stopWorld(ground);
}, 60_000);

/** One Postfix with a service for each, and a front that counts before each. */
async function servePersonalities(at: Ground, pki: Pki): Promise<Personality[]> {
  const folder = subfolder(at, 'Postfix');
  const services = Object.entries<PostfixPersonality>(SERVICES);
  const wrapped = Object.fromEntries(
    services.map(([name, service]) => [
      name,
      { ...service, settings: { ...service.settings, ...WRAPPED } },
    ]),
  );
  for (const [name, { presents }] of services) {
    const presented = await presents?.(pki, hostOf(name));
    if (presented) writeFileSync(chainPath(folder, name), chainFile(presented), { mode: 0o600 });
  }
  writeFileSync(join(folder, 'main.cf'), mainCf(folder));
  writeFileSync(join(folder, 'master.cf'), masterCf(folder, PORT, wrapped));
  makeQueue(folder);
  at.daemons.push(await startMaster(folder, wrapped, PORT));
  return Promise.all(
    services.map(async ([name, service], index): Promise<Personality> => {
      const address = `127.62.6.${index + 1}`;
      const behind = { address: addressOf(service), port: PORT };
      const front = await startFront({ place: { address, port: PORT }, behind });
      fronts.push(front);
      const truth = implicitTruthOf(service.truth, { weak: ['anonymous'], dhe: 'as the key' });
      return { kind: 'Postfix', name, host: hostOf(name), address, front, truth };
    }),
  );
}

const title = servers.ok ? 'on loopback' : `(skipped: ${servers.reason})`;

describe.skipIf(!servers.ok)(`mxtls and its peers where TLS comes first ${title}`, () => {
  it('mxtls gives no wrong answer, answers all that can be known, and connects no more often than it may', () => {
    const own = results.filter(({ tool }) => tool === mxtlsAt('deep'));
    expect(own).toHaveLength(Object.keys(SERVICES).length);
    expect(disagreementsOf(own)).toEqual([]);
    const silent = own.flatMap(({ answers, personality: { name, truth } }) =>
      FACTS.filter((fact) => agreementOf(answers[fact], truth[fact]) === 'silent').map(
        (fact) => `${name}: ${fact}`,
      ),
    );
    expect(silent).toEqual([]);
    expect(overspent(own)).toEqual([]);
  });

  it.each(TOOLS.filter(({ name }) => !missing.includes(name)).map(({ name }) => [name]))(
    '%s gives no other wrong answer than the explained ones',
    (name) => {
      const own = results.filter(({ tool }) => tool === name);
      expect(explain(disagreementsOf(own)).unexplained).toEqual([]);
      expect(countRight(own)).toBeGreaterThan(3 * own.length);
    },
  );
});

describe.skipIf(!required)(
  `in CI${required ? '' : ' (skipped: MXTLS_REQUIRE_PEERS is not 1)'}`,
  () => {
    it('every tool is there, and every server', () => {
      expect({ servers, missing }).toEqual({ servers: { ok: true }, missing: [] });
    });
  },
);
