import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { startWorld, type LabWorld, type WorldOptions } from './world.ts';
import { mx, type WorldSpec } from './world-spec.ts';

const hasIPv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);

const started: LabWorld[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((world) => world.close()));
});

async function start(spec: WorldSpec, options: WorldOptions = {}): Promise<LabWorld> {
  const world = await startWorld(spec, options);
  started.push(world);
  return world;
}

function resolver(world: LabWorld): Resolver {
  const made = new Resolver({ timeout: 500, tries: 1 });
  made.setServers([world.resolver]);
  return made;
}

/** The greeting, or the code of the error. */
async function greeting(socket: Socket): Promise<string> {
  try {
    const [bytes] = (await once(socket, 'data')) as [Buffer];
    return bytes.toString();
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'no code';
  } finally {
    socket.destroy();
  }
}

const SPEC: WorldSpec = {
  domains: {
    'good.example': mx('mx1.good.example', 'mx2.good.example', 'gone.good.example'),
    'own.example': { kind: 'implicit' },
    'null.example': { kind: 'null-mx' },
    'none.example': { kind: 'none' },
    'nx.example': { kind: 'nxdomain' },
    'bad.example': { kind: 'failing', behaviour: { kind: 'rcode', rcode: 'SERVFAIL' } },
  },
  hosts: {
    'mx1.good.example': {},
    'mx2.good.example': [{ behaviour: { greeting: '421 busy' } }, { behaviour: 'unreachable' }],
    'own.example': {},
  },
  names: {
    '_mta-sts.good.example': { TXT: ['v=STSv1; id=1'] },
    'mx1.good.example': { secure: true },
  },
};

describe('the DNS of a world', () => {
  it('has its domains, its hosts and its other names', async () => {
    const dns = resolver(await start(SPEC));
    expect(await dns.resolveMx('good.example')).toMatchObject([
      { priority: 10, exchange: 'mx1.good.example' },
      { priority: 20, exchange: 'mx2.good.example' },
      { priority: 30, exchange: 'gone.good.example' },
    ]);
    expect(await dns.resolve4('mx2.good.example')).toHaveLength(2);
    expect(await dns.resolve4('own.example')).toHaveLength(1);
    expect(await dns.resolveTxt('_mta-sts.good.example')).toEqual([['v=STSv1; id=1']]);
    expect(await dns.resolve4('mx1.good.example')).toHaveLength(1);
  });

  it.each([
    { name: 'own.example', code: 'ENODATA' },
    { name: 'none.example', code: 'ENODATA' },
    { name: 'nx.example', code: 'ENOTFOUND' },
    { name: 'bad.example', code: 'ESERVFAIL' },
  ])('has no MX of $name: $code', async ({ name, code }) => {
    const dns = resolver(await start(SPEC));
    await expect(dns.resolveMx(name)).rejects.toMatchObject({ code });
  });
});

describe.each([{ manyAddresses: true }, { manyAddresses: false }])(
  'the servers of a world, with $manyAddresses for many addresses',
  ({ manyAddresses }) => {
    const linux = process.platform === 'linux';

    it.skipIf(manyAddresses && !linux)(
      'are dialled by the addresses of the DNS (skipped: only Linux listens on all of 127/8)',
      async () => {
        const world = await start(SPEC, { manyAddresses });
        const said = async (host: string) => {
          const addresses = await resolver(world).resolve4(host);
          expect(addresses).toEqual(world.addresses.get(host));
          return Promise.all(addresses.map((one) => greeting(world.dial(one, world.port))));
        };
        expect(await said('mx1.good.example')).toEqual(['220 mx1.good.example ESMTP\r\n']);
        expect(await said('mx2.good.example')).toEqual(['421 busy\r\n', 'ECONNREFUSED']);
        expect(await said('own.example')).toEqual(['220 own.example ESMTP\r\n']);
        expect(world.reachableWithoutDial).toBe(manyAddresses);
        expect(world.connections().map(({ host }) => host)).toEqual([
          'mx1.good.example',
          'mx2.good.example',
          'own.example',
        ]);
        expect([...world.servers].map(([host, servers]) => `${host} ${servers.length}`)).toEqual([
          'mx1.good.example 1',
          'mx2.good.example 1',
          'own.example 1',
        ]);
      },
    );
  },
);

describe('addresses', () => {
  it.skipIf(process.platform !== 'linux')(
    'are found without dial, on one port (skipped: only Linux listens on all of 127/8)',
    async () => {
      const world = await start(SPEC);
      const said = [...world.addresses.values()].flat().map(async (address) => {
        return (await greeting(connect(world.port, address))).slice(0, 3);
      });
      expect(await Promise.all(said)).toEqual(['220', '421', 'ECO', '220']);
    },
  );

  const published: WorldSpec = {
    domains: {},
    hosts: { 'a.example': { published: '192.0.2.1' }, 'b.example': { published: '192.0.2.1' } },
  };

  it('can be published as the spec says; one address is one server', async () => {
    const world = await start(published);
    expect([...world.addresses.values()].flat()).toEqual(['192.0.2.1', '192.0.2.1']);
    expect(world.servers.get('b.example')).toEqual(world.servers.get('a.example'));
    expect(await greeting(world.dial('192.0.2.1', 25))).toBe('220 a.example ESMTP\r\n');
  });

  it.skipIf(!hasIPv6)('can be IPv6 (skipped: this machine has no ::1)', async () => {
    const world = await start({
      domains: {},
      hosts: {
        'c.example': { published: '2001:db8::1', family: 'ipv6' },
        'd.example': { family: 'ipv6' },
      },
    });
    expect(await greeting(world.dial('2001:db8::1', 25))).toBe('220 c.example ESMTP\r\n');
    expect(await greeting(world.dial('::1', 25))).toBe('220 d.example ESMTP\r\n');
    expect(await greeting(connect(world.port, '::1'))).toBe('220 d.example ESMTP\r\n');
    expect(await resolver(world).resolve6('c.example')).toEqual(['2001:db8::1']);
  });

  it('are those where the servers stand if asked', async () => {
    const hosts = { 'a.example': { published: '192.0.2.1' } };
    const world = await start({ domains: {}, hosts }, { publish: 'stands' });
    expect(await resolver(world).resolve4('a.example')).toEqual([
      world.servers.get('a.example')?.[0]?.address,
    ]);
  });

  it('that a world does not have are unreachable, and noted', async () => {
    const world = await start(published);
    expect(await greeting(world.dial('198.51.100.1', 25))).toBe('EHOSTUNREACH');
    expect(world.strays).toEqual(['198.51.100.1']);
  });

  it('of IPv6 run out at the second', async () => {
    const hosts = { 'a.example': [{ family: 'ipv6' }, { family: 'ipv6' }] } as const;
    await expect(startWorld({ domains: {}, hosts })).rejects.toThrow(/no second IPv6 loopback/);
  });
});
