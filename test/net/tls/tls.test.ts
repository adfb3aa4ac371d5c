import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { upgrade, type HandshakeResult } from '../../../src/net/tls/tls.ts';
import { makeCertificate } from '../../lab/certificates.ts';
import { alert } from './server-bytes.ts';

const OPTIONS = { offer: 'certificate', servername: 'mx.lab.example', ms: 2_000 } as const;

/** A connection to a server with the given behaviour. */
async function connected(serve: (socket: Socket) => void): Promise<Socket> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    serve(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const near = connect({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  onTestFinished(() => {
    for (const socket of [near, ...sockets]) socket.destroy();
    server.close();
  });
  near.on('error', () => undefined);
  await once(near, 'connect');
  return near;
}

function summary(result: HandshakeResult): string {
  return result.kind === 'done' ? result.handshake.version : result.code;
}

/** Says something, then shakes hands. */
async function shakesHands(
  maxVersion: 'TLSv1.2' | 'TLSv1.3',
  before: Buffer = Buffer.alloc(0),
): Promise<(socket: Socket) => void> {
  const { pem: cert, keyPem: key } = await makeCertificate({ subject: 'CN=mx' });
  const secureContext = createSecureContext({ cert, key, maxVersion });
  return (raw) => {
    raw.once('data', (hello: Buffer) => {
      raw.pause();
      raw.write(before);
      raw.unshift(hello);
      new TLSSocket(raw, { isServer: true, secureContext }).on('error', () => undefined);
    });
  };
}

describe('a handshake on a socket that', () => {
  it('is destroyed fails at once', async () => {
    const near = await connected(() => undefined);
    near.destroy();
    await once(near, 'close');
    expect(summary(await upgrade(near, OPTIONS))).toBe('closed');
  });

  it('was closed by the server fails', async () => {
    const near = await connected((socket) => socket.end());
    near.resume();
    await once(near, 'end');
    expect(summary(await upgrade(near, OPTIONS))).toBe('closed');
  });
});

describe('a server that', () => {
  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'only warns that it does not know the name is gone on with: %s',
    async (version) => {
      const near = await connected(await shakesHands(version, alert(1, 112)));
      expect(summary(await upgrade(near, OPTIONS))).toBe(version);
    },
  );

  it('resets after the handshake does not make it throw', async () => {
    const serve = await shakesHands('TLSv1.2');
    const accepted: Socket[] = [];
    const near = await connected((socket) => {
      accepted.push(socket);
      serve(socket);
    });
    const result = await upgrade(near, OPTIONS);
    expect(summary(result)).toBe('TLSv1.2');
    const closed = once(near, 'close');
    accepted[0]?.resetAndDestroy();
    await closed;
  });

  it('sends a chain too long for OpenSSL', async () => {
    const big = await Promise.all(
      [1, 2].map((i) =>
        makeCertificate({
          subject: `CN=big ${i}`,
          names: Array.from({ length: 3_000 }, (_, n) => `host${n}.of.a.long.name.example`),
        }),
      ),
    );
    const [leaf] = big;
    const cert = big.map(({ pem }) => pem).join('\n');
    const secureContext = createSecureContext({ cert, key: leaf?.keyPem ?? '' });
    const near = await connected((raw) => {
      new TLSSocket(raw, { isServer: true, secureContext }).on('error', () => undefined);
    });
    expect(summary(await upgrade(near, OPTIONS))).toBe('too-long');
  });
});
