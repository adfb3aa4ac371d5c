import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildProgram } from '../program.ts';
import { checkOwn } from './check-own.ts';
import { opensmtpdAvailable, startSmtpd } from './servers/opensmtpd.ts';
import { makePki, validChain } from './servers/pki.ts';
import { makeGround, stopWorld } from './world.ts';

const required = process.env['MXTLS_REQUIRE_PEERS'] === '1';
const available = opensmtpdAvailable();
if (!available.ok) console.warn(`peers: ${available.reason}: the tests of it are skipped`);
const title = available.ok ? 'on loopback' : `(skipped: ${available.reason})`;

const HOST = 'mail.peers.test';
/** One with TLS, and two without: the second trusts clients of 127.0.0.0/8, as the smtpd.conf of Debian does. */
const WITH_TLS = '127.60.9.4';
const STRICT = '127.60.9.5';
const TRUSTING = '127.60.9.6';

/**
 * No handshake with this release succeeds (servers/opensmtpd.ts), so that what it does inside TLS stays unknown.
 * Its rules are as smtpd.conf(5) shows a server with submission: strangers reach its own domain, and who has logged in any.
 */
const CONFIGURATION = [
  `listen on ${WITH_TLS} port 25 tls pki lab hostname ${HOST}`,
  `listen on ${WITH_TLS} port 465 smtps pki lab auth hostname ${HOST}`,
  `listen on ${WITH_TLS} port 587 tls-require pki lab auth hostname ${HOST}`,
  `listen on ${STRICT} port 25 hostname ${HOST}`,
  `listen on ${TRUSTING} port 25 hostname ${HOST} tag trusting`,
  'action "local" maildir',
  'action "outbound" relay',
  'match from any for domain "peers.test" action "local"',
  'match tag trusting from local for any action "outbound"',
  'match auth from any for any action "outbound"',
];

const ground = available.ok ? makeGround() : null;
let program = '';

beforeAll(async () => {
  if (ground === null) return;
  program = buildProgram();
  const pki = await makePki();
  writeFileSync(join(ground.folder, 'root.pem'), pki.root.pem);
  const presented = await validChain(pki, HOST);
  const ready = { address: TRUSTING, port: 25 };
  ground.daemons.push(await startSmtpd(ground.folder, presented, CONFIGURATION, ready));
}, 240_000);

afterAll(async () => {
  if (ground !== null) await stopWorld(ground);
}, 60_000);

const check = (address: string, ...args: string[]) =>
  checkOwn({ program, cwd: ground?.folder ?? '', host: HOST, address }, ...args);

describe.skipIf(!available.ok)(`mxtls check of OpenSMTPD ${title}`, () => {
  it('tells that no handshake succeeds, that AUTH waits for one, and calls the rest unknown', async () => {
    const { status, words, evidence } = await check(WITH_TLS);
    expect(words).toEqual([
      '25 tls failed',
      '25 certificate unknown',
      '25 auth-before-tls ok',
      '25 relay unknown',
      '465 tls failed',
      '465 certificate unknown',
      '465 auth unknown',
      '465 relay unknown',
      '587 tls failed',
      '587 certificate unknown',
      '587 auth-before-tls ok',
      '587 auth unknown',
      '587 relay unknown',
    ]);
    expect(evidence).toContain(
      '465 tls: the TLS handshake failed: the server sent a TLS alert (ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR)',
    );
    expect(status).toBe(1);
  }, 60_000);

  it.each([
    [
      'refuses to relay',
      STRICT,
      'ok',
      'refused each of 4 forms; asked from 127.0.0.1 (loopback), which mail servers usually trust',
    ],
    [
      'relays for 127.0.0.0/8',
      TRUSTING,
      'warning',
      'accepted a recipient of another domain, <postmaster@mxtls.example> from <postmaster@scan.peers.test> and <postmaster@mxtls.example> from <>: it relays for this client; asked from 127.0.0.1 (loopback), which mail servers usually trust',
    ],
  ])(
    'tells one without TLS that %s',
    async (_, address, outcome, relay) => {
      const { words, evidence } = await check(address, '--port', '25');
      expect(words).toEqual(['25 tls failed', '25 auth-before-tls ok', `25 relay ${outcome}`]);
      expect(evidence.at(-1)).toBe(`25 relay: ${relay}`);
    },
    60_000,
  );
});

describe.skipIf(!required)(
  `in CI${required ? '' : ' (skipped: MXTLS_REQUIRE_PEERS is not 1)'}`,
  () => {
    it('OpenSMTPD is there', () => {
      expect(available).toEqual({ ok: true });
    });
  },
);
