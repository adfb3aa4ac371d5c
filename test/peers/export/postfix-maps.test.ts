import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postfixTlsPolicy } from '../../../src/report/export/postfix.ts';
import { startDnsServer, type LabDns } from '../../lab/dns/dns-server.ts';
import { newFolder, removeFolder } from '../../temp-folder.ts';
import { freePort } from '../servers/free-port.ts';
import { makePki } from '../servers/pki.ts';
import { linesBelow } from './copied-lines.ts';
import { sendMail } from './send-mail.ts';
import {
  fateOf,
  mailServerAvailable,
  resolvConf,
  startMailServer,
  SUBMISSION,
  type MailServer,
} from './mail-server.ts';
import {
  WORSENED,
  WORSENED_NAMES,
  worsenedExport,
  worsenedSinks,
  worsenedZone,
} from './worsened.ts';

const available = mailServerAvailable();
const required = process.env['MXTLS_REQUIRE_PEERS'] === '1';
const RESOLVER = '127.60.20.53';

/** What the log of Postfix says of each fate. */
const FATES = {
  delivered: /^sent /,
  'held-without-tls': /^deferred \(TLS is required, but was not offered/,
  'held-unverified': /^deferred \(Server certificate not verified\)/,
  'held-without-dane': /^deferred \(non DNSSEC destination\)/,
} as const;

const folder = newFolder();
let dns: LabDns | undefined;
let server: MailServer | undefined;
let port = 0;

beforeAll(async () => {
  if (!available.ok) return;
  chmodSync(folder, 0o755);
  const pki = await makePki();
  const sinks = await worsenedSinks(pki, '127.60.20');
  port = await freePort(SUBMISSION);
  dns = await startDnsServer({ address: RESOLVER, port: 53, zone: worsenedZone(sinks, port) });
  const map = join(folder, 'tls_policy');
  const text = [...postfixTlsPolicy(worsenedExport())].join('');
  writeFileSync(map, text);
  writeFileSync(join(folder, 'roots.pem'), pki.root.pem);
  const settings = [
    'inet_interfaces = loopback-only',
    'inet_protocols = ipv4',
    `smtp_tls_policy_maps = hash:${map}`,
    `smtp_tls_CAfile = ${join(folder, 'roots.pem')}`,
    ...linesBelow(text, /^# For dane-only/),
  ];
  const inPlaceOf = { '/etc/resolv.conf': resolvConf(RESOLVER) };
  const spec = { port, inPlaceOf, sinks, settings, services: [] };
  const compile = () => execFileSync('/usr/sbin/postmap', ['-c', folder, `hash:${map}`]);
  writeFileSync(join(folder, 'main.cf'), 'compatibility_level = 3.6\n');
  compile();
  server = await startMailServer(folder, spec);
}, 120_000);

afterAll(async () => {
  await server?.stop();
  await dns?.close();
  removeFolder(folder);
}, 60_000);

function lookedUp(key: string): string {
  const args = ['-c', folder, '-q', key, `hash:${join(folder, 'tls_policy')}`];
  try {
    return execFileSync('/usr/sbin/postmap', args, { encoding: 'utf8' }).trim();
  } catch {
    return 'nothing';
  }
}

const title = available.ok ? 'on loopback' : `(skipped: ${available.reason})`;

describe.skipIf(!available.ok)(`the maps for Postfix ${title}`, () => {
  it.each([
    ['secure-same.test', 'secure match=mx.secure-same.test'],
    ['encrypt-same.test', 'encrypt'],
    ['dane-same.test', 'dane-only'],
    ['left-out.test', 'nothing'],
    ['sub.secure-same.test', 'nothing'],
    ['#', 'nothing'],
  ])('postmap -q finds %s', (key, expected) => {
    expect(lookedUp(key)).toBe(expected);
  });

  it.each(WORSENED_NAMES)('mail to %s meets its fate', async (name) => {
    if (server === undefined) throw new Error('Postfix does not run');
    const recipient = `user@${name}.test`;
    await sendMail(SUBMISSION, port, recipient);
    expect(await fateOf(server, recipient)).toMatch(FATES[WORSENED[name].fate]);
  });
});

describe.skipIf(!required)(
  `in CI${required ? '' : ' (skipped: MXTLS_REQUIRE_PEERS is not 1)'}`,
  () => {
    it('Postfix runs', () => {
      expect(available).toEqual({ ok: true });
    });
  },
);
