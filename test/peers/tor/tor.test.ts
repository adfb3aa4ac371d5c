import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { attempt } from '../../../src/net/smtp/attempt.ts';
import { TIMEOUTS } from '../../../src/net/deadline.ts';
import { openOverSocks } from '../../../src/net/socks/open-over-socks.ts';
import { labOnion, v3Name } from '../../lab/onion/onion-names.ts';
import { startDaemon } from '../servers/daemon.ts';
import { freePort } from '../servers/free-port.ts';

const required = process.env['MXTLS_REQUIRE_PEERS'] === '1';
const TOR = ['/usr/sbin/tor', '/usr/bin/tor'].find((file) => existsSync(file)) ?? null;

/** An authority that is not there, so that this Tor never leaves the machine: it replaces those of the Tor network. */
const NOBODY = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA1';

/** Starts Debian's Tor on loopback without a network. Gives its SOCKS port. */
async function startTor(tor: string, flags: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'mxtls-tor-'));
  const port = await freePort('127.0.0.1');
  const torrc = join(folder, 'torrc');
  writeFileSync(
    torrc,
    [
      `SocksPort 127.0.0.1:${port} ${flags}`,
      `DataDirectory ${join(folder, 'data')}`,
      `DirAuthority lab orport=1 no-v2 v3ident=${NOBODY} 127.0.0.1:1 ${NOBODY}`,
      'UseDefaultFallbackDirs 0',
      'SocksTimeout 1',
      'Log notice stdout',
      '',
    ].join('\n'),
  );
  const daemon = await startDaemon({
    command: tor,
    args: ['-f', torrc, '--defaults-torrc', join(folder, 'none'), '--ignore-missing-torrc'],
    ready: { address: '127.0.0.1', port },
  });
  onTestFinished(async () => {
    await daemon.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return port;
}

async function ask(port: number, host: string): Promise<string> {
  const seen = await attempt({
    ...{ host, address: host, port: 25, ehlo: 'scan.lab.example', clients: [], sni: true },
    open: openOverSocks({ host: '127.0.0.1', port }, Buffer.alloc(32, 1)),
    action: { kind: 'handshake', offer: 'certificate' },
    timeouts: TIMEOUTS,
    record: () => undefined,
  });
  return 'failure' in seen ? `${seen.failure.code}: ${seen.failure.detail}` : seen.outcome;
}

describe.skipIf(TOR === null && !required)(
  `Debian's tor, without a network${TOR === null ? ' (skipped: it is not installed)' : ''}`,
  { timeout: 60_000 },
  () => {
    it('refuses names that are no onion service, with its extended errors', async () => {
      if (TOR === null) throw new Error('tor is not installed');
      const port = await startTor(TOR, 'ExtendedErrors');
      const INVALID = 'invalid-name: SOCKS reply 0xF6: invalid onion address';
      expect(await ask(port, 'wy6zk3pmcwiyhiao.onion')).toBe(INVALID);
      expect(await ask(port, v3Name(Buffer.alloc(32, 1), 4))).toBe(INVALID);
      // As long as a name of version 3, and with a wrong checksum.
      expect(await ask(port, `${'a'.repeat(56)}.onion`)).toBe(INVALID);
      // A name that it takes, and does not find without a network.
      expect(await ask(port, labOnion('mail'))).toBe(
        'timeout: SOCKS reply 0x06: expired on the way',
      );
    });

    it('says less without them', async () => {
      if (TOR === null) throw new Error('tor is not installed');
      const port = await startTor(TOR, '');
      expect(await ask(port, 'wy6zk3pmcwiyhiao.onion')).toMatch(/^[a-z-]+: SOCKS reply 0x0[1-8]: /);
    });
  },
);
