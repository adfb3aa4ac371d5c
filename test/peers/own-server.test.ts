import { execFile } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labOnion } from '../lab/onion/onion-names.ts';
import { startSocksServer, type LabSocks } from '../lab/onion/socks-server.ts';
import { buildProgram } from '../program.ts';
import { checkOwn } from './check-own.ts';
import { startDaemon } from './servers/daemon.ts';
import { eximAvailable, eximDaemon, makeEximRoot, writeEximChain } from './servers/exim.ts';
import { chainFile, makePki, validChain, type Pki } from './servers/pki.ts';
import { makeQueue, postfixAvailable } from './servers/postfix.ts';
import { makeGround, stopWorld } from './world.ts';

const required = process.env['MXTLS_REQUIRE_PEERS'] === '1';
const postfix = postfixAvailable();
const exim = eximAvailable();
for (const available of [postfix, exim]) {
  if (!available.ok) console.warn(`peers: ${available.reason}: the tests of it are skipped`);
}
const titleOf = (available: typeof postfix): string =>
  available.ok ? 'on loopback' : `(skipped: ${available.reason})`;

const HOST = 'mail.peers.test';
/** One that trusts 127.0.0.0/8, one that trusts nobody, and Exim. */
const TRUSTING = '127.60.9.1';
const STRICT = '127.60.9.2';
const EXIM_HOST = '127.60.9.3';

const ground = postfix.ok || exim.ok ? makeGround() : null;
let program = '';
let pki: Pki;
let auth: Server | null = null;
let socks: LabSocks | null = null;

beforeAll(async () => {
  if (ground === null) return;
  // On a busy machine the build takes longer than a test may.
  program = buildProgram();
  pki = await makePki();
  writeFileSync(join(ground.folder, 'root.pem'), pki.root.pem);
  if (postfix.ok) await servePostfix(join(ground.folder, 'postfix'));
  if (exim.ok) await serveExim(ground.folder);
}, 240_000);

afterAll(async () => {
  auth?.close();
  await socks?.close();
  if (ground !== null) await stopWorld(ground);
}, 60_000);

async function servePostfix(folder: string): Promise<void> {
  mkdirSync(folder);
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'mx.pem'), chainFile(await validChain(pki, HOST)), { mode: 0o600 });
  writeFileSync(join(folder, 'main.cf'), mainCf(folder));
  writeFileSync(join(folder, 'master.cf'), MASTER_CF);
  makeQueue(folder);
  const owner = statSync(join(folder, 'data')).uid;
  for (const name of ['incoming', 'active', 'deferred', 'defer', 'bounce', 'maildrop', 'corrupt']) {
    mkdirSync(join(folder, 'queue', name));
    chownSync(join(folder, 'queue', name), owner, 0);
  }
  auth = await serveAuth(join(folder, 'queue/private/auth'), owner);
  const ready = { address: STRICT, port: 587 };
  const command = '/usr/lib/postfix/sbin/master';
  ground?.daemons.push(await startDaemon({ command, args: ['-c', folder, '-d'], ready }));
  // As a Tor on the machine of the server does: it connects from 127.0.0.1.
  socks = await startSocksServer({
    names: {
      [`${labOnion('trusting')}:25`]: { kind: 'connect', address: TRUSTING, port: 25 },
      [`${labOnion('strict')}:2525`]: { kind: 'connect', address: STRICT, port: 25 },
    },
  });
}

/** A Dovecot that knows the mechanism PLAIN, and no user (its authentication protocol, version 1.1). */
async function serveAuth(path: string, owner: number): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('VERSION\t1\t1\nMECH\tPLAIN\tplaintext\nSPID\t1\nCUID\t1\nCOOKIE\t00\nDONE\n');
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  chownSync(path, owner, 0);
  return server;
}

/** As Debian installs it, but for the folders, and that it delivers nothing: there is no qmgr. */
function mainCf(folder: string): string {
  return `compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
maillog_file = ${folder}/log
maillog_file_prefixes = ${folder}
inet_protocols = ipv4
myhostname = ${HOST}
mydestination = $myhostname
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
local_recipient_maps =
smtpd_peername_lookup = no
in_flow_delay = 0
smtpd_tls_security_level = may
smtpd_tls_protocols = >=TLSv1.2
smtpd_tls_mandatory_protocols = >=TLSv1.2
smtpd_tls_chain_files = ${folder}/mx.pem
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
`;
}

const SASL = '-o smtpd_sasl_auth_enable=yes';
const SMTPS = `${SASL} -o smtpd_tls_wrappermode=yes`;
const MASTER_CF = `${TRUSTING}:25 inet n - n - - smtpd ${SASL}
${TRUSTING}:465 inet n - n - - smtpd ${SMTPS}
${TRUSTING}:587 inet n - n - - smtpd ${SASL} -o smtpd_tls_auth_only=yes
${STRICT}:25 inet n - n - - smtpd -o mynetworks=
${STRICT}:465 inet n - n - - smtpd
${STRICT}:587 inet n - n - - smtpd ${SASL} -o smtpd_tls_auth_only=yes -o mynetworks= -o smtpd_client_restrictions=permit_sasl_authenticated,reject
tlsmgr unix - - n - 1 tlsmgr
anvil unix - - n - 1 anvil
rewrite unix - - n - - trivial-rewrite
cleanup unix n - n - 0 cleanup
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
`;

async function serveExim(folder: string): Promise<void> {
  const root = makeEximRoot(folder);
  writeEximChain(root, 'exim-own', await validChain(pki, HOST));
  const settings = [
    'tls_advertise_hosts = *',
    'tls_certificate = /etc/exim-own.crt',
    'tls_privatekey = /etc/exim-own.key',
    'tls_on_connect_ports = 465',
    'tls_require_ciphers = NORMAL:-VERS-ALL:+VERS-TLS1.2:+VERS-TLS1.3',
  ];
  const spec = { name: 'exim-own', address: EXIM_HOST, port: 465, settings };
  ground?.daemons.push(await startDaemon(eximDaemon(root, spec)));
}

const check = (address: string, ...args: string[]) =>
  checkOwn({ program, cwd: ground?.folder ?? '', host: HOST, address }, ...args);

describe.skipIf(!postfix.ok)(`mxtls check of Postfix ${titleOf(postfix)}`, () => {
  it('tells that it relays for 127.0.0.0/8, and where it offers AUTH', async () => {
    const { status, words, evidence } = await check(TRUSTING);
    expect(words).toEqual([
      '25 tls ok',
      '25 certificate ok',
      '25 auth-before-tls failed',
      '25 relay warning',
      '465 tls ok',
      '465 certificate ok',
      '465 auth ok',
      '465 relay warning',
      '587 tls ok',
      '587 certificate ok',
      '587 auth-before-tls ok',
      '587 auth ok',
      '587 relay warning',
    ]);
    expect(evidence[3]).toBe(
      '25 relay: accepted a recipient of another domain, <postmaster@mxtls.example> from <postmaster@scan.peers.test> and <postmaster@mxtls.example> from <>: it relays for this client; asked from 127.0.0.1 (loopback), which mail servers usually trust',
    );
    expect(status).toBe(1);
  }, 120_000);

  it('tells that it refuses a stranger, and that port 465 has no TLS', async () => {
    const { status, words, evidence } = await check(STRICT);
    expect(words).toEqual([
      '25 tls ok',
      '25 certificate ok',
      '25 auth-before-tls ok',
      '25 relay ok',
      '465 tls failed',
      '465 auth unknown',
      '465 relay unknown',
      '587 tls ok',
      '587 certificate ok',
      '587 auth-before-tls ok',
      '587 auth ok',
      '587 relay ok',
    ]);
    expect(evidence).toContain(
      '465 tls: does not speak TLS: it answers a ClientHello with bytes that are not TLS (plaintext: 220 mail)',
    );
    expect(status).toBe(1);
  }, 120_000);

  it.each([
    [
      'trusting',
      25,
      'failed: accepted a recipient of another domain, <postmaster@mxtls.example> from <postmaster@scan.peers.test> and <postmaster@mxtls.example> from <>: an open relay, unless it refuses at DATA, which is not sent',
    ],
    ['strict', 2525, 'ok: refused each of 4 forms'],
  ])(
    'asks the onion service of the %s one as a stranger',
    async (label, port, expected) => {
      const onion = `${labOnion(label)}${port === 25 ? '' : `:${port}`}`;
      const tor = ['--onion', onion, '--tor', `127.0.0.1:${socks?.port ?? 0}`];
      const { words, evidence, findings } = await check(STRICT, '--port', '25', ...tor);
      expect(words).toHaveLength(5);
      expect(evidence).toContain(
        '25 relay: refused each of 4 forms; asked from 127.0.0.1 (loopback), which mail servers usually trust',
      );
      const { address, ...found } = findings.at(-1) ?? {};
      expect(address).toBe(labOnion(label));
      expect(found).toEqual({
        port,
        question: 'relay',
        outcome: expected.split(':')[0],
        evidence: `${expected.replace(/^\w+: /, '')}; asked through its onion service, whose mail comes from the machine itself, as from 127.0.0.1`,
      });
    },
    60_000,
  );

  it('agrees with openssl s_client about port 465', async () => {
    const output = await sClient(TRUSTING);
    expect(output).toMatch(/Protocol *: TLSv1\.3|New, TLSv1\.3/);
    const { evidence } = await check(TRUSTING, '--port', '465');
    expect(evidence[0]).toMatch(/^465 tls: TLS 1\.2 and 1\.3, TLS_AES_256_GCM_SHA384/);
  }, 60_000);
});

describe.skipIf(!exim.ok)(`mxtls check of Exim ${titleOf(exim)}`, () => {
  it('finds TLS on its tls_on_connect_ports, and that it denies all', async () => {
    const { words } = await check(EXIM_HOST, '--port', '465');
    expect(words[0]).toBe('465 tls ok');
    expect(words).toContain('465 certificate ok');
  }, 60_000);
});

describe.skipIf(!required)(
  `in CI${required ? '' : ' (skipped: MXTLS_REQUIRE_PEERS is not 1)'}`,
  () => {
    it('the servers are there', () => {
      expect([postfix, exim]).toEqual([{ ok: true }, { ok: true }]);
    });
  },
);

function sClient(address: string): Promise<string> {
  return new Promise((resolve) => {
    const args = ['s_client', '-connect', `${address}:465`, '-servername', HOST];
    const child = execFile('openssl', args, (_, stdout) => {
      resolve(stdout);
    });
    child.stdin?.end('QUIT\r\n');
  });
}
