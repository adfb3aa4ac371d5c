import { Socket } from 'node:dgram';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { UdpPool, type PoolLimits } from '../../../src/net/dns/udp-pool.ts';
import type { UdpResult } from '../../../src/net/dns/udp-socket.ts';
import { startDnsServer, type LabDns } from '../../lab/dns/dns-server.ts';
import type { DnsBehaviours } from '../../lab/dns/dns-zone.ts';

/** Only sockets of the pool are connected. */
const connect = vi.spyOn(Socket.prototype, 'connect');

afterEach(() => {
  connect.mockReset();
});

const ZONE = { 'a.example': { A: ['192.0.2.1'] } };

async function serve(behaviours: DnsBehaviours = { kind: 'answer' }): Promise<LabDns> {
  const zone = { 'a.example': { A: ['192.0.2.1'], behaviours: { A: behaviours } } };
  const server = await startDnsServer({ zone });
  onTestFinished(() => server.close());
  return server;
}

function ask(pool: UdpPool, server: LabDns, timeoutMs = 5_000): Promise<UdpResult> {
  const question = { name: 'a.example', type: 'A' } as const;
  return pool.ask({ server, question, form: 'usual', timeoutMs });
}

function askMany(pool: UdpPool, server: LabDns, count: number): Promise<string[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const result = await ask(pool, server);
      return result.kind === 'failed' ? result.code : result.kind;
    }),
  );
}

function portsOf(server: LabDns): Set<number> {
  return new Set(server.queries.map(({ clientPort }) => clientPort));
}

/** Makes every further socket fail as on a machine that has no file for it. */
function leaveNoSockets(): void {
  connect.mockImplementation(function (this: Socket) {
    const error = Object.assign(new Error('bind EMFILE'), { code: 'EMFILE' });
    process.nextTick(() => this.emit('error', error));
  });
}

const FEW: PoolLimits = { sockets: 4, questions: 10, lifeMs: 60_000 };

describe('a pool of UDP sockets', () => {
  it('answers many questions at once over few ports', async () => {
    const server = await serve();
    const pool = new UdpPool(server);
    for (let round = 0; round < 10; round++) {
      expect(new Set(await askMany(pool, server, 100))).toEqual(new Set(['answer']));
    }
    expect(portsOf(server).size).toBeGreaterThan(32);
    expect(portsOf(server).size).toBeLessThanOrEqual(64);
  });

  it('replaces a socket after some questions', async () => {
    const server = await serve();
    const pool = new UdpPool(server, FEW);
    for (let round = 0; round < 20; round++) await askMany(pool, server, 5);
    // 100 questions of 10 a socket, of which the last few are not used up.
    expect(connect.mock.calls.length).toBeGreaterThanOrEqual(10);
    expect(connect.mock.calls.length).toBeLessThanOrEqual(14);
  });

  it('replaces a socket that is old', async () => {
    const server = await serve();
    const pool = new UdpPool(server, { sockets: 1, questions: 100, lifeMs: 0 });
    for (let round = 0; round < 5; round++) await ask(pool, server);
    expect(connect).toHaveBeenCalledTimes(5);
  });

  it('closes the sockets that nobody uses', async () => {
    const server = await serve();
    await askMany(new UdpPool(server, { ...FEW, lifeMs: 20 }), server, 20);
    const sockets = connect.mock.contexts;
    expect(sockets.length).toBeGreaterThan(0);
    await vi.waitUntil(() => sockets.every(isClosed));
  });

  it('leaves a question without an answer by its timeout, and the others of its socket wait on', async () => {
    const server = await serve([{ kind: 'silent' }, { kind: 'answer', delayMs: 100 }]);
    const pool = new UdpPool(server, { ...FEW, sockets: 1 });
    const [silent, slow] = await Promise.all([ask(pool, server, 20), ask(pool, server)]);
    expect(silent).toMatchObject({ kind: 'failed', code: 'timeout', heard: false });
    expect(slow.kind).toBe('answer');
  });

  it('reports a server that died at once, and finds it again', async () => {
    const server = await startDnsServer({ zone: ZONE });
    const pool = new UdpPool(server, { ...FEW, sockets: 1 });
    expect((await ask(pool, server)).kind).toBe('answer');
    await server.close();
    expect(await ask(pool, server)).toMatchObject({ code: 'refused', heard: false });
    const again = await startDnsServer({ zone: ZONE, port: server.port });
    onTestFinished(() => again.close());
    expect((await ask(pool, server)).kind).toBe('answer');
  });

  it('uses the sockets that it has where the machine gives no more', async () => {
    const server = await serve();
    const pool = new UdpPool(server, { ...FEW, questions: 1_000, sockets: 64 });
    await askMany(pool, server, 3);
    leaveNoSockets();
    const results = await askMany(pool, server, 200);
    expect(new Set(results)).toEqual(new Set(['answer']));
    expect(portsOf(server).size).toBeLessThanOrEqual(3);
  });

  it('reports the limit of a machine without any socket', async () => {
    const server = await serve();
    leaveNoSockets();
    expect(await ask(new UdpPool(server), server)).toMatchObject({ code: 'local-limit' });
  });
});

function isClosed(socket: unknown): boolean {
  try {
    if (socket instanceof Socket) socket.address();
    return false;
  } catch {
    return true;
  }
}
