import { describe, expect, it, onTestFinished } from 'vitest';
import { createResolver } from '../../../src/net/dns/dns.ts';
import { startDnsServer, type DnsServerOptions, type LabDns } from '../../lab/dns/dns-server.ts';
import type { ZoneName } from '../../lab/dns/dns-zone.ts';

const A = ['192.0.2.1'];

/** Ten names with an address, all signed; the root too, as a resolver that validates has it. */
const ZONE: Record<string, ZoneName> = {
  '': { secure: true },
  example: { secure: true },
  ...Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`n${n}.example`, { A }])),
  'servfail.example': { behaviours: { ANY: { kind: 'rcode', rcode: 'SERVFAIL' } } },
  'silent.example': { behaviours: { ANY: { kind: 'silent' } } },
};

async function serve(
  options: Partial<DnsServerOptions>,
  zone: Record<string, ZoneName> = ZONE,
): Promise<LabDns> {
  const server = await startDnsServer({ zone, ...options });
  onTestFinished(() => server.close());
  return server;
}

function resolverOf(...servers: LabDns[]) {
  return createResolver({ servers, tryMs: [150, 200, 250] });
}

/** An answer in one line: its kind or failure, and its DNSSEC status. */
async function ask(resolver: ReturnType<typeof resolverOf>, name: string): Promise<string> {
  const answer = await resolver.ipv4(name);
  return answer.kind === 'failed' ? answer.failure.code : `${answer.kind} ${answer.dnssec}`;
}

function hasOpt(query: Buffer): boolean {
  return query.readUInt16BE(10) > 0;
}

/** A header alone, with a response code. */
function header(query: Buffer, rcode: number, counts = [0, 0]): Buffer {
  const bytes = Buffer.alloc(12);
  query.copy(bytes, 0, 0, 2);
  bytes.writeUInt16BE(0x8180 | rcode, 2);
  bytes.writeUInt16BE(counts[0] ?? 0, 4);
  bytes.writeUInt16BE(counts[1] ?? 0, 10);
  return bytes;
}

function withQuestion(query: Buffer, rcode: number): Buffer {
  const end = query.indexOf(0, 12) + 5;
  return Buffer.concat([header(query, rcode, [1, 0]), query.subarray(12, end)]);
}

function withOpt(query: Buffer, rcode: number, upper = 0): Buffer {
  const bytes = Buffer.from(query);
  bytes.writeUInt16BE(0x8180 | rcode, 2);
  bytes[bytes.length - 6] = upper;
  return bytes;
}

/** What a server without EDNS, or a device before it, does with a query that has an OPT record. */
const REFUSALS: Record<string, (query: Buffer) => Buffer | null> = {
  'FORMERR, the header alone': (query) => header(query, 1),
  'FORMERR, the counts of the query without its records': (query) => header(query, 1, [1, 1]),
  'FORMERR, with the question': (query) => withQuestion(query, 1),
  'FORMERR, with the OPT record': (query) => withOpt(query, 1),
  'NOTIMP, the header alone': (query) => header(query, 4),
  'NOTIMP, with the question': (query) => withQuestion(query, 4),
  SERVFAIL: (query) => withQuestion(query, 2),
  REFUSED: (query) => withQuestion(query, 5),
  BADVERS: (query) => withOpt(query, 0, 1),
  silence: () => null,
  'a message of six bytes': (query) => query.subarray(0, 6),
  'the query itself': (query) => query,
  'a malformed message': (query) =>
    Buffer.concat([header(query, 0, [1, 1]), Buffer.alloc(9, 0xff)]),
};

describe.each(Object.entries(REFUSALS))('a server that answers EDNS with %s', (_, refuse) => {
  const device = (reply: Buffer, query: Buffer) => (hasOpt(query) ? refuse(query) : reply);

  it('is asked without, and nothing is known of DNSSEC', async () => {
    const server = await serve({ device });
    const resolver = resolverOf(server);
    for (const n of [0, 1, 2, 3]) {
      expect(await ask(resolver, `n${n}.example`)).toBe('records unknown');
    }
    expect(await resolver.validates()).toBe(false);
    // That EDNS fails is found once; then each name is one question.
    const later = server.queries.filter(({ name }) => /^n[123]\.example$/.test(name));
    expect(later).toHaveLength(3);
  });

  it('is asked over TCP without', async () => {
    const zone = { 'long.example': { A: Array.from({ length: 90 }, (_, n) => `192.0.2.${n}`) } };
    const server = await serve({ device }, zone);
    expect(await ask(resolverOf(server), 'long.example')).toBe('records unknown');
    expect(server.queries.some(({ transport }) => transport === 'tcp')).toBe(true);
  });

  it('is asked without, as one of three such servers', async () => {
    const servers = await Promise.all([1, 2, 3].map(() => serve({ device })));
    expect(await ask(resolverOf(...servers), 'n0.example')).toBe('records unknown');
  });

  it('costs a name without an answer no more than three questions', async () => {
    const server = await serve({ device });
    const resolver = resolverOf(server);
    await ask(resolver, 'n0.example');
    expect(await ask(resolver, 'servfail.example')).toBe('server-failure');
    expect(server.queries.filter(({ name }) => name === 'servfail.example')).toHaveLength(3);
  });
});

describe('a server with EDNS', () => {
  it.each(['servfail.example', 'silent.example'])(
    'keeps it after %s, also as the first question',
    async (name) => {
      const server = await serve({});
      const resolver = resolverOf(server);
      expect(await ask(resolver, name)).not.toContain('records');
      // One of them asks whether it is bogus.
      expect(server.queries.filter((query) => query.name === name).length).toBeLessThanOrEqual(4);
      expect(await ask(resolver, 'n0.example')).toBe('records secure');
      await ask(resolver, name);
      const again = server.queries.filter((query) => query.name === name).slice(4);
      expect(again.every(({ udpBytes }) => udpBytes === 1_232)).toBe(true);
    },
  );

  it.each(['SERVFAIL', 'silence', 'FORMERR'])(
    'keeps it after one transient %s, and the answer has its status',
    async (fault) => {
      let first = true;
      const device = (reply: Buffer, query: Buffer) => {
        if (!first) return reply;
        first = false;
        return fault === 'silence' ? null : withQuestion(query, fault === 'SERVFAIL' ? 2 : 1);
      };
      const server = await serve({ device });
      const resolver = resolverOf(server);
      expect(await ask(resolver, 'n0.example')).toBe('records secure');
      expect(await ask(resolver, 'n1.example')).toBe('records secure');
    },
  );

  it('keeps it where it refuses one name', async () => {
    const server = await serve({
      device: (reply, query) =>
        query.includes('odd') && hasOpt(query) ? withQuestion(query, 1) : reply,
    });
    server.zone.set('odd.example', { A });
    const resolver = resolverOf(server);
    expect(await ask(resolver, 'n0.example')).toBe('records secure');
    expect(await ask(resolver, 'odd.example')).toBe('records unknown');
    expect(await ask(resolver, 'n1.example')).toBe('records secure');
  });
});
