import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEPTHS } from '../../../src/model/records/words.ts';
import { makeGround, NAMES, stopWorld, subfolder } from '../world.ts';
import { postfixAvailable } from '../servers/postfix.ts';
import { askMxtls, askTools, mxtlsAt, type Result } from './ask.ts';
import { countRight, disagreementsOf, explain } from './disagreements.ts';
import { FACTS, agreementOf } from './facts.ts';
import { startGrounds, type Grounds } from './grounds.ts';
import { overspent } from './manners.ts';
import { versionOf, writeToolFiles } from './run-tool.ts';
import { TOOLS } from './tools/all.ts';

/** Some of the servers that `npm run peers` compares on. */
const SERVERS = [
  'modern',
  'tls10-only',
  'no-starttls',
  'self-signed',
  'leaf-alone',
  'expired',
  'wrong-name',
  'rejecting',
  's-server-dhe-1024',
  'gnutls-3des',
  'issuer-not-ca',
  's-server-second-expired',
];

/** A slow shell script: it asks these only. */
const SLOW = { name: 'testssl.sh', servers: ['leaf-alone', 'gnutls-3des'] };

const required = process.env['MXTLS_REQUIRE_PEERS'] === '1';
const servers = [NAMES, postfixAvailable()].find(({ ok }) => !ok) ?? NAMES;
const tools = TOOLS.map((tool) => ({ tool, version: versionOf(tool) }));
const missing = tools.filter(({ version }) => version === null).map(({ tool }) => tool.name);

if (!servers.ok) console.warn(`peers: ${servers.reason}: nothing is compared with other tools`);
for (const name of missing) console.warn(`peers: no ${name}: nothing is compared with it`);

const ground = servers.ok ? makeGround() : null;
let grounds: Grounds | undefined;
const results: Result[] = [];

beforeAll(async () => {
  if (ground === null) return;
  grounds = await startGrounds(ground, (name) => SERVERS.includes(name));
  for (const depth of DEPTHS) {
    results.push(...(await askMxtls(grounds, subfolder(ground, depth), depth)));
  }
  const { port, rootPem, personalities } = grounds;
  const files = writeToolFiles(subfolder(ground, 'tools'), port, rootPem);
  for (const { tool, version } of tools) {
    if (version === null) continue;
    const own = personalities.filter(
      ({ name }) => tool.name !== SLOW.name || SLOW.servers.includes(name),
    );
    await askTools({ ...grounds, personalities: own }, [tool], files, (result) => {
      results.push(result);
    });
  }
}, 600_000);

afterAll(async () => {
  await grounds?.close();
  if (ground !== null) await stopWorld(ground);
}, 60_000);

describe.skipIf(!required)(
  `in CI${required ? '' : ' (skipped: MXTLS_REQUIRE_PEERS is not 1)'}`,
  () => {
    it('every tool is there, and every server', () => {
      expect(missing).toEqual([]);
      expect(grounds?.absent).toEqual([]);
      expect(grounds?.personalities.map(({ name }) => name).sort()).toEqual([...SERVERS].sort());
    });
  },
);

const title = servers.ok ? 'on loopback' : `(skipped: ${servers.reason})`;

describe.skipIf(!servers.ok)(`mxtls and its peers ${title}`, () => {
  it.each(DEPTHS)('mxtls gives no wrong answer, at depth %s', (depth) => {
    const own = results.filter(({ tool }) => tool === mxtlsAt(depth));
    expect(own).toHaveLength(grounds?.personalities.length ?? 0);
    expect(disagreementsOf(own)).toEqual([]);
  });

  it('mxtls answers all that can be known, at depth deep', () => {
    const silent = results
      .filter(({ tool }) => tool === mxtlsAt('deep'))
      .flatMap(({ answers, personality: { name, truth } }) =>
        FACTS.filter((fact) => agreementOf(answers[fact], truth[fact]) === 'silent').map(
          (fact) => `${name}: ${fact}`,
        ),
      );
    expect(silent).toEqual([]);
  });

  it.each([
    ['quick', 'no'],
    ['standard', 'no'],
    ['deep', 'yes'],
  ] as const)('a second certificate that has expired counts at depth %s: %s', (depth, expired) => {
    const own = results.filter(
      ({ tool, personality: { name } }) =>
        tool === mxtlsAt(depth) && name === 's-server-second-expired',
    );
    expect(own.map(({ answers }) => answers.expired)).toEqual([expired]);
  });

  it('mxtls connects no more often than it may', () => {
    expect(overspent(results)).toEqual([]);
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
