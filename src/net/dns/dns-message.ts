import * as dnsPacket from 'dns-packet';
import type { FailureCode } from '../../model/records/words.ts';
import { lengthsFit } from './dns-lengths.ts';

/** Kept under the usual path MTU, so that no answer has to travel in fragments (DNS flag day 2020). */
const EDNS_UDP_BYTES = 1232;

/** A chain of CNAME records longer than this is a loop, or as good as one. */
export const ALIAS_CAP = 8;

export type QuestionType = 'MX' | 'A' | 'AAAA' | 'CNAME' | 'TLSA' | 'SOA' | 'TXT';

export interface Question {
  name: string;
  type: QuestionType;
}

/** A datagram or TCP message, read: not meant for this question, cut short, unreadable, or an answer to it. */
export type Message =
  | { kind: 'other' }
  | { kind: 'truncated' }
  | { kind: 'malformed'; detail: string }
  | { kind: 'answer'; packet: dnsPacket.DecodedPacket };

/**
 * What an answer says about its question; `alias` leads to a name that the answer does not cover. `authenticated` is
 * its AD bit, whoever set it.
 */
export type Told = { aliases: string[]; authenticated: boolean } & (
  | { kind: 'records'; data: unknown[] }
  | { kind: 'alias'; target: string }
  | { kind: 'nodata' | 'nxdomain' }
);

/** An answer that says nothing about its question. */
export interface Untold {
  kind: 'failed';
  code: FailureCode;
  detail: string;
}

/**
 * Encodes one recursive question with EDNS (RFC 6891), the AD bit set to be told of validation (RFC 6840 §5.7).
 * @param checkingDisabled sets the CD bit (RFC 4035 §3.2.2): the resolver then answers even what fails DNSSEC validation.
 */
export function encodeQuery(id: number, question: Question, checkingDisabled: boolean): Buffer {
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

/** Reads one message as the answer to a question, whatever its bytes; what answers another question is `other`. */
export function readMessage(bytes: Buffer, id: number, question: Question): Message {
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

function asksFor(packet: dnsPacket.DecodedPacket, question: Question): boolean {
  const [asked] = packet.questions ?? [];
  // A server that understood nothing of the query (FORMERR) may leave its question out.
  if (asked === undefined) return responseCode(packet) !== 'NOERROR';
  return asked.type === question.type && sameName(asked.name, question.name);
}

/** Interprets an answer: follows its CNAME records from the name asked for, and takes no record of another owner. */
export function readAnswer(packet: dnsPacket.DecodedPacket, question: Question): Told | Untold {
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
  const told = { aliases, authenticated: packet.flag_ad };
  const data = recordsOf(packet, owner, question.type);
  if (data.length > 0) return { kind: 'records', data, ...told };
  if (rcode === 'NXDOMAIN') return { kind: 'nxdomain', ...told };
  if (aliases.length > 0 && !isNegative(packet)) return { kind: 'alias', target: owner, ...told };
  if (aliases.length === 0 && hasRecords(packet, question.type)) {
    return { kind: 'failed', code: 'malformed', detail: 'answer for another name' };
  }
  return { kind: 'nodata', ...told };
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

/** A negative answer carries the SOA of its zone (RFC 2308 §2.2). */
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
