import { spawnSync } from 'node:child_process';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { suiteName, suitesUpTo } from '../../../src/net/tls/cipher-suites.ts';
import { ORDINARY_SIGNATURES, type HelloOffer } from '../../../src/net/tls/client-hello.ts';
import { answerText, type HelloAnswer } from '../../../src/net/tls/hello-answer.ts';
import { groupName } from '../../../src/net/tls/tls-numbers.ts';
import type { TlsVersion } from '../../../src/model/records/words.ts';
import { exchangeHello } from '../../../src/net/tls/hello.ts';
import { makeCertificate } from '../../lab/certificates.ts';
import { alert, certificates, helloRetryRequest, record, serverHello } from './server-bytes.ts';

function upTo(version: TlsVersion, more: Partial<HelloOffer> = {}): HelloOffer {
  const suites = suitesUpTo(version).map(({ number }) => number);
  const signatures = ORDINARY_SIGNATURES;
  return { version, suites, groups: ['X25519', 'P-256', 'P-384'], signatures, ...more };
}

/** Sends a hello to a server with the given behaviour; returns the answer. */
async function ask(serve: (socket: Socket) => void, offer = upTo('TLSv1.2'), ms = 300) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    serve(socket);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  return hello((server.address() as AddressInfo).port, offer, ms);
}

async function hello(port: number, offer: HelloOffer, ms = 2_000): Promise<HelloAnswer> {
  const socket = connect({ host: '127.0.0.1', port });
  await new Promise((resolve) => socket.once('connect', resolve));
  const answer = await exchangeHello(socket, { offer, servername: 'mx.lab.example', ms });
  socket.destroy();
  return answer;
}

const drip = (bytes: Buffer, everyMs: number) => (socket: Socket) => {
  let at = 0;
  const timer = setInterval(() => {
    if (at < bytes.length) socket.write(bytes.subarray(at, ++at));
  }, everyMs);
  socket.once('close', () => {
    clearInterval(timer);
  });
};

/** Sends bytes after the hello. */
const say = (bytes: Buffer) => (socket: Socket) => {
  socket.once('data', () => socket.write(bytes));
};

describe('a hello to a server that', () => {
  it.each<[string, (socket: Socket) => void, string | RegExp]>([
    ['says nothing', () => undefined, 'timeout (300 ms)'],
    ['closes', (socket) => socket.end(), 'closed (closed without an answer)'],
    [
      'resets',
      (socket) => socket.once('data', () => socket.resetAndDestroy()),
      'reset (ECONNRESET)',
    ],
    ['sends an alert', say(alert(2, 70)), 'alert 70'],
    ['speaks SMTP', say(Buffer.from('500 what?\r\n')), /^malformed \(no TLS: 3530302077/],
    [
      'speaks SMTP byte by byte',
      drip(Buffer.from('500 what?'), 5),
      /^malformed \(no TLS: 3530302077/,
    ],
    ['says a little that is no TLS', say(Buffer.from('500')), 'malformed (no TLS: 353030)'],
    ['says half a record', say(serverHello().subarray(0, 20)), 'timeout (300 ms)'],
    [
      'stops behind its ServerHello',
      say(serverHello()),
      'TLSv1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    ],
    ['drips', drip(serverHello(), 50), 'timeout (300 ms)'],
    ['drips quickly', drip(alert(2, 40), 1), 'alert 40'],
    [
      'floods with alerts',
      say(Buffer.alloc(7_000_000, alert(1, 90))),
      'too-long (more than 65536 bytes)',
    ],
    [
      'floods with empty records',
      say(Buffer.alloc(5_000_000, record(22, Buffer.alloc(0)))),
      'too-long (more than 65536 bytes)',
    ],
    [
      'closes within its certificate',
      (socket) =>
        socket.once('data', () =>
          socket.end(
            Buffer.concat([serverHello(), certificates(Buffer.alloc(99))]).subarray(0, -9),
          ),
        ),
      'TLSv1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    ],
  ])('%s', async (_, serve, expected) => {
    const text = answerText(await ask(serve));
    if (typeof expected === 'string') expect(text).toBe(expected);
    else expect(text).toMatch(expected);
  });

  it('has closed already', async () => {
    const socket = connect({ host: '127.0.0.1', port: 1 });
    socket.on('error', () => undefined);
    await new Promise((resolve) => socket.once('close', resolve));
    const options = { offer: upTo('TLSv1.2'), servername: null, ms: 300 };
    expect(answerText(await exchangeHello(socket, options))).toMatch(/^closed/);
  });
});

/** The bytes after the ClientHello that a server gets, which answers it and waits for the end. */
async function bytesAfterAnswer(answer: Buffer, offer: HelloOffer): Promise<string> {
  let after = Buffer.alloc(0);
  const ended = new Promise<void>((resolve) => {
    void ask((socket) => {
      socket.once('data', () => {
        socket.on('data', (bytes) => (after = Buffer.concat([after, bytes])));
        socket.write(answer);
      });
      socket.once('close', () => {
        resolve();
      });
    }, offer);
  });
  await ended;
  return after.toString('hex');
}

describe('the close_notify after an answer', () => {
  it.each<[string, Buffer, HelloOffer, string]>([
    ['SSL 3.0', serverHello({ version: 0x0300, suite: 0x0035 }), upTo('SSLv3'), '0300'],
    ['TLS 1.0', serverHello({ version: 0x0301, suite: 0xc013 }), upTo('TLSv1'), '0301'],
    ['TLS 1.1', serverHello({ version: 0x0302, suite: 0xc013 }), upTo('TLSv1.1'), '0302'],
    ['TLS 1.2', serverHello(), upTo('TLSv1.2'), '0303'],
    ['TLS 1.3', helloRetryRequest(23), upTo('TLSv1.3'), '0303'],
    ['an alert', alert(2, 40), upTo('TLSv1.2'), '0301'],
  ])('of %s is a warning in a record of its version', async (_, answer, offer, version) => {
    const complete = Buffer.concat([answer, record(22, Buffer.from([14, 0, 0, 0]))]);
    expect(await bytesAfterAnswer(complete, offer)).toBe(`15${version}00020100`);
  });
});

/** A server of OpenSSL, inside Node. */
async function openssl(maxVersion: 'TLSv1.2' | 'TLSv1.3', ecdhCurve = 'auto', requestCert = false) {
  const { pem, keyPem, der } = await makeCertificate({
    subject: 'CN=mx',
    names: ['mx.lab.example'],
  });
  const server = createTlsServer({
    ...{ cert: pem, key: keyPem, minVersion: 'TLSv1', maxVersion, ecdhCurve, requestCert },
    ciphers: 'DEFAULT:@SECLEVEL=0',
  }).listen(0, '127.0.0.1');
  server.on('tlsClientError', () => undefined);
  onTestFinished(() => {
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  return { port: (server.address() as AddressInfo).port, der };
}

describe('a hello to OpenSSL', () => {
  it.each(['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const)('up to %s', async (version) => {
    const { port } = await openssl('TLSv1.3');
    const answer = await hello(port, upTo(version));
    expect(answer).toMatchObject({ kind: 'server-hello', hello: { version } });
  });

  it('up to SSL 3.0 is refused', async () => {
    const { port } = await openssl('TLSv1.3');
    expect(answerText(await hello(port, upTo('SSLv3')))).toMatch(/^alert (40|70)$/);
  });

  it('shows its certificate, its curve, and that it asks for a client certificate', async () => {
    const { port, der } = await openssl('TLSv1.2', 'P-384', true);
    expect(await hello(port, upTo('TLSv1.2'))).toMatchObject({
      hello: { secureRenegotiation: true },
      chain: [der],
      keyExchange: { kind: 'group', number: 24 },
      clientCertificateAsked: true,
    });
  });

  it.each([
    ['X25519', ['X25519', 'P-256'], 'X25519'],
    ['P-256', ['P-256'], 'P-256'],
    ['P-384', ['X25519', 'P-256', 'P-384'], 'P-384'],
  ] as const)('chooses the group %s of %j', async (curve, groups, expected) => {
    const { port } = await openssl('TLSv1.3', curve);
    const answer = await hello(port, upTo('TLSv1.3', { groups }));
    const group = answer.kind === 'server-hello' ? answer.hello.group : null;
    expect(groupName(group ?? 0)).toBe(expected);
  });

  it('is refused with unknown groups, and accepted with post-quantum ones that it supports', async () => {
    const { port } = await openssl('TLSv1.3');
    const suites = [0x1301];
    const offer = upTo('TLSv1.3', { suites, groups: ['X25519MLKEM768', 'SecP256r1MLKEM768'] });
    // OpenSSL has them from 3.5 on.
    const [major = 0, minor = 0] = process.versions.openssl.split('.').map(Number);
    const knows = major > 3 || (major === 3 && minor >= 5);
    const answer = answerText(await hello(port, offer));
    expect(answer).toBe(knows ? 'TLSv1.3 TLS_AES_128_GCM_SHA256' : 'alert 40');
  });
});

const OPENSSL = 'openssl';

/** The names that this machine's OpenSSL has for the suites it knows; empty without it. */
const KNOWN = spawnSync(OPENSSL, ['ciphers', '-V', '-stdname', 'ALL:COMPLEMENTOFALL:@SECLEVEL=0'], {
  encoding: 'utf8',
});

describe.skipIf(KNOWN.status !== 0)('suites (skipped without openssl)', () => {
  it('have the names and numbers of OpenSSL', () => {
    const rows = KNOWN.stdout.matchAll(/0x(\w\w),0x(\w\w) - (\S+)/g);
    const theirs = new Map(
      [...rows].map(([, a = '', b = '', name = '']) => [Number(`0x${a}${b}`), name]),
    );
    const shared = suitesUpTo('TLSv1.3').filter(({ number }) => theirs.has(number));
    expect(shared.length).toBeGreaterThan(40);
    for (const { number } of shared) expect(suiteName(number)).toBe(theirs.get(number));
  });
});
