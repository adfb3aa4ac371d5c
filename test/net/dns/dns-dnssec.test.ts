import * as dnsPacket from 'dns-packet';
import { describe, expect, it, onTestFinished } from 'vitest';
import { dnssecOf } from '../../../src/net/dns/dns-answer.ts';
import { tlsaText } from '../../../src/model/tlsa.ts';
import { createResolver } from '../../../src/net/dns/dns.ts';
import { startDnsServer, type LabDns } from '../../lab/dns/dns-server.ts';
import type { DnsBehaviours, ZoneName } from '../../lab/dns/dns-zone.ts';

/** The root is signed: the lab's server then stands for a resolver that validates. */
const SIGNED_ROOT = { '': { secure: true } } satisfies Record<string, ZoneName>;

async function serve(zone: Record<string, ZoneName>): Promise<LabDns> {
  const server = await startDnsServer({ zone });
  onTestFinished(() => server.close());
  return server;
}

function resolverOf(server: LabDns) {
  return createResolver({ servers: [server], tryMs: [200, 200] });
}

const A = ['192.0.2.1'];

describe('the status of an address', () => {
  it.each<[string, Record<string, ZoneName>, string]>([
    ['signed', { 'a.example': { A, secure: true } }, 'secure'],
    ['not signed', { 'a.example': { A } }, 'insecure'],
    ['signed, denied', { example: { secure: true }, 'a.example': {} }, 'secure'],
    ['signed, of no name', { example: { secure: true } }, 'secure'],
    [
      'signed all along an alias',
      { 'a.example': { CNAME: 'b.example', secure: true }, 'b.example': { A, secure: true } },
      'secure',
    ],
    [
      'signed up to an alias',
      { 'a.example': { CNAME: 'b.example', secure: true }, 'b.example': { A } },
      'insecure',
    ],
    ['signed badly', { 'a.example': { A, behaviours: { ANY: { kind: 'bogus' } } } }, 'bogus'],
    [
      'not answered',
      { 'a.example': { A, behaviours: { ANY: { kind: 'rcode', rcode: 'SERVFAIL' } } } },
      'unknown',
    ],
    [
      'signed, over TCP',
      { 'a.example': { A, secure: true, behaviours: { A: { kind: 'truncated', tcp: 'full' } } } },
      'secure',
    ],
  ])('%s', async (_, zone, expected) => {
    const server = await serve({ ...SIGNED_ROOT, ...zone });
    expect(dnssecOf(await resolverOf(server).ipv4('a.example'))).toBe(expected);
  });

  it('is unknown of a resolver that does not validate', async () => {
    const server = await serve({ 'a.example': { A } });
    const resolver = resolverOf(server);
    expect(dnssecOf(await resolver.ipv4('a.example'))).toBe('unknown');
    expect(await resolver.validates()).toBe(false);
  });

  it('is asked for with AD and without DO, and never with CD', async () => {
    const server = await serve({ 'a.example': { A, behaviours: { A: { kind: 'bogus' } } } });
    const seen: string[] = [];
    server.zone.set('b.example', {
      behaviours: {
        ANY: {
          kind: 'raw',
          bytes: (query) => {
            if (query.readUInt16BE(10) === 0) seen.push('without EDNS');
            else
              seen.push(
                `AD ${(query.readUInt16BE(2) >> 5) & 1} DO ${query.readUInt16BE(query.length - 4) >> 15}`,
              );
            return query;
          },
        },
      },
    });
    await resolverOf(server).ipv4('b.example');
    expect(new Set(seen)).toEqual(new Set(['AD 1 DO 0', 'without EDNS']));
    await resolverOf(server).ipv4('a.example');
    expect(server.queries.some(({ name }) => name === '')).toBe(false);
  });
});

it.each([
  [true, true, 'secure'],
  [true, false, 'insecure'],
  [false, true, 'insecure'],
])(
  'is the weakest where aliases take two answers: AD %s, then %s',
  async (first, then, expected) => {
    const type = 'A' as const;
    const bytes = (query: Buffer) =>
      dnsPacket.encode({
        id: query.readUInt16BE(0),
        type: 'response',
        flags: first ? dnsPacket.AUTHENTIC_DATA : 0,
        questions: [{ type, name: 'a.example' }],
        answers: [{ type: 'CNAME', name: 'a.example', data: 'b.example' }],
      });
    const server = await serve({
      ...SIGNED_ROOT,
      'a.example': { behaviours: { A: { kind: 'raw', bytes } } },
      'b.example': { A, secure: then },
    });
    const answer = await resolverOf(server).ipv4('a.example');
    expect(answer).toEqual({
      kind: 'records',
      records: A,
      aliases: ['b.example'],
      dnssec: expected,
    });
  },
);

it('returns the CNAME record of a name, with its own status', async () => {
  const server = await serve({
    ...SIGNED_ROOT,
    'a.example': { CNAME: 'B.example', secure: true },
    'b.example': { CNAME: 'c.example' },
    'c.example': { A },
  });
  const answer = await resolverOf(server).alias('a.example');
  expect(answer).toEqual({
    kind: 'records',
    records: ['B.example'],
    aliases: [],
    dnssec: 'secure',
  });
});

it.each<[string, DnsBehaviours, string]>([
  ['an answer', { kind: 'answer' }, 'insecure'],
  ['silence', { kind: 'silent' }, 'timeout'],
  ['SERVFAIL', { kind: 'rcode', rcode: 'SERVFAIL' }, 'bogus'],
])(
  'after SERVFAIL, and an answer with checking disabled, a last query that gets %s decides',
  async (_, last, expected) => {
    const servfail = { kind: 'rcode', rcode: 'SERVFAIL' } as const;
    const acts = [servfail, servfail, { kind: 'bogus' } as const, last].flat();
    const server = await serve({ ...SIGNED_ROOT, 'a.example': { A, behaviours: { A: acts } } });
    const answer = await resolverOf(server).ipv4('a.example');
    expect(answer.kind === 'failed' ? answer.failure.code : answer.dnssec).toBe(expected);
    const asked = server.queries.filter(({ type }) => type === 'A');
    expect(asked.map((query) => query.checkingDisabled)).toEqual([false, false, true, false]);
  },
);

describe('a resolver that does not validate', () => {
  const ad = 0x20;

  it.each<[string, (reply: Buffer, query: Buffer) => number]>([
    ['copies the AD bit of the query', (_, query) => query.readUInt8(3) & ad],
    ['sets the AD bit in every answer', () => ad],
    ['never sets it', () => 0],
  ])('and %s says nothing of DNSSEC', async (_, bit) => {
    const device = (reply: Buffer, query: Buffer) => {
      const bytes = Buffer.from(reply);
      bytes[3] = (reply.readUInt8(3) & ~ad) | bit(reply, query);
      return bytes;
    };
    const zone = { 'a.example': { A }, 'b.example': { A, secure: true } };
    const server = await startDnsServer({ zone: { ...SIGNED_ROOT, ...zone }, device });
    onTestFinished(() => server.close());
    const resolver = resolverOf(server);
    for (const name of ['a.example', 'b.example', 'a.example', 'none.example']) {
      expect(dnssecOf(await resolver.ipv4(name))).toBe('unknown');
    }
    expect(await resolver.validates()).toBe(false);
  });
});

const NAME = '_25._tcp.a.example';
const tlsa = (usage: number, data: Buffer) => ({
  usage,
  selector: 1,
  matchingType: 1,
  certificate: data,
});
const DIGEST = Buffer.alloc(32, 0xab);

describe('a TLSA question', () => {
  async function ask(zone: Record<string, ZoneName>) {
    const answer = await resolverOf(await serve(zone)).tlsa(NAME);
    if (answer.kind === 'failed') return `failed ${answer.failure.code}`;
    const records = answer.kind === 'records' ? answer.records.map(tlsaText) : [];
    return [answer.kind, answer.dnssec, ...answer.aliases, ...records].join(' ');
  }

  it.each<[string, ZoneName, string]>([
    ['one', { TLSA: [tlsa(3, DIGEST)] }, `records secure 3 1 1 ${'ab'.repeat(32)}`],
    [
      'two',
      { TLSA: [tlsa(3, DIGEST), tlsa(255, Buffer.from([1]))] },
      `records secure 3 1 1 ${'ab'.repeat(32)} 255 1 1 01`,
    ],
    ['one without data', { TLSA: [tlsa(3, Buffer.alloc(0))] }, 'records secure 3 1 1 '],
    ['none', {}, 'nodata secure'],
  ])('is answered with %s', async (_, entry, expected) => {
    expect(await ask({ ...SIGNED_ROOT, 'a.example': { secure: true }, [NAME]: entry })).toBe(
      expected,
    );
  });

  it('follows an alias', async () => {
    const zone = {
      ...SIGNED_ROOT,
      example: { secure: true },
      [NAME]: { CNAME: 'tlsa.example' },
      'tlsa.example': { TLSA: [tlsa(3, DIGEST)] },
    };
    expect(await ask(zone)).toBe(`records secure tlsa.example 3 1 1 ${'ab'.repeat(32)}`);
  });

  it.each<[string, DnsBehaviours, string]>([
    ['SERVFAIL', { kind: 'rcode', rcode: 'SERVFAIL' }, 'failed server-failure'],
    ['silence', { kind: 'silent' }, 'failed timeout'],
    ['a bad signature', { kind: 'bogus' }, 'failed bogus'],
    ['another owner', { kind: 'other-owner', owner: '_25._tcp.b.example' }, 'failed malformed'],
  ])('that meets %s is a failure', async (_, behaviour, expected) => {
    expect(
      await ask({ [NAME]: { TLSA: [tlsa(3, DIGEST)], behaviours: { TLSA: behaviour } } }),
    ).toBe(expected);
  });

  it.each<[string, (rdata: Buffer) => Buffer]>([
    ['no data', () => Buffer.from([0, 0])],
    ['a usage alone', () => Buffer.from([0, 1, 3])],
    ['two fields', () => Buffer.from([0, 2, 3, 1])],
    ['less data than is announced', (rdata) => Buffer.concat([Buffer.from([0, 64]), rdata])],
    ['data beyond all bounds', (rdata) => Buffer.concat([Buffer.from([0xff, 0xff]), rdata])],
  ])('that is answered with %s is a failure', async (_, rdataOf) => {
    const rdata = Buffer.concat([Buffer.from([3, 1, 1]), DIGEST]);
    const bytes = (query: Buffer) => {
      const question = query.subarray(12, query.indexOf(0, 12) + 5);
      const header = Buffer.from([0x81, 0xa0, 0, 1, 0, 1, 0, 0, 0, 0]);
      const record = Buffer.from([0xc0, 12, 0, 52, 0, 1, 0, 0, 0, 60]);
      return Buffer.concat([query.subarray(0, 2), header, question, record, rdataOf(rdata)]);
    };
    expect(await ask({ [NAME]: { behaviours: { TLSA: { kind: 'raw', bytes } } } })).toBe(
      'failed malformed',
    );
  });
});
