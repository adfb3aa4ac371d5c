import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eximPolicy } from '../../../src/report/export/exim.ts';
import { startDnsServer, type LabDns } from '../../lab/dns/dns-server.ts';
import { newFolder, removeFolder } from '../../temp-folder.ts';
import type { Daemon } from '../servers/daemon.ts';
import { eximAvailable, makeEximRoot } from '../servers/exim.ts';
import { freePort } from '../servers/free-port.ts';
import { makePki } from '../servers/pki.ts';
import { linesBelow } from './copied-lines.ts';
import { deliverByExim, startEximSinks, writeEximSender } from './exim-sender.ts';
import { resolvConf } from './mail-server.ts';
import {
  WORSENED,
  WORSENED_NAMES,
  worsenedExport,
  worsenedSinks,
  worsenedZone,
} from './worsened.ts';

const available = eximAvailable();
const required = process.env['MXTLS_REQUIRE_PEERS'] === '1';
const NETWORK = '127.60.22';
const RESOLVER = `${NETWORK}.53`;

const DELIVERED = / => .* C="250/;
const UNVERIFIED = / == .* defer \(-37\) .*: TLS session: \(certificate verification failed\)/;

/** What the log of Exim says of each fate. */
const FATES = {
  delivered: DELIVERED,
  'held-without-tls': / == .* defer \(-38\) .*: a TLS session is required, but the server did not/,
  'held-unverified': UNVERIFIED,
  'held-without-dane': UNVERIFIED,
} as const;

/** What it says of the certificate of a host that got the message; without TLS it says nothing. */
const VERIFIED = {
  secure: 'CV=yes',
  encrypt: 'CV=no',
  dane: 'CV=dane',
  unknown: undefined,
} as const;

const folder = newFolder();
let root = '';
let dns: LabDns | undefined;
let sinks: Daemon | undefined;

beforeAll(async () => {
  if (!available.ok) return;
  chmodSync(folder, 0o755);
  root = makeEximRoot(folder);
  const pki = await makePki();
  const hosts = await worsenedSinks(pki, NETWORK);
  const port = await freePort(RESOLVER);
  dns = await startDnsServer({ address: RESOLVER, port: 53, zone: worsenedZone(hosts, port) });
  sinks = await startEximSinks(root, port, hosts);
  // Everything is where the comment of the map says.
  const map = [...eximPolicy(worsenedExport())].join('');
  mkdirSync(join(root, 'etc/exim4/mxtls'), { recursive: true });
  mkdirSync(join(root, 'etc/ssl/certs'), { recursive: true });
  writeFileSync(join(root, 'etc/exim4/mxtls/tls_policy'), map);
  writeFileSync(join(root, 'etc/ssl/certs/ca-certificates.crt'), pki.root.pem);
  const [trustAd] = linesBelow(map, /^# For dane-only/);
  writeFileSync(join(root, 'etc/resolv.conf'), `${resolvConf(RESOLVER)}${trustAd}\n`);
  // libgnutls-dane verifies nothing without it.
  writeFileSync(join(root, 'etc/hosts'), '');
  writeEximSender(root, port, {
    macros: linesBelow(map, /^# In the configuration, at its top/),
    transport: linesBelow(map, /^# and in the smtp transport/),
  });
}, 60_000);

afterAll(async () => {
  await sinks?.stop();
  await dns?.close();
  removeFolder(folder);
}, 60_000);

const title = available.ok ? 'on loopback' : `(skipped: ${available.reason})`;

describe.skipIf(!available.ok)(`the lines for Exim ${title}`, () => {
  it.each(WORSENED_NAMES)('mail to %s meets its fate', async (name) => {
    const { seen, fate } = WORSENED[name];
    const said = await deliverByExim(root, `user@${name}.test`);
    expect(said).toMatch(FATES[fate]);
    expect(/ X=TLS\S+ (CV=\w+) /.exec(said)?.[1]).toBe(
      fate === 'delivered' ? VERIFIED[seen] : undefined,
    );
  });

  it('mail that goes to a domain of no entry as well, at the same MX host, is held back for this one', async () => {
    const exchange = 'mx.encrypt-plaintext.test';
    dns?.zone.set('beside.test', { MX: [{ preference: 10, exchange }] });
    const said = await deliverByExim(root, 'both@encrypt-plaintext.test', 'both@beside.test');
    expect(said).toMatch(/ == both@encrypt-plaintext\.test .* a TLS session is required/);
    expect(said).not.toContain(' => both@encrypt-plaintext.test ');
  });

  it('nothing of it is for the panic log, which is mailed to who runs the server', () => {
    const log = readFileSync(join(root, 'var/log/exim4/sender-paniclog'), 'utf8');
    const lines = log.split('\n').filter((line) => !/ lost privilege for using -C |^$/.test(line));
    expect(lines).toEqual([]);
  });
});

describe.skipIf(!required)(
  `in CI${required ? '' : ' (skipped: MXTLS_REQUIRE_PEERS is not 1)'}`,
  () => {
    it('Exim runs', () => {
      expect(available).toEqual({ ok: true });
    });
  },
);
