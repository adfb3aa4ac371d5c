import * as dnsPacket from 'dns-packet';
import type { FailureCode } from '../../model/records/words.ts';
import { lengthsFit } from './dns-lengths.ts';

/** Below the usual path MTU, so that no answer is fragmented (DNS flag day 2020). */
const EDNS_UDP_BYTES = 1232;

/** A longer chain of CNAME records counts as a loop. */
export const ALIAS_CAP = 8;

export type QuestionType = 'MX' | 'A' | 'AAAA' | 'CNAME' | 'TLSA' | 'SOA' | 'TXT';

export interface DnsQuestion {
  name: string;
  type: QuestionType;
}

/** A parsed datagram or TCP message. `other`: it does not answer this question. */
export type Message =
  | { kind: 'other' }
  | { kind: 'truncated' }
  | { kind: 'malformed'; detail: string }
  | { kind: 'answer'; packet: dnsPacket.DecodedPacket };

/** An answer to its question. `alias`: it ends at a name without records in it; `authenticated`: its AD bit. */
export type Answer = { aliases: string[]; authenticated: boolean } & (
  | { kind: 'records'; data: unknown[] }
  | { kind: 'alias'; target: string }
  | { kind: 'nodata' | 'nxdomain' }
);

/** Why the answer to a question is unknown. */
export interface AnswerFailure {
  kind: 'failed';
  code: FailureCode;
  detail: string;
}

/**
 * Encodes one recursive query with EDNS (RFC 6891); its AD bit asks for the AD bit of the answer (RFC 6840 §5.7).
 * @param checkingDisabled sets the CD bit (RFC 4035 §3.2.2): the resolver then answers even what fails DNSSEC validation.
 */
export function encodeQuery(id: number, question: DnsQuestion, checkingDisabled: boolean): Buffer {
  return dnsPacket.encode({
    type: 'query',
    id,
    flags:
      dnsPacket.RECURSION_DESIRED |
      dnsPacket.AUTHENTIC_DATA |
      (checkingDisabled ? dnsPacket.CHECKING_DISABLED : 0),
    questions: [{ type: question.type, name: question.name, class: 'IN' }],
    additionals: [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize: EDNS_UDP_BYTES,
        flags: 0,
        extendedRcode: 0,
        ednsVersion: 0,
        flag_do: false,
        options: [],
      },
    ],
  });
}

/** Parses one message, of any bytes, as the answer to a question. */
export function readMessage(bytes: Buffer, id: number, question: DnsQuestion): Message {
  if (bytes.length < 12) return { kind: 'other' };
  if (bytes.readUInt16BE(0) !== id) return { kind: 'other' };
  let packet: dnsPacket.DecodedPacket;
  try {
    packet = dnsPacket.decode(bytes);
  } catch (error) {
    return { kind: 'malformed', detail: error instanceof Error ? error.message : String(error) };
  }
  if (packet.type !== 'response') return { kind: 'other' };
  if (!asksFor(packet, question)) return { kind: 'other' };
  if (packet.flag_tc) return { kind: 'truncated' };
  if (!lengthsFit(bytes)) return { kind: 'malformed', detail: 'a record of an impossible length' };
  return { kind: 'answer', packet };
}

function asksFor(packet: dnsPacket.DecodedPacket, question: DnsQuestion): boolean {
  const [asked] = packet.questions ?? [];
  // A server that cannot parse the query (FORMERR) may leave out its question.
  if (asked === undefined) return responseCode(packet) !== 'NOERROR';
  return asked.type === question.type && sameName(asked.name, question.name);
}

/** Interprets an answer: follows its CNAME records from the name of the question, and ignores records of other owners. */
export function readAnswer(
  packet: dnsPacket.DecodedPacket,
  question: DnsQuestion,
): Answer | AnswerFailure {
  const rcode = responseCode(packet);
  if (rcode !== 'NOERROR' && rcode !== 'NXDOMAIN') {
    const code = rcode === 'FORMERR' ? 'malformed' : 'server-failure';
    return { kind: 'failed', code, detail: rcode };
  }
  const followed =
    question.type === 'CNAME'
      ? { kind: 'end' as const, owner: question.name, aliases: [] }
      : followAliases(packet, question.name);
  if (followed.kind === 'loop') {
    return { kind: 'failed', code: 'cname-loop', detail: followed.aliases.join(' ') };
  }
  const { owner, aliases } = followed;
  const common = { aliases, authenticated: packet.flag_ad };
  const data = recordsOf(packet, owner, question.type);
  if (data.length > 0) return { kind: 'records', data, ...common };
  if (rcode === 'NXDOMAIN') return { kind: 'nxdomain', ...common };
  if (aliases.length > 0 && !isNegative(packet)) return { kind: 'alias', target: owner, ...common };
  if (aliases.length === 0 && hasRecords(packet, question.type)) {
    return { kind: 'failed', code: 'malformed', detail: 'answer for another name' };
  }
  return { kind: 'nodata', ...common };
}

function followAliases(
  packet: dnsPacket.DecodedPacket,
  name: string,
): { kind: 'end'; owner: string; aliases: string[] } | { kind: 'loop'; aliases: string[] } {
  const aliases: string[] = [];
  let owner = name;
  for (;;) {
    const target = recordsOf(packet, owner, 'CNAME')[0];
    if (typeof target !== 'string') return { kind: 'end', owner, aliases };
    if (aliases.length >= ALIAS_CAP || sameName(target, name)) return { kind: 'loop', aliases };
    owner = target.toLowerCase();
    aliases.push(owner);
  }
}

function recordsOf(packet: dnsPacket.DecodedPacket, owner: string, type: string): unknown[] {
  return (packet.answers ?? [])
    .filter((answer) => answer.type === type && sameName(answer.name, owner))
    .map((answer) => ('data' in answer ? answer.data : undefined));
}

function hasRecords(packet: dnsPacket.DecodedPacket, type: string): boolean {
  return (packet.answers ?? []).some((answer) => answer.type === type);
}

/** Whether an answer is negative: it has the SOA record of its zone (RFC 2308 §2.2). */
function isNegative(packet: dnsPacket.DecodedPacket): boolean {
  return (packet.authorities ?? []).some((authority) => authority.type === 'SOA');
}

function responseCode(packet: dnsPacket.DecodedPacket): string {
  return 'rcode' in packet && typeof packet.rcode === 'string' ? packet.rcode : 'NOERROR';
}

function sameName(a: string, b: string): boolean {
  return bare(a) === bare(b);
}

function bare(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
