import { connect } from 'node:net';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Fetched } from '../../../src/net/https/fetched.ts';
import { fetchPolicyFile, type FetchOptions } from '../../../src/net/https/https.ts';
import { makeCertificate, type LabCertificate } from '../../lab/certificates.ts';
import {
  flood,
  gzipBomb,
  reply,
  say,
  startHttpsServer,
  type HttpAct,
  type HttpsServerOptions,
  type LabHttps,
} from '../../lab/https-server.ts';

const HOST = 'mta-sts.example.gr';
const POLICY = 'version: STSv1\nmode: none\nmax_age: 1\n';
const PLAIN = 'Content-Type: text/plain';
const EARLY_HINTS = 'HTTP/1.1 103 Early Hints\r\n\r\n';
const OK = `HTTP/1.1 200 OK\r\n${PLAIN}\r\n`;

let certificate: LabCertificate;
beforeAll(async () => {
  certificate = await makeCertificate({ subject: `CN=${HOST}`, names: [HOST] });
});

async function serve(options: Partial<HttpsServerOptions>): Promise<LabHttps> {
  const server = await startHttpsServer({ certificate, act: reply(POLICY), ...options });
  onTestFinished(() => server.close());
  return server;
}

function fetchFrom(server: LabHttps, options: Partial<FetchOptions> = {}): Promise<Fetched> {
  return fetchPolicyFile({
    host: HOST,
    path: '/.well-known/mta-sts.txt',
    address: server.address,
    port: 443,
    dial: (host) => connect({ host, port: server.port }),
    distrust: () => null,
    ms: 5_000,
    ...options,
  });
}

/** What came of it, in a line. */
function summary(fetched: Fetched): string {
  switch (fetched.kind) {
    case 'body':
      return `body ${fetched.body.length} ${fetched.body.toString().slice(0, 14)}`;
    case 'failed':
      return `failed ${fetched.stage}:${fetched.code}`;
    case 'untrusted':
      return `untrusted ${fetched.reason}`;
    case 'status':
      return `status ${fetched.status}`;
    case 'media-type':
      return `media-type ${fetched.mediaType ?? 'none'}`;
    case 'encoded':
      return `encoded ${fetched.encoding}`;
    case 'too-long':
      return `too-long ${fetched.bytes}`;
  }
}

const WHOLE = `body ${POLICY.length} version: STSv1`;
const type = (value: string) => ({ fields: [`Content-Type: ${value}`] });
const status = (value: string) => ({ status: value, fields: [PLAIN] });

describe('a policy host that answers', () => {
  it.each<[string, HttpAct, string]>([
    ['well', reply(POLICY), WHOLE],
    ['with a charset', reply(POLICY, type('Text/Plain; charset=utf-8')), WHOLE],
    [
      'with chunks',
      say(`${OK}Transfer-Encoding: chunked\r\n\r\n4\r\nvers\r\n0\r\n\r\n`, 'close'),
      'body 4 vers',
    ],
    ['without a length', say(`${OK}\r\n${POLICY}`, 'close'), WHOLE],
    [
      'after 103 Early Hints',
      say(`HTTP/1.1 103 Early Hints\r\n\r\n${OK}Content-Length: 1\r\n\r\nx`, 'close'),
      'body 1 x',
    ],
    ['with identity said', reply(POLICY, { fields: [PLAIN, 'Content-Encoding: identity'] }), WHOLE],
    [
      'after ten interim answers',
      say(`${EARLY_HINTS.repeat(10)}${OK}Content-Length: 1\r\n\r\nx`, 'close'),
      'body 1 x',
    ],
    [
      'after eleven interim answers',
      say(`${EARLY_HINTS.repeat(11)}${OK}Content-Length: 1\r\n\r\nx`, 'close'),
      'failed answer:malformed',
    ],
    ['with nothing', reply(''), 'body 0 '],
    ['with 64 KB', reply('x'.repeat(65_536)), 'body 65536 xxxxxxxxxxxxxx'],
    ['with a byte more', reply('x'.repeat(65_537)), 'too-long 65536'],
    ['without end', flood(`${OK}\r\n`, 'x'.repeat(10_000)), 'too-long 65536'],
    [
      'with chunks without end',
      flood(`${OK}Transfer-Encoding: chunked\r\n\r\n`, `1000\r\n${'x'.repeat(4_096)}\r\n`),
      'too-long 65536',
    ],
    [
      'with a redirect',
      reply('', { status: '301 Moved', fields: ['Location: https://example.gr/'] }),
      'status 301',
    ],
    ['with 204', say('HTTP/1.1 204 No Content\r\n\r\n', 'close'), 'status 204'],
    ['with 206', reply(POLICY, status('206 Partial Content')), 'status 206'],
    ['with 404', reply(POLICY, status('404 Not Found')), 'status 404'],
    ['with 500', reply(POLICY, status('500 Oops')), 'status 500'],
    ['with 304', say('HTTP/1.1 304 Not Modified\r\n\r\n', 'close'), 'status 304'],
    ['with HTML', reply('<html>', type('text/html')), 'media-type text/html'],
    ['with JSON', reply('{}', type('application/json')), 'media-type application/json'],
    ['with text/plainer', reply(POLICY, type('text/plainer')), 'media-type text/plainer'],
    ['with no media type', reply(POLICY, { fields: [] }), 'media-type none'],
    ['with a gzip bomb', gzipBomb(), 'encoded gzip'],
    [
      'with huge header fields',
      flood('HTTP/1.1 200 OK\r\n', `X-Filler: ${'x'.repeat(1_000)}\r\n`),
      'failed answer:too-long',
    ],
    [
      'with a head that never ends',
      flood('HTTP/1.1 200 OK\r\nX: ', 'x'.repeat(1_000)),
      'failed answer:too-long',
    ],
    [
      'with endless interim answers',
      flood('', 'HTTP/1.1 102 Processing\r\n\r\n'),
      'failed answer:malformed',
    ],
    ['with no HTTP', say('220 mx.example.gr ESMTP\r\n', 'stay'), 'failed answer:malformed'],
    [
      'with a bad length',
      say(`${OK}Content-Length: -1\r\n\r\n`, 'stay'),
      'failed answer:malformed',
    ],
    [
      'with two lengths',
      say(`${OK}Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx`, 'close'),
      'failed answer:malformed',
    ],
    [
      'and closes before all of it',
      say(`${OK}Content-Length: 99\r\n\r\n${POLICY}`, 'close'),
      'failed answer:closed',
    ],
    [
      'and closes within a chunk',
      say(`${OK}Transfer-Encoding: chunked\r\n\r\n99\r\nvers`, 'close'),
      'failed answer:closed',
    ],
    ['and closes within the head', say(OK, 'close'), 'failed answer:closed'],
    ['and closes at once', say('', 'close'), 'failed answer:closed'],
    ['and resets', say('', 'reset'), 'failed answer:closed'],
    [
      'with a change of protocols',
      say('HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n', 'stay'),
      'status 101',
    ],
  ])('%s', async (_, act, expected) => {
    expect(summary(await fetchFrom(await serve({ act })))).toBe(expected);
  });

  it.each<[string, HttpAct]>([
    ['with silence', () => undefined],
    ['with a head in drips', flood('HTTP/1.1 200 OK\r\nX: ', 'x', 20)],
    ['with a body in drips', flood(`${OK}Content-Length: 60000\r\n\r\n`, 'x', 20)],
    ['with half of it', say(`${OK}Content-Length: 99\r\n\r\nx`, 'stay')],
  ])(
    '%s is given up in time',
    async (_, act) => {
      const fetched = await fetchFrom(await serve({ act }), { ms: 400 });
      expect(summary(fetched)).toBe('failed answer:timeout');
    },
    5_000,
  );

  it('gets one request, with its name and without content encodings', async () => {
    const server = await serve({});
    await fetchFrom(server);
    expect(server.requests).toHaveLength(1);
    expect(server.serverNames).toEqual([HOST]);
    const [line, ...fields] = (server.requests[0] ?? '').trimEnd().split('\r\n');
    expect(line).toBe('GET /.well-known/mta-sts.txt HTTP/1.1');
    expect(fields).toEqual([
      `host: ${HOST}`,
      expect.stringMatching(/^user-agent: mxtls\/\d/),
      'accept: text/plain',
      'accept-encoding: identity',
      'Connection: close',
    ]);
  });
});

describe('a policy host that cannot be reached', () => {
  it.each<[string, Partial<HttpsServerOptions>, string]>([
    [
      'as it says no TLS',
      { instead: (raw) => raw.write('220 hello\r\n') },
      'failed handshake:malformed',
    ],
    ['as it closes', { instead: (raw) => raw.end() }, 'failed handshake:closed'],
    [
      'as it resets',
      { instead: (raw) => raw.once('data', () => raw.resetAndDestroy()) },
      'failed handshake:reset',
    ],
    ['as it is silent', { instead: () => undefined }, 'failed handshake:timeout'],
    [
      'as it speaks TLS 1.1 only',
      { context: { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } },
      'failed handshake:no-shared-version',
    ],
  ])('%s', async (_, options, expected) => {
    expect(summary(await fetchFrom(await serve(options), { ms: 400 }))).toBe(expected);
  });

  it('that refuses the connection', async () => {
    const server = await startHttpsServer({ certificate, act: reply(POLICY) });
    await server.close();
    expect(summary(await fetchFrom(server))).toBe('failed connect:refused');
  });
});

describe('the certificate of a policy host', () => {
  it('is judged as sent, before any request', async () => {
    const server = await serve({});
    const fetched = await fetchFrom(server, {
      distrust: (chain) => `${chain.length} ${String(chain[0]?.equals(certificate.der))}`,
    });
    expect(summary(fetched)).toBe('untrusted 1 true');
    expect(server.requests).toEqual([]);
  });
});
