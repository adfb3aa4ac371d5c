import { createServer, connect, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { mx, type WorldSpec } from '../../lab/world/world-spec.ts';
import { startSmtpServer } from '../../lab/smtp/smtp-server.ts';
import { raise, surveyWorld } from '../lab-survey.ts';

/** A world with so many hosts of one operator, at one address or each at its own. */
function pool(count: number, published?: string): WorldSpec {
  const hosts = Array.from({ length: count }, (_, i) => `mx${i}.pool.example`);
  return {
    domains: Object.fromEntries(hosts.map((host, i) => [`d${i}.example`, mx(host)])),
    hosts: Object.fromEntries(
      hosts.map((host) => [host, published === undefined ? {} : { published }]),
    ),
  };
}

it.each([
  [20, [60], 0],
  // Three more where the first host to be looked up is not the one that is asked for the versions.
  [25, [3 + 24, 3 + 24 + 3], 24],
])('%d hosts at one address take %j connections', async (count, connections, noted) => {
  const spec = pool(count, '192.0.2.1');
  const world = await raise(spec);
  const { endpoints } = await surveyWorld(world, spec, { depth: 'standard' });
  expect(world.dial).toBeDefined();
  expect(endpoints.map(({ outcome }) => outcome)).toEqual(endpoints.map(() => 'tls'));
  const servers = new Set([...world.servers.values()].flat());
  const made = [...servers].reduce((sum, server) => sum + server.connections.length, 0);
  expect(connections).toContain(made);
  expect(endpoints.filter(({ notes }) => notes.includes('versions-of-address'))).toHaveLength(
    noted,
  );
});

/** A server that takes two connections in each time, and defers the others; it counts by its own clock. */
async function strictServer(
  ms: number,
): Promise<{ server: Server; port: number; all: () => number }> {
  const [good, busy] = await Promise.all([
    startSmtpServer({ name: 'mx.pool.example' }),
    startSmtpServer({ behaviour: { greeting: '421 4.7.0 Too many connections, slow down' } }),
  ]);
  let taken: number[] = [];
  const server = createServer((socket) => {
    const now = performance.now();
    taken = taken.filter((at) => at > now - ms);
    const isTaken = taken.length < 2;
    if (isTaken) taken.push(now);
    const behind = connect({ port: isTaken ? good.port : busy.port, host: '127.0.0.1' });
    const end = (): void => {
      socket.destroy();
      behind.destroy();
    };
    socket.on('error', end).on('close', end).pipe(behind);
    behind.on('error', end).on('close', end).pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.close();
    await Promise.all([good.close(), busy.close()]);
  });
  const { port } = server.address() as AddressInfo;
  return { server, port, all: () => good.connections.length + busy.connections.length };
}

it('an operator that takes two connections at a time is asked at its pace, and nothing is lost', async () => {
  const strict = await strictServer(300);
  const spec = pool(8);
  const others: WorldSpec = {
    domains: { ...spec.domains, 'other.example': mx('mx.other.example') },
    hosts: { ...spec.hosts, 'mx.other.example': {} },
  };
  const world = await raise(others);
  const ended: string[] = [];
  const [other] = world.addresses.get('mx.other.example') ?? [];
  const { endpoints } = await surveyWorld(world, others, {
    passes: 3,
    passDelayMs: 300,
    rateLimits: { concurrency: 50, perOperator: 4, pauseMs: 10 },
    settings: {
      port: world.port,
      dial: (address, port) =>
        address === other
          ? world.dial(address, port)
          : connect({ host: '127.0.0.1', port: strict.port }),
      ehlo: 'scan.lab.example',
      clients: [],
      timeouts: {
        attempt: 5_000,
        connect: 2_000,
        greeting: 2_000,
        command: 2_000,
        handshake: 2_000,
        quit: 500,
      },
    },
    onDomain: ({ domains }) => ended.push(...domains.map(({ domain }) => domain)),
  });
  expect(endpoints.map(({ outcome }) => outcome)).toEqual(endpoints.map(() => 'tls'));
  expect(ended.slice(0, 3)).toContain('other.example');
  expect(strict.all()).toBeLessThanOrEqual(8 * 3);
});
