import * as dnsPacket from 'dns-packet';
import fc from 'fast-check';
import type { DnsAct, DnsBehaviours } from '../lab/dns/dns-zone.ts';
import { mutated } from './budget.ts';

/** What a DNS server sends instead of its answer, made of the query. */
type Garbage = Extract<DnsAct, { kind: 'raw' }>['bytes'];

const HEADER = 12;

/** A pointer to itself, after the question (RFC 1035 §4.1.4). */
function loopAfter(length: number): Buffer {
  return Buffer.of(0xc0 | (length >> 8), length & 255, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 127, 0, 0, 1);
}

/** The start of a response to a query, with its question and no record. */
function head(query: Buffer, counts: Buffer = Buffer.alloc(6)): Buffer {
  const end = query.indexOf(0, HEADER) + 5;
  const flags = Buffer.of(0x81, 0x80, 0, 1);
  return Buffer.concat([query.subarray(0, 2), flags, counts, query.subarray(HEADER, end)]);
}

/** An answer with aliases from the name of the query to each of these, the last of which is the first again. */
function aliasLoop(query: Buffer, targets: readonly string[]): Buffer {
  const [question] = dnsPacket.decode(query).questions ?? [];
  const names = [question?.name ?? '', ...targets, targets[0] ?? question?.name ?? ''];
  return dnsPacket.encode({
    ...{ type: 'response', id: query.readUInt16BE(0), questions: question ? [question] : [] },
    answers: names
      .slice(0, -1)
      .map((name, n) => ({ type: 'CNAME' as const, name, data: names[n + 1] ?? '' })),
  });
}

const bytes = (maxLength: number) =>
  fc.uint8Array({ maxLength }).map((each): Buffer => Buffer.from(each));
const names = fc.array(fc.constantFrom('a.loop.example', 'b.loop.example', 'c.loop.example'), {
  maxLength: 4,
});

/** Records of any kind under any name, after a mutation. */
const records: Buffer = dnsPacket
  .encode({
    type: 'response',
    answers: [
      { type: 'MX', name: 'x.example', data: { preference: 1, exchange: 'mx.x.example' } },
      { type: 'A', name: 'x.example', data: '127.0.0.1' },
      { type: 'TXT', name: 'x.example', data: ['v=STSv1; id=1'] },
      { type: 'CNAME', name: 'x.example', data: 'y.example' },
    ],
  })
  .subarray(HEADER);

const garbage: fc.Arbitrary<Garbage> = fc.oneof(
  bytes(60).map((any) => () => any),
  bytes(60).map((any) => (query: Buffer) => Buffer.concat([query.subarray(0, 2), any])),
  bytes(60).map((any) => (query: Buffer) => Buffer.concat([head(query, any.subarray(0, 6)), any])),
  // Counts of records that are not there, or are there after a mutation.
  fc.tuple(fc.uint8Array({ minLength: 6, maxLength: 6 }), mutated(records)).map(
    ([counts, rest]) =>
      (query: Buffer) =>
        Buffer.concat([head(query, Buffer.from(counts)), rest]),
  ),
  fc.constant((query: Buffer) => {
    const start = head(query, Buffer.of(0, 1, 0, 0, 0, 0));
    return Buffer.concat([start, loopAfter(start.length)]);
  }),
  names.map((targets) => (query: Buffer) => aliasLoop(query, targets)),
  fc.nat({ max: 30 }).map((length) => (query: Buffer) => query.subarray(0, length)),
  fc.constant((query: Buffer) => query),
);

const act: fc.Arbitrary<DnsAct> = fc.oneof(
  { arbitrary: garbage.map((make): DnsAct => ({ kind: 'raw', bytes: make })), weight: 6 },
  fc.constantFrom<DnsAct>(
    { kind: 'silent', over: 'udp' },
    { kind: 'answer' },
    { kind: 'wrong-id-first' },
    { kind: 'wrong-question' },
    { kind: 'other-owner', owner: 'other.example' },
    { kind: 'rotate' },
    { kind: 'bogus' },
  ),
  fc
    .constantFrom('SERVFAIL' as const, 'REFUSED' as const, 'NOTIMP' as const, 'FORMERR' as const)
    .map((rcode): DnsAct => ({ kind: 'rcode', rcode })),
  fc
    .constantFrom(
      ...([
        'full',
        'reset',
        'silent',
        'byte-at-a-time',
        'length-0',
        'length-65535',
        'cut-short',
      ] as const),
    )
    .map((tcp): DnsAct => ({ kind: 'truncated', tcp })),
);

/** Anything that a DNS server may do with the questions of one type, but deny in a sound message what the zone has. */
export const dnsBehaviours: fc.Arbitrary<DnsBehaviours> = fc.array(act, {
  minLength: 1,
  maxLength: 3,
});

/** Whether a message is a sound denial of records of this type, which any client has to believe. */
export function denies(message: Buffer, type: string): boolean {
  try {
    const packet = dnsPacket.decode(message);
    const rcode = message.readUInt16BE(2) & 15;
    const isAnswer = packet.type === 'response' && packet.questions?.length === 1;
    const holds = packet.answers?.some((each) => each.type === type) ?? false;
    return isAnswer && !packet.flag_tc && (rcode === 3 || (rcode === 0 && !holds));
  } catch {
    return false;
  }
}
