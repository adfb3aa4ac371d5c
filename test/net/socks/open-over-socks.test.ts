import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { attempt } from '../../../src/net/smtp/attempt.ts';
import { TIMEOUTS } from '../../../src/net/deadline.ts';
import { openOverSocks } from '../../../src/net/socks/open-over-socks.ts';
import { replyFailure, replyNumber } from '../../../src/net/socks/socks-reply.ts';
import { labOnion } from '../../lab/onion/onion-names.ts';
import { startSocksServer, type SocksOptions } from '../../lab/onion/socks-server.ts';
import { startSmtpServer } from '../../lab/smtp/smtp-server.ts';

const SECRET = Buffer.alloc(32, 1);
const HOST = labOnion('mail');

async function serve(options: SocksOptions) {
  const server = await startSocksServer(options);
  onTestFinished(() => server.close());
  return server;
}

async function ask(proxyPort: number, host = HOST, secret = SECRET, connectMs = 1_000) {
  const seen = await attempt({
    ...{ host, address: host, port: 25, ehlo: 'scan.lab.example', clients: [], sni: true },
    open: openOverSocks({ host: '127.0.0.1', port: proxyPort }, secret),
    action: { kind: 'handshake', offer: 'certificate' },
    timeouts: { ...TIMEOUTS, connect: connectMs },
    record: () => undefined,
  });
  if (!('failure' in seen)) return seen.outcome;
  const { stage, code, detail } = seen.failure;
  return `${stage}:${code} ${detail}`;
}

describe('a connection over SOCKS', () => {
  it('reaches an SMTP server, whose greeting comes with the reply of the proxy', async () => {
    const smtp = await startSmtpServer({ name: HOST });
    onTestFinished(() => smtp.close());
    const proxy = await serve({ names: { [HOST]: { kind: 'connect', port: smtp.port } } });
    expect(await ask(proxy.port)).toBe('tls');
    expect(proxy.requests).toMatchObject([{ host: HOST, port: 25 }]);
  });

  it('has other credentials for each host and run, and the same for one host', async () => {
    const proxy = await serve({ names: {} });
    const other = labOnion('other');
    await ask(proxy.port);
    await ask(proxy.port);
    await ask(proxy.port, other);
    await ask(proxy.port, HOST, Buffer.alloc(32, 2));
    const [a, again, b, c] = proxy.requests.map(({ user, password }) => `${user} ${password}`);
    expect(a).toMatch(/^[0-9a-f]{32} [0-9a-f]{32}$/);
    expect(again).toBe(a);
    expect(new Set([a, b, c]).size).toBe(3);
  });

  it.each([
    [0x01, 'proxy-failed'],
    [0x02, 'proxy-failed'],
    [0x03, 'unreachable'],
    [0x04, 'unreachable'],
    [0x05, 'refused'],
    [0x06, 'timeout'],
    [0x07, 'proxy-failed'],
    [0x08, 'proxy-failed'],
    [0x09, 'proxy-failed'],
    [0xf0, 'onion-not-found'],
    [0xf1, 'onion-failed'],
    [0xf2, 'onion-failed'],
    [0xf3, 'onion-failed'],
    [0xf4, 'onion-authorization'],
    [0xf5, 'onion-authorization'],
    [0xf6, 'invalid-name'],
    [0xf7, 'onion-failed'],
    [0xff, 'proxy-failed'],
  ] as const)('fails by the reply %i as %s', async (reply, code) => {
    const proxy = await serve({ names: { [HOST]: { kind: 'reply', reply } } });
    const { detail } = replyFailure(reply);
    expect(await ask(proxy.port)).toBe(`connect:${code} ${detail}`);
    expect(detail).toMatch(/^SOCKS reply 0x[0-9A-F]{2}: /);
  });

  it.each([
    ['close', 'connect:proxy-failed Socket closed'],
    ['no-method', /^connect:proxy-failed .*authentication/i],
    ['bad-password', /^connect:proxy-failed .*authentication/i],
    ['not-socks', /^connect:proxy-failed .*version/i],
    ['hang', 'connect:proxy-failed the proxy did not answer'],
  ] as const)('to a proxy that does %s is a failure of ours', async (fault, shown) => {
    const proxy = await serve({ names: {}, fault });
    expect(await ask(proxy.port, HOST, SECRET, fault === 'hang' ? 100 : 5_000)).toEqual(
      typeof shown === 'string' ? shown : expect.stringMatching(shown),
    );
  });

  it('to no proxy at all is a failure of ours', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(await ask(port)).toMatch(/^connect:proxy-failed .*ECONNREFUSED/);
  });

  it.each([
    ['hang', 'connect:timeout 300 ms'],
    ['close', 'connect:proxy-failed Socket closed'],
  ] as const)('to a host at which the proxy does %s', async (kind, shown) => {
    const proxy = await serve({ names: { [HOST]: { kind } } });
    expect(await ask(proxy.port, HOST, SECRET, 300)).toBe(shown);
  });
});

describe('replyNumber', () => {
  it.each([
    ['nothing', [], null],
    ['the method', [5, 2], null],
    ['the status', [5, 2, 1, 0], null],
    ['half a reply', [5, 2, 1, 0, 5], null],
    ['a reply', [5, 2, 1, 0, 5, 0xf0], 0xf0],
    ['a reply without a password', [5, 0, 5, 4], 4],
    ['no SOCKS', [...Buffer.from('HTTP/1.1')], null],
  ] as const)('%s', (_, bytes, reply) => {
    expect(replyNumber(Buffer.from(bytes))).toBe(reply);
  });
});
