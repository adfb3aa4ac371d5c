import * as dnsPacket from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { DnsAnswer } from '../../../src/net/dns/dns-answer.ts';
import { createResolver, type DnsServer } from '../../../src/net/dns/dns.ts';
import { encodeQuery, readAnswer, readMessage } from '../../../src/net/dns/dns-message.ts';
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

/** An address of an interface, but of none in particular: the system has no way to it, and nothing is sent. */
const NO_ROUTE = { address: 'fe80::1', port: 53 };

function resolverOf(...servers: DnsServer[]) {
  return createResolver({ servers, tryMs: [200, 200, 200] });
}

/** What answers with a header alone (RFC 1035 §4.1.1): a response code, and no question. */
function withoutQuestion(rcode: number): DnsBehaviours {
  const header = Buffer.of(0x81, 0x80 | rcode, 0, 0, 0, 0, 0, 0, 0, 0);
  return { kind: 'raw', bytes: (query) => Buffer.concat([query.subarray(0, 2), header]) };
}

/** An answer in one line. */
function summary(answer: DnsAnswer<unknown>): string {
  if (answer.kind === 'failed') return `failed ${answer.failure.stage}:${answer.failure.code}`;
  const data = answer.kind === 'records' ? answer.records.map((each) => JSON.stringify(each)) : [];
  const aliases = answer.aliases.map((alias) => `> ${alias}`);
  return [answer.kind, ...aliases, ...data].join(' ');
}

const MX = [{ preference: 10, exchange: 'mx.a.example' }];
const RECORDS = 'records {"preference":10,"exchange":"mx.a.example"}';

describe('an MX question', () => {
  it.each<[string, ZoneName | null, string]>([
    ['is answered', { MX }, RECORDS],
    ['finds nothing', { A: ['192.0.2.1'] }, 'nodata'],
    ['finds no name', null, 'nxdomain'],
    [
      'finds a null MX',
      { MX: [{ preference: 0, exchange: '.' }] },
      'records {"preference":0,"exchange":""}',
    ],
    ['finds a TTL of 0', { MX, ttl: 0 }, RECORDS],
    ['finds a TTL of 2^31', { MX, ttl: 2 ** 31 }, RECORDS],
    [
      'finds control characters',
      { MX: [{ preference: 1, exchange: 'a\u0000b\u001b.x' }] },
      'records {"preference":1,"exchange":"a\\u0000b\\u001b.x"}',
    ],
  ])('%s', async (_, entry, expected) => {
    const server = await serve(entry === null ? {} : { 'a.example': entry });
    expect(summary(await resolverOf(server).mx('a.example'))).toBe(expected);
    expect(server.queries.filter(({ name }) => name === 'a.example')).toHaveLength(1);
  });

  it.each<[string, DnsBehaviours, string]>([
    ['SERVFAIL', { kind: 'rcode', rcode: 'SERVFAIL' }, 'failed dns:server-failure'],
    ['REFUSED', { kind: 'rcode', rcode: 'REFUSED' }, 'failed dns:server-failure'],
    ['NOTIMP', { kind: 'rcode', rcode: 'NOTIMP' }, 'failed dns:server-failure'],
    ['FORMERR', { kind: 'rcode', rcode: 'FORMERR' }, 'failed dns:malformed'],
    ['silence', { kind: 'silent' }, 'failed dns:timeout'],
    ['SERVFAIL once', [{ kind: 'rcode', rcode: 'SERVFAIL' }, { kind: 'answer' }], RECORDS],
    ['silence once', [{ kind: 'silent' }, { kind: 'answer' }], RECORDS],
    ['a bad signature', { kind: 'bogus' }, 'failed dns:bogus'],
    ['a late answer', { kind: 'answer', delayMs: 100 }, RECORDS],
    ['a wrong ID first', { kind: 'wrong-id-first' }, RECORDS],
    ['another question', { kind: 'wrong-question' }, 'failed dns:timeout'],
    ['an empty answer without its question', withoutQuestion(0), 'failed dns:timeout'],
    ['NXDOMAIN without its question', withoutQuestion(3), 'failed dns:timeout'],
    ['FORMERR without its question', withoutQuestion(1), 'failed dns:malformed'],
    ['another owner', { kind: 'other-owner', owner: 'b.example' }, 'failed dns:malformed'],
    ['TC', { kind: 'truncated', tcp: 'full' }, RECORDS],
    ['TC, and TCP byte by byte', { kind: 'truncated', tcp: 'byte-at-a-time' }, RECORDS],
    ['TC, and TCP reset', { kind: 'truncated', tcp: 'reset' }, 'failed dns:reset'],
    ['TC, and TCP silent', { kind: 'truncated', tcp: 'silent' }, 'failed dns:timeout'],
    ['TC, and TCP of length 0', { kind: 'truncated', tcp: 'length-0' }, 'failed dns:malformed'],
    [
      'TC, and TCP of length 65535',
      { kind: 'truncated', tcp: 'length-65535' },
      'failed dns:timeout',
    ],
    ['TC, and TCP cut short', { kind: 'truncated', tcp: 'cut-short' }, 'failed dns:closed'],
    [
      'bytes',
      {
        kind: 'raw',
        bytes: (query) => Buffer.concat([query.subarray(0, 2), Buffer.alloc(40, 0xff)]),
      },
      'failed dns:malformed',
    ],
  ])('that meets %s', async (_, behaviour, expected) => {
    const server = await serve({ 'a.example': { MX, behaviours: { MX: behaviour } } });
    expect(summary(await resolverOf(server).mx('a.example'))).toBe(expected);
  });

  it('gets all of 1,500 records over TCP', async () => {
    const many = Array.from({ length: 1_500 }, (_, i) => ({
      preference: i,
      exchange: `m${i}.a.example`,
    }));
    const server = await serve({ 'a.example': { MX: many } });
    const answer = await resolverOf(server).mx('a.example');
    expect(answer.kind === 'records' && answer.records).toHaveLength(1_500);
  });

  it('asks for answers without fragments', async () => {
    const server = await serve({ 'a.example': { MX } }, { dropUdpOver: 1_232 });
    await resolverOf(server).mx('a.example');
    expect(server.queries[0]?.udpBytes).toBe(1_232);
  });

  it('is refused if TCP is needed and closed', async () => {
    const entry: ZoneName = { MX, behaviours: { MX: { kind: 'truncated', tcp: 'full' } } };
    const server = await serve({ 'a.example': entry }, { withoutTcp: true });
    expect(summary(await resolverOf(server).mx('a.example'))).toBe('failed dns:refused');
  });

  it('does not report a transient SERVFAIL as bogus', async () => {
    const fault = { kind: 'rcode', rcode: 'SERVFAIL' } as const;
    const behaviour = [fault, fault, fault, { kind: 'answer' }, { kind: 'answer' }] as const;
    const server = await serve({ 'a.example': { MX, behaviours: { MX: behaviour } } });
    expect(summary(await resolverOf(server).mx('a.example'))).toBe(RECORDS);
    const asked = server.queries.filter(({ name }) => name === 'a.example');
    expect(asked.map((query) => query.checkingDisabled)).toEqual([
      false,
      false,
      false,
      true,
      false,
    ]);
  });

  it('goes to the next resolver if one is dead', async () => {
    const dead = await startDnsServer({ zone: {} });
    await dead.close();
    const alive = await serve({ 'a.example': { MX } });
    expect(summary(await resolverOf(dead, alive).mx('a.example'))).toBe(RECORDS);
  });

  it('is refused by a dead one', async () => {
    const dead = await startDnsServer({ zone: {} });
    await dead.close();
    expect(summary(await resolverOf(dead).mx('a.example'))).toBe('failed dns:refused');
  });

  it('is unreachable without a route to the only resolver', async () => {
    const answer = await resolverOf(NO_ROUTE).mx('a.example');
    expect(summary(answer)).toBe('failed dns:unreachable');
  });

  it.each([
    ['first', [NO_ROUTE, null]],
    ['second', [null, NO_ROUTE]],
    ['second and third', [null, NO_ROUTE, { ...NO_ROUTE, port: 54 }]],
    ['first and second', [NO_ROUTE, { ...NO_ROUTE, port: 54 }, null]],
  ] as const)('is answered without a route to the %s resolver', async (_, places) => {
    const alive = await serve({
      'a.example': { MX },
      'b.example': { MX, behaviours: { MX: { kind: 'rcode', rcode: 'SERVFAIL' } } },
      'c.example': { MX, behaviours: { MX: { kind: 'bogus' } } },
    });
    const servers = places.map((place) => place ?? alive);
    for (const [name, expected] of [
      ['a.example', RECORDS],
      ['b.example', 'failed dns:server-failure'],
      ['c.example', 'failed dns:bogus'],
    ] as const) {
      const resolver = resolverOf(...servers);
      expect(summary(await resolver.mx(name))).toBe(expected);
      // The same once it is known which servers failed.
      expect(summary(await resolver.mx(name))).toBe(expected);
    }
  });

  it('does not go to a silent resolver first for every name', async () => {
    const names = Array.from({ length: 40 }, (_, n) => `n${n}.example`);
    const silent = await serve(
      Object.fromEntries(names.map((name) => [name, { behaviours: { ANY: { kind: 'silent' } } }])),
    );
    const alive = await serve(Object.fromEntries(names.map((name) => [name, { MX }])));
    const servers = [silent, alive];
    const resolver = createResolver({ servers, tryMs: [1_000, 2_000, 2_000], inFlight: 10 });
    const answers = await Promise.all(names.map((name) => resolver.mx(name)));
    expect(new Set(answers.map(summary))).toEqual(new Set([RECORDS]));
    // Those that were under way together, and no name after them.
    expect(silent.queries).toHaveLength(10);
    expect(alive.queries.filter(({ name }) => name !== '.')).toHaveLength(40);
  });

  it('goes on to the first resolver after one slow zone', async () => {
    const first = await serve({
      'a.example': { MX },
      'slow.example': { behaviours: { MX: { kind: 'silent' } } },
    });
    const second = await serve({ 'slow.example': { MX } });
    const resolver = createResolver({ servers: [first, second], tryMs: [1_000, 2_000] });
    const slow = resolver.mx('slow.example');
    await vi.waitFor(() => {
      expect(first.queries).toHaveLength(1);
    });
    expect(summary(await resolver.mx('a.example'))).toBe(RECORDS);
    expect(summary(await slow)).toBe(RECORDS);
    expect(summary(await resolver.mx('a.example'))).toBe(RECORDS);
    expect(second.queries.filter(({ type }) => type === 'MX')).toHaveLength(1);
  });

  it('goes on to the first resolver if only its TCP fails', async () => {
    const truncated: ZoneName = { MX, behaviours: { MX: { kind: 'truncated', tcp: 'reset' } } };
    const first = await serve({ 'a.example': { MX }, 'long.example': truncated });
    const second = await serve({ 'long.example': { MX } });
    const resolver = resolverOf(first, second);
    expect(summary(await resolver.mx('long.example'))).toBe(RECORDS);
    // The second one does not know this name.
    expect(summary(await resolver.mx('a.example'))).toBe(RECORDS);
  });

  it('leaves from a new port each time', async () => {
    const server = await serve({ 'a.example': { MX } });
    const resolver = resolverOf(server);
    for (let i = 0; i < 8; i++) await resolver.mx('a.example');
    expect(new Set(server.queries.map((query) => query.clientPort)).size).toBeGreaterThan(4);
  });
});

describe('an address question', () => {
  it.each<[string, Record<string, ZoneName>, string]>([
    [
      'is answered',
      { 'a.example': { A: ['192.0.2.1', '192.0.2.2'] } },
      'records "192.0.2.1" "192.0.2.2"',
    ],
    [
      'follows an alias',
      { 'a.example': { CNAME: 'b.example' }, 'b.example': { A: ['192.0.2.1'] } },
      'records > b.example "192.0.2.1"',
    ],
    [
      'follows an alias to nothing',
      { 'a.example': { CNAME: 'b.example' }, 'b.example': { TXT: ['x'] } },
      'nodata > b.example',
    ],
    [
      'follows an alias to no name',
      { 'a.example': { CNAME: 'b.example' } },
      'nxdomain > b.example',
    ],
    [
      'meets a loop',
      { 'a.example': { CNAME: 'b.example' }, 'b.example': { CNAME: 'a.example' } },
      'failed dns:cname-loop',
    ],
    [
      'meets a loop further on',
      {
        'a.example': { CNAME: 'b.example' },
        'b.example': { CNAME: 'c.example' },
        'c.example': { CNAME: 'b.example' },
      },
      'failed dns:cname-loop',
    ],
    [
      'follows a chain of sixteen',
      {
        ...Object.fromEntries(
          Array.from({ length: 16 }, (_, i) => [
            i === 0 ? 'a.example' : `n${i}.example`,
            { CNAME: `n${i + 1}.example` },
          ]),
        ),
        'n16.example': { A: ['192.0.2.1'] },
      },
      `records ${Array.from({ length: 16 }, (_, i) => `> n${i + 1}.example `).join('')}"192.0.2.1"`,
    ],
    [
      'meets an endless chain',
      Object.fromEntries(
        Array.from({ length: 60 }, (_, i) => [
          i === 0 ? 'a.example' : `n${i}.example`,
          { CNAME: `n${i + 1}.example` },
        ]),
      ),
      'failed dns:too-long',
    ],
  ])('%s', async (_, zone, expected) => {
    const server = await serve(zone);
    expect(summary(await resolverOf(server).ipv4('a.example'))).toBe(expected);
  });
});

/** An answer that holds an alias and nothing of its target, as some servers give it. */
function bareAlias(query: Buffer, target: string): Buffer {
  const { id, questions } = dnsPacket.decode(query);
  const [question] = questions ?? [];
  const answers = [{ type: 'CNAME', name: question?.name ?? '', data: target } as const];
  return dnsPacket.encode({ type: 'response', id: id ?? 0, questions: questions ?? [], answers });
}

describe('an alias without its target in the answer', () => {
  it('is followed by another query', async () => {
    const server = await serve({
      'a.example': {
        A: ['192.0.2.9'],
        behaviours: { A: { kind: 'raw', bytes: (query) => bareAlias(query, 'b.example') } },
      },
      'b.example': { A: ['192.0.2.1'] },
    });
    const answer = await resolverOf(server).ipv4('a.example');
    expect(summary(answer)).toBe('records > b.example "192.0.2.1"');
  });

  it('is not asked on for ever', async () => {
    let count = 0;
    const next = (query: Buffer) => bareAlias(query, `n${++count % 3}.example`);
    const entry: ZoneName = { A: ['192.0.2.9'], behaviours: { A: { kind: 'raw', bytes: next } } };
    const names = ['a', 'n0', 'n1', 'n2'].map((name) => [`${name}.example`, entry] as const);
    const server = await serve(Object.fromEntries(names));
    expect(summary(await resolverOf(server).ipv4('a.example'))).toBe('failed dns:cname-loop');
    expect(server.queries.length).toBeLessThan(12);
  });
});

describe('a TXT question', () => {
  it.each<[string, Record<string, ZoneName>, string]>([
    ['is answered', { 'a.example': { TXT: ['one', 'two'] } }, 'records "one" "two"'],
    [
      'joins the strings of a record',
      { 'a.example': { TXT: [['v=STS', 'v1; ', 'id=1']] } },
      'records "v=STSv1; id=1"',
    ],
    ['keeps bytes', { 'a.example': { TXT: ['\u0000\u00ff λ'] } }, 'records "\\u0000Ã¿ Î»"'],
    ['keeps an empty string', { 'a.example': { TXT: [''] } }, 'records ""'],
    [
      'keeps 30,000 bytes',
      { 'a.example': { TXT: [Array.from({ length: 120 }, () => 'x'.repeat(250))] } },
      `records "${'x'.repeat(30_000)}"`,
    ],
    [
      'follows an alias',
      { 'a.example': { CNAME: 'b.example' }, 'b.example': { TXT: ['x'] } },
      'records > b.example "x"',
    ],
    ['finds nothing', { 'a.example': { A: ['192.0.2.1'] } }, 'nodata'],
    ['finds no name', {}, 'nxdomain'],
    [
      'fails',
      { 'a.example': { behaviours: { TXT: { kind: 'rcode', rcode: 'SERVFAIL' } } } },
      'failed dns:server-failure',
    ],
  ])('%s', async (_, zone, expected) => {
    const server = await serve(zone);
    expect(summary(await resolverOf(server).txt('a.example'))).toBe(expected);
  });
});

describe('reading', () => {
  it('never throws for any bytes', () => {
    const question = { name: 'a.example', type: 'MX' } as const;
    const query = encodeQuery(7, question, 'usual');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.array(fc.nat(255)), (tail, flips) => {
        const bytes = Buffer.concat([query, tail]);
        bytes[2] = (bytes[2] ?? 0) | 0x80;
        flips.forEach((flip, index) => {
          bytes[4 + ((index * 31 + flip) % (bytes.length - 4))] = flip;
        });
        const message = readMessage(bytes, 7, question);
        if (message.kind === 'answer') readAnswer(message.packet, question);
      }),
      { numRuns: 2_000 },
    );
  });
});
