import * as dnsPacket from 'dns-packet';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { DnsAnswer, MxRecord } from '../../../src/net/dns/dns-answer.ts';
import { createResolver, type DnsServer } from '../../../src/net/dns/dns.ts';
import { startDnsServer, type DnsServerOptions, type LabDns } from '../../lab/dns/dns-server.ts';
import type { DnsBehaviours, ZoneName } from '../../lab/dns/dns-zone.ts';

async function serve(
  zone: Record<string, ZoneName>,
  options: Partial<DnsServerOptions> = {},
): Promise<LabDns> {
  const server = await startDnsServer({ zone, ...options });
  onTestFinished(() => server.close());
  return server;
}

/** @throws where every one of a hundred ports is taken. */
async function serveAtShortPort(zone: Record<string, ZoneName>, port = 7_300): Promise<LabDns> {
  try {
    return await serve(zone, { port });
  } catch (error) {
    if (port >= 7_400) throw error;
    return serveAtShortPort(zone, port + 1);
  }
}

/** The same server by an address whose AD bit does not count: it is asked through `node:dns` first. */
function elsewhere({ port }: { port: number }): DnsServer {
  return { address: '::ffff:127.0.0.1', port };
}

/** An address of an interface, but of none in particular: the system has no route to it, and nothing is sent. */
const NO_ROUTE = { address: 'fe80::1', port: 53 };

function resolverOf(...servers: DnsServer[]) {
  return createResolver({ servers, tryMs: [200, 900, 900] });
}

/** What a survey uses of an answer, in one line. */
function summary(answer: DnsAnswer<MxRecord>): string {
  if (answer.kind === 'failed') return `failed ${answer.failure.code}`;
  const records = answer.kind === 'records' ? answer.records : [];
  return [answer.kind, ...records.map(shown)].join(' ');
}

function shown({ preference, exchange }: MxRecord): string {
  return `${preference}:${exchange}`;
}

/** How the MX questions of a name came, in order: `node:dns` asks without EDNS, and so may a second try. */
function asked({ queries }: LabDns, name = 'a.example'): string {
  return queries
    .filter((query) => query.name === name && query.type === 'MX')
    .map(({ udpBytes, transport }) => {
      const via = udpBytes === 512 ? 'plain' : 'edns';
      return transport === 'tcp' ? `${via}/tcp` : via;
    })
    .join(' ');
}

const MX = [{ preference: 10, exchange: 'mx.a.example' }];
const RECORDS = 'records 10:mx.a.example';
const MANY = Array.from({ length: 1_500 }, (_, i) => ({
  preference: i,
  exchange: `m${i}.a.example`,
}));

const meeting = (behaviour: DnsBehaviours) => ({
  'a.example': { MX, behaviours: { MX: behaviour } },
});
const SERVFAIL = { kind: 'rcode', rcode: 'SERVFAIL' } as const;

/** An answer that holds an alias and nothing of its target, as some servers give it. */
function bareAlias(query: Buffer): Buffer {
  return dnsPacket.encode({
    type: 'response',
    id: query.readUInt16BE(0),
    questions: [{ type: 'MX', name: 'a.example' }],
    answers: [{ type: 'CNAME', name: 'a.example', data: 'b.example' }],
  });
}

describe('MX records through node:dns', () => {
  it.each<[string, Record<string, ZoneName>, string]>([
    ['a list', { 'a.example': { MX } }, RECORDS],
    [
      'a list of names in capitals and with an underscore',
      { 'a.example': { MX: [{ preference: 0, exchange: 'M_x-1.A.example' }] } },
      'records 0:M_x-1.A.example',
    ],
    ['no data', { 'a.example': { A: ['192.0.2.1'] } }, 'nodata'],
    ['no such name', {}, 'nxdomain'],
    ['a null MX', { 'a.example': { MX: [{ preference: 0, exchange: '.' }] } }, 'records 0:'],
    [
      'a list behind an alias',
      { 'a.example': { CNAME: 'b.example' }, 'b.example': { MX } },
      RECORDS,
    ],
    ['no such name behind an alias', { 'a.example': { CNAME: 'b.example' } }, 'nxdomain'],
    ['a late answer', meeting({ kind: 'answer', delayMs: 100 }), RECORDS],
    ['a wrong ID first', meeting({ kind: 'wrong-id-first' }), RECORDS],
  ])('are asked for once, and the same as over dns-packet: %s', async (_, zone, expected) => {
    const [here, there] = [await serve(zone), await serve(zone)];
    expect(summary(await resolverOf(here).mx('a.example'))).toBe(expected);
    expect(asked(here)).toBe('edns');
    expect(summary(await resolverOf(elsewhere(there)).mx('a.example'))).toBe(expected);
    expect(asked(there)).toBe('plain');
  });

  it.each<[string, readonly { preference: number; exchange: string }[], string]>([
    ['1,500 of them', MANY, ['records', ...MANY.map(shown)].join(' ')],
    ['one, the answer cut short over UDP', MX, RECORDS],
  ])('are complete over TCP: %s', async (_, records, expected) => {
    const behaviours = { MX: { kind: 'truncated', tcp: 'full' } } as const;
    const server = await serve({ 'a.example': { MX: records, behaviours } });
    expect(summary(await resolverOf(elsewhere(server)).mx('a.example'))).toBe(expected);
    expect(asked(server)).toBe('plain plain/tcp');
  });

  it.each<[string, Record<string, ZoneName>, string, string?]>([
    [
      'an empty list: a loop of aliases',
      { 'a.example': { CNAME: 'b.example' }, 'b.example': { CNAME: 'a.example' } },
      'failed cname-loop',
      'edns',
    ],
    [
      'an empty list: no data behind an alias',
      { 'a.example': { CNAME: 'b.example' }, 'b.example': { A: ['192.0.2.1'] } },
      'nodata',
      'edns',
    ],
    [
      'an empty list: an alias without its target',
      {
        'a.example': { behaviours: { MX: { kind: 'raw', bytes: bareAlias } } },
        'b.example': { MX },
      },
      RECORDS,
      'edns',
    ],
    [
      'an empty name beside others',
      { 'a.example': { MX: [...MX, { preference: 0, exchange: '.' }] } },
      'records 10:mx.a.example 0:',
      'edns',
    ],
    [
      'two empty names',
      { 'a.example': { MX: [0, 0].map((preference) => ({ preference, exchange: '.' })) } },
      'records 0: 0:',
      'edns',
    ],
    [
      'an empty name that is no null MX',
      { 'a.example': { MX: [{ preference: 10, exchange: '.' }] } },
      'records 10:',
      'edns',
    ],
    [
      'a name like a path beside others',
      { 'a.example': { MX: [...MX, { preference: 5, exchange: '../../etc/passwd' }] } },
      'records 10:mx.a.example 5:',
      'edns',
    ],
    [
      'bytes that c-ares escapes',
      { 'a.example': { MX: [...MX, { preference: 1, exchange: 'a\u0000b\u001b;.x' }] } },
      'records 10:mx.a.example 1:a\u0000b\u001b;.x',
      'edns',
    ],
    ['SERVFAIL', meeting(SERVFAIL), 'failed server-failure'],
    ['SERVFAIL once', meeting([SERVFAIL, { kind: 'answer' }]), RECORDS, 'edns'],
    ['SERVFAIL three times', meeting([SERVFAIL, SERVFAIL, SERVFAIL, { kind: 'answer' }]), RECORDS],
    ['REFUSED', meeting({ kind: 'rcode', rcode: 'REFUSED' }), 'failed server-failure'],
    ['NOTIMP', meeting({ kind: 'rcode', rcode: 'NOTIMP' }), 'failed server-failure'],
    ['FORMERR', meeting({ kind: 'rcode', rcode: 'FORMERR' }), 'failed malformed'],
    ['a bad signature', meeting({ kind: 'bogus' }), 'failed bogus'],
    ['silence', meeting({ kind: 'silent' }), 'failed timeout'],
    ['silence once', meeting([{ kind: 'silent' }, { kind: 'answer' }]), RECORDS, 'edns'],
    [
      'a zone slower than its timeout',
      meeting({ kind: 'answer', delayMs: 600 }),
      RECORDS,
      'edns plain edns',
    ],
    ['another question', meeting({ kind: 'wrong-question' }), 'failed timeout'],
    [
      'bytes',
      meeting({
        kind: 'raw',
        bytes: (query) => Buffer.concat([query.subarray(0, 2), Buffer.alloc(40, 0xff)]),
      }),
      'failed malformed',
    ],
    ['TC, and TCP reset', meeting({ kind: 'truncated', tcp: 'reset' }), 'failed reset'],
    ['TC, and TCP silent', meeting({ kind: 'truncated', tcp: 'silent' }), 'failed timeout'],
    [
      'TC, and TCP of length 0',
      meeting({ kind: 'truncated', tcp: 'length-0' }),
      'failed malformed',
    ],
    ['TC, and TCP cut short', meeting({ kind: 'truncated', tcp: 'cut-short' }), 'failed closed'],
  ])(
    'are asked for again over dns-packet, whose answer decides: %s',
    async (_, zone, expected, again) => {
      const [here, there] = [await serve(zone), await serve(zone)];
      expect(summary(await resolverOf(here).mx('a.example'))).toBe(expected);
      expect(asked(here)).toMatch(/^edns/);
      expect(summary(await resolverOf(elsewhere(there)).mx('a.example'))).toBe(expected);
      expect(asked(there)).toMatch(/^plain (?:plain\/tcp )?edns/);
      if (again !== undefined) expect(asked(there)).toBe(`plain ${again}`);
    },
  );

  it('are refused if TCP is needed and closed', async () => {
    const server = await serve(meeting({ kind: 'truncated', tcp: 'full' }), { withoutTcp: true });
    expect(summary(await resolverOf(elsewhere(server)).mx('a.example'))).toBe('failed refused');
  });

  it('are asked for over dns-packet if the AD bit counts', async () => {
    const server = await serve({ 'a.example': { MX, secure: true } });
    const trusted = createResolver({ servers: [elsewhere(server)], trustAd: true });
    expect(await trusted.mx('a.example')).toMatchObject({ kind: 'records', dnssec: 'secure' });
    expect(asked(server)).toBe('edns edns');
    const untrusted = createResolver({ servers: [elsewhere(server)] });
    expect(await untrusted.mx('a.example')).toMatchObject({ kind: 'records', dnssec: 'unknown' });
  });

  // c-ares shows neither the owner of a record nor aliases. No sound resolver gives either answer.
  it('are accepted from another owner, and after more than sixteen aliases', async () => {
    const chain = Array.from({ length: 20 }, (_, i): [string, ZoneName] => [
      `n${i}.example`,
      { CNAME: `n${i + 1}.example` },
    ]);
    const server = await serve({
      ...meeting({ kind: 'other-owner', owner: 'b.example' }),
      ...Object.fromEntries(chain),
      'n20.example': { MX },
    });
    const [here, there] = [resolverOf(server), resolverOf(elsewhere(server))];
    expect(summary(await here.mx('a.example'))).toBe('failed malformed');
    expect(summary(await there.mx('a.example'))).toBe(RECORDS);
    expect(summary(await here.mx('n0.example'))).toBe('failed too-long');
    expect(summary(await there.mx('n0.example'))).toBe(RECORDS);
  });

  it('are asked for at an IPv6 address that a port of four digits would make another one', async () => {
    const server = await serveAtShortPort({ 'a.example': { MX } });
    const resolver = resolverOf({ address: '::ffff:7f00:1', port: server.port });
    expect(summary(await resolver.mx('a.example'))).toBe(RECORDS);
    expect(asked(server)).toBe('plain');
  });

  it('leave from a new port each time, also at once', async () => {
    const server = await serve({ 'a.example': { MX } });
    const resolver = resolverOf(elsewhere(server));
    await Promise.all(Array.from({ length: 8 }, () => resolver.mx('a.example')));
    expect(asked(server)).toBe(Array(8).fill('plain').join(' '));
    expect(new Set(server.queries.map(({ clientPort }) => clientPort)).size).toBeGreaterThan(4);
  });
});

describe('several servers through node:dns', () => {
  it('are unreachable without a route', async () => {
    expect(summary(await resolverOf(NO_ROUTE).mx('a.example'))).toBe('failed unreachable');
  });

  it.each<[string, () => Promise<DnsServer>]>([
    ['without a route', () => Promise.resolve(NO_ROUTE)],
    [
      'dead',
      async () => {
        const dead = await startDnsServer({ zone: {} });
        await dead.close();
        return elsewhere(dead);
      },
    ],
    [
      'silent',
      async () => {
        const silent: ZoneName = { behaviours: { ANY: { kind: 'silent' } } };
        return elsewhere(await serve({ 'a.example': silent, 'b.example': silent }));
      },
    ],
  ])('are asked in turn if one is %s', async (_, first) => {
    const alive = await serve({ 'a.example': { MX }, 'b.example': meeting(SERVFAIL)['a.example'] });
    for (const place of ['first', 'second']) {
      const bad = await first();
      const servers = place === 'first' ? [bad, elsewhere(alive)] : [elsewhere(alive), bad];
      const resolver = resolverOf(...servers);
      expect(summary(await resolver.mx('a.example'))).toBe(RECORDS);
      expect(summary(await resolver.mx('b.example'))).toBe('failed server-failure');
      expect(summary(await resolver.mx('a.example'))).toBe(RECORDS);
    }
  });

  it('leave out a silent one after the pending questions have failed', async () => {
    const names = Array.from({ length: 40 }, (_, n) => `n${n}.example`);
    const zoneOf = (entry: ZoneName) => Object.fromEntries(names.map((name) => [name, entry]));
    const silent = await serve(zoneOf({ behaviours: { ANY: { kind: 'silent' } } }));
    const alive = await serve(zoneOf({ MX }));
    const servers = [elsewhere(silent), elsewhere(alive)];
    const resolver = createResolver({ servers, tryMs: [500, 2_000], inFlight: 10 });
    const answers = await Promise.all(names.map((name) => resolver.mx(name)));
    expect(new Set(answers.map(summary))).toEqual(new Set([RECORDS]));
    const through = names.map((name) => asked(silent, name)).join(' ');
    // Ten at once through node:dns, and then as many over dns-packet as begin before the first of them fails.
    expect(through.match(/plain/g)).toHaveLength(10);
    expect(through.match(/edns/g)?.length).toBeLessThanOrEqual(10);
    expect(alive.queries).toHaveLength(40);
    await resolver.mx('n0.example');
    expect(asked(alive, 'n0.example')).toMatch(/ plain$/);
  });

  it('keep their order after a slow question of another type, if one answers through node:dns', async () => {
    const slow: ZoneName = { behaviours: { TXT: { kind: 'silent' } } };
    const first = await serve({ 'a.example': { MX }, 'slow.example': slow });
    const second = await serve({ 'slow.example': { TXT: ['x'] } });
    const servers = [elsewhere(first), elsewhere(second)];
    const resolver = createResolver({ servers, tryMs: [500, 2_000] });
    const waiting = resolver.txt('slow.example');
    await vi.waitFor(() => {
      expect(first.queries).toHaveLength(1);
    });
    expect(summary(await resolver.mx('a.example'))).toBe(RECORDS);
    expect((await waiting).kind).toBe('records');
    expect(summary(await resolver.mx('a.example'))).toBe(RECORDS);
    expect(asked(first)).toBe('plain plain');
  });

  it('go on with the first one through node:dns after a slow zone', async () => {
    const zone = { 'a.example': { MX }, 'slow.example': { MX } };
    const slow = { MX, behaviours: { MX: { kind: 'answer', delayMs: 600 } } } as const;
    const first = await serve({ ...zone, 'slow.example': slow });
    const second = await serve(zone);
    const resolver = createResolver({
      servers: [elsewhere(first), elsewhere(second)],
      tryMs: [200, 2_000],
    });
    const waiting = resolver.mx('slow.example');
    await vi.waitFor(() => {
      expect(asked(first, 'slow.example')).toBe('plain edns');
    });
    // In doubt, it is asked over dns-packet, and its answer there ends the doubt.
    expect(summary(await resolver.mx('a.example'))).toBe(RECORDS);
    expect(asked(first)).toBe('edns');
    expect(summary(await waiting)).toBe(RECORDS);
    expect(summary(await resolver.mx('a.example'))).toBe(RECORDS);
    expect(asked(first)).toBe('edns plain');
  });
});

it('asks no more MX questions at once than the limit', async () => {
  const names = Array.from({ length: 30 }, (_, n) => `n${n}.example`);
  const late = { MX, behaviours: { MX: { kind: 'answer', delayMs: 50 } } } as const;
  const server = await serve(Object.fromEntries(names.map((name) => [name, late])));
  const resolver = createResolver({ servers: [elsewhere(server)], inFlight: 3 });
  const seen: number[] = [];
  let done = 0;
  await Promise.all(
    names.map(async (name) => {
      await resolver.mx(name);
      done++;
      seen.push(server.queries.length - done);
    }),
  );
  expect(Math.max(...seen)).toBeLessThanOrEqual(3);
  expect(server.queries).toHaveLength(30);
});
