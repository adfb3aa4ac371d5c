import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postfixTlsPolicy } from '../../../src/report/export/postfix.ts';
import { startDnsServer, type LabDns } from '../../lab/dns/dns-server.ts';
import type { ZoneName } from '../../lab/dns/dns-zone.ts';
import { exportOf } from '../../report/export/export-world.ts';
import { newFolder, removeFolder } from '../../temp-folder.ts';
import { freePort } from '../servers/free-port.ts';
import { chainOfAnother, makePki, strangersChain, validChain } from '../servers/pki.ts';
import { sendMail } from './send-mail.ts';
import {
  fateOf,
  mailServerAvailable,
  resolvConf,
  startMailServer,
  SUBMISSION,
  type MailServer,
  type Sink,
} from './mail-server.ts';
import { surveyed } from './surveyed.ts';

const available = mailServerAvailable();
const required = process.env['MXTLS_REQUIRE_PEERS'] === '1';
const RESOLVER = '127.60.20.53';

/** The domains of the surveys: what they were seen with, what their MX host is now, and what becomes of mail to them. */
const CASES = {
  'secure-same': { seen: 'secure', now: 'valid', fate: /^sent / },
  'secure-plaintext': {
    seen: 'secure',
    now: 'plaintext',
    fate: /^deferred \(TLS is required, but was not offered/,
  },
  'secure-stranger': {
    seen: 'secure',
    now: 'stranger',
    fate: /^deferred \(Server certificate not verified\)/,
  },
  'secure-other-name': {
    seen: 'secure',
    now: 'other-name',
    fate: /^deferred \(Server certificate not verified\)/,
  },
  'secure-forged-mx': {
    seen: 'secure',
    now: 'elsewhere',
    fate: /^deferred \(Server certificate not verified\)/,
  },
  'encrypt-same': { seen: 'encrypt', now: 'stranger', fate: /^sent / },
  'encrypt-plaintext': {
    seen: 'encrypt',
    now: 'plaintext',
    fate: /^deferred \(TLS is required, but was not offered/,
  },
  'left-out': { seen: 'unknown', now: 'plaintext', fate: /^sent / },
} as const;
const NAMES = Object.keys(CASES) as (keyof typeof CASES)[];

/** A forged MX record leads to a host with a certificate of its own. */
function hostNow(name: keyof typeof CASES): string {
  return CASES[name].now === 'elsewhere' ? 'mx.forged.test' : `mx.${name}.test`;
}

const folder = newFolder();
let dns: LabDns | undefined;
let server: MailServer | undefined;
let port = 0;

beforeAll(async () => {
  if (!available.ok) return;
  chmodSync(folder, 0o755);
  const pki = await makePki();
  const presents = {
    valid: validChain,
    stranger: strangersChain,
    'other-name': chainOfAnother,
    elsewhere: validChain,
  };
  const sinks = NAMES.map(async (name, index): Promise<Sink> => {
    const { now } = CASES[name];
    const host = hostNow(name);
    const presented = now === 'plaintext' ? null : await presents[now](pki, host);
    return { host, address: `127.60.20.${index + 11}`, presents: presented };
  });
  const all = await Promise.all(sinks);
  port = await freePort(SUBMISSION);
  dns = await startDnsServer({
    address: RESOLVER,
    port: 53,
    zone: Object.fromEntries<ZoneName>([
      ...NAMES.map(
        (name) => [`${name}.test`, { MX: [{ preference: 10, exchange: hostNow(name) }] }] as const,
      ),
      ...all.map(({ host, address }) => [host, { A: [address] }] as const),
    ]),
  });
  const seen = Object.fromEntries(NAMES.map((name) => [`${name}.test`, CASES[name].seen]));
  const map = join(folder, 'tls_policy');
  writeFileSync(map, [...postfixTlsPolicy(exportOf(surveyed(seen)))].join(''));
  writeFileSync(join(folder, 'roots.pem'), pki.root.pem);
  const settings = [
    'inet_interfaces = loopback-only',
    'inet_protocols = ipv4',
    `smtp_tls_policy_maps = hash:${map}`,
    `smtp_tls_CAfile = ${join(folder, 'roots.pem')}`,
  ];
  const inPlaceOf = { '/etc/resolv.conf': resolvConf(RESOLVER) };
  const spec = { port, inPlaceOf, sinks: all, settings, services: [] };
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
    ['left-out.test', 'nothing'],
    ['sub.secure-same.test', 'nothing'],
    ['#', 'nothing'],
  ])('postmap -q finds %s', (key, expected) => {
    expect(lookedUp(key)).toBe(expected);
  });

  it.each(NAMES)('mail to %s meets its fate', async (name) => {
    if (server === undefined) throw new Error('Postfix does not run');
    const recipient = `user@${name}.test`;
    await sendMail(SUBMISSION, port, recipient);
    expect(await fateOf(server, recipient)).toMatch(CASES[name].fate);
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
