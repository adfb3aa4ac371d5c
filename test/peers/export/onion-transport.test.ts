import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postfixTransport } from '../../../src/report/export/postfix.ts';
import { labOnion } from '../../lab/onion/onion-names.ts';
import { startSocksServer, type LabSocks } from '../../lab/onion/socks-server.ts';
import { exportOf } from '../../report/export/export-world.ts';
import { newFolder, removeFolder } from '../../temp-folder.ts';
import { freePort } from '../servers/free-port.ts';
import type { Availability } from '../servers/served.ts';
import { linesBelow } from './copied-lines.ts';
import {
  fateOf,
  mailServerAvailable,
  resolvConf,
  startMailServer,
  SUBMISSION,
  type MailServer,
} from './mail-server.ts';
import { sendMail } from './send-mail.ts';
import { surveyedOnions } from './surveyed.ts';

const TORSOCKS = '/usr/bin/torsocks';
const SBIN = '/usr/lib/postfix/sbin';
const required = process.env['MXTLS_REQUIRE_PEERS'] === '1';
const available = torsocksAvailable();

/** No resolver is there: an onion name that is looked up does not get its mail. */
const NOBODY = '127.60.21.53';
const SINK = '127.60.21.11';

/** The onion services of the surveys, by domain. Nothing but the first has a server behind it. */
const ONIONS = {
  'onion.test': [{ host: labOnion('first'), port: 25 }],
  'second.test': [
    { host: labOnion('gone'), port: 25 },
    { host: labOnion('second'), port: 2525 },
  ],
  'gone.test': [{ host: labOnion('gone'), port: 25 }],
};

const SENT = /^sent \(250 /;

const folder = newFolder();
let socks: LabSocks | undefined;
let server: MailServer | undefined;
let port = 0;

function torsocksAvailable(): Availability {
  const postfix = mailServerAvailable();
  if (!postfix.ok || existsSync(TORSOCKS)) return postfix;
  return { ok: false, reason: `torsocks: no ${TORSOCKS}` };
}

beforeAll(async () => {
  if (!available.ok) return;
  chmodSync(folder, 0o755);
  const map = [...postfixTransport(exportOf(surveyedOnions(ONIONS)))].join('');
  writeFileSync(join(folder, 'transport'), map);
  const sbin = join(folder, 'sbin');
  mkdirSync(sbin);
  for (const name of readdirSync(SBIN)) symlinkSync(join(SBIN, name), join(sbin, name));
  const script = join(sbin, 'smtp-over-tor');
  writeFileSync(script, `${linesBelow(map, /^# It stands in/).join('\n')}\n`);
  chmodSync(script, 0o755);
  port = await freePort(SUBMISSION);
  const sink = { kind: 'connect', address: SINK, port } as const;
  socks = await startSocksServer({
    names: { [`${labOnion('first')}:25`]: sink, [`${labOnion('second')}:2525`]: sink },
  });
  writeFileSync(join(folder, 'main.cf'), 'compatibility_level = 3.6\n');
  execFileSync('/usr/sbin/postmap', ['-c', folder, `hash:${join(folder, 'transport')}`]);
  server = await startMailServer(folder, {
    port,
    inPlaceOf: {
      '/etc/resolv.conf': resolvConf(NOBODY),
      '/etc/tor/torsocks.conf': `TorAddress 127.0.0.1\nTorPort ${socks.port}\nOnionAddrRange 127.42.42.0/24\n`,
    },
    sinks: [{ host: 'mx.onion.test', address: SINK, presents: null }],
    settings: [
      'inet_protocols = all',
      `daemon_directory = ${sbin}`,
      `transport_maps = hash:${join(folder, 'transport')}`,
    ],
    services: linesBelow(map, /^# In master.cf/),
  });
}, 120_000);

afterAll(async () => {
  await server?.stop();
  await socks?.close();
  removeFolder(folder);
}, 60_000);

const title = available.ok ? 'on loopback' : `(skipped: ${available.reason})`;

describe.skipIf(!available.ok)(`the onion transport of Postfix ${title}`, () => {
  it.each(Object.entries(ONIONS))('postmap -q finds %s', (domain, places) => {
    const args = ['-c', folder, '-q', domain, `hash:${join(folder, 'transport')}`];
    const hops = places.map((place) => `[${place.host}]:${place.port}`).join(', ');
    expect(execFileSync('/usr/sbin/postmap', args, { encoding: 'utf8' })).toBe(`smtptor:${hops}\n`);
  });

  it.each([
    ['onion.test', SENT, ['first:25']],
    ['second.test', SENT, ['gone:25', 'second:2525']],
    ['gone.test', /^deferred \(connect to \S+\.onion\[127\.42\.42\.\d+\]:25: /, ['gone:25']],
  ])('mail to %s goes over SOCKS, by the name of the service', async (domain, fate, asked) => {
    const before = socks?.requests.length;
    expect(await delivered(`user@${domain}`)).toMatch(fate);
    const requests = socks?.requests.slice(before) ?? [];
    expect(requests.map((request) => `${request.host}:${request.port}`)).toEqual(
      asked.map((each) => each.replace(/^\w+/, labOnion)),
    );
  });

  it('the server behind the service takes the message', async () => {
    const fate = await delivered('taken@onion.test');
    const [, id] = /queued as (\w+)/.exec(fate) ?? [];
    expect(server?.log()).toMatch(
      new RegExp(`mx postfix/smtpd\\[\\d+\\]: ${id}: client=unknown\\[127\\.0\\.0\\.1\\]`),
    );
  });

  it('many messages to one service do not meet in the connection cache', async () => {
    const recipients = Array.from({ length: 12 }, (_, index) => `many${index}@onion.test`);
    const fates = await Promise.all(recipients.map(delivered));
    expect(fates.filter((fate) => !SENT.test(fate))).toEqual([]);
    // torsocks ends a program that is handed a connection by another.
    expect(server?.log()).not.toMatch(/warning: problem talking|scache\[.*warning/);
  });
});

/** Hands a message to Postfix, and gives what became of it. */
async function delivered(recipient: string): Promise<string> {
  if (server === undefined) throw new Error('Postfix does not run');
  await sendMail(SUBMISSION, port, recipient);
  return fateOf(server, recipient);
}

describe.skipIf(!required)(
  `in CI${required ? '' : ' (skipped: MXTLS_REQUIRE_PEERS is not 1)'}`,
  () => {
    it('Postfix and torsocks run', () => {
      expect(available).toEqual({ ok: true });
    });
  },
);
