import * as dnsPacket from 'dns-packet';
import type { FailureCode } from '../../model/records/words.ts';
import { lengthsFit } from './dns-lengths.ts';

/** Below the usual path MTU, so that no answer is fragmented (DNS flag day 2020). */
const EDNS_UDP_BYTES = 1232;

/** Resolvers follow some ten CNAME records; a longer chain is not followed, and its answer is unknown. */
export const ALIAS_CAP = 16;

export type QuestionType = 'MX' | 'A' | 'AAAA' | 'CNAME' | 'TLSA' | 'SOA' | 'TXT' | 'PTR' | 'SRV';

/** `chaos`: of the class CH, whose answers come from the server itself (RFC 4892); without it IN. */
export interface DnsQuestion {
  name: string;
  type: QuestionType;
  chaos?: true;
}

/**
 * The form of a query. `usual`: with EDNS (RFC 6891); its AD bit asks for the AD bit of the answer (RFC 6840 §5.7). `unchecked`:
 * with the CD bit as well (RFC 4035 §3.2.2): the resolver then answers even what fails DNSSEC validation. `do`: the DO bit asks
 * for the AD bit of the answer, and the AD bit of the query is clear. `plain`: as in RFC 1035, without EDNS and any later bit.
 */
export type QueryForm = 'usual' | 'unchecked' | 'do' | 'plain';

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

const FLAGS = {
  usual: dnsPacket.AUTHENTIC_DATA,
  unchecked: dnsPacket.AUTHENTIC_DATA | dnsPacket.CHECKING_DISABLED,
  do: 0,
  plain: 0,
} satisfies Record<QueryForm, number>;

/** Encodes one recursive query. */
export function encodeQuery(id: number, question: DnsQuestion, form: QueryForm): Buffer {
  const { name, type, chaos } = question;
  return dnsPacket.encode({
    type: 'query',
    id,
    flags: dnsPacket.RECURSION_DESIRED | FLAGS[form],
    questions: [{ type, name, class: chaos ? 'CH' : 'IN' }],
    additionals: form === 'plain' ? [] : [optRecord(form === 'do')],
  });
}

function optRecord(dnssecOk: boolean): dnsPacket.OptAnswer {
  return {
    type: 'OPT',
    name: '.',
    udpPayloadSize: EDNS_UDP_BYTES,
    flags: dnssecOk ? dnsPacket.DNSSEC_OK : 0,
    extendedRcode: 0,
    ednsVersion: 0,
    flag_do: dnssecOk,
    options: [],
  };
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
  // A server that cannot parse the query (FORMERR) may leave out its question; one that denies the name knows it.
  if (asked === undefined) return !['NOERROR', 'NXDOMAIN'].includes(responseCode(packet));
  return asked.type === question.type && sameName(asked.name, question.name);
}

/** A chain of aliases that is not followed to its end: it may have one. */
export const TOO_MANY_ALIASES: AnswerFailure = {
  kind: 'failed',
  code: 'too-long',
  detail: `more than ${ALIAS_CAP} aliases`,
};

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
  const followed = followAliases(packet, question);
  if ('kind' in followed) return followed;
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

/** Follows CNAME records from the name of a question to the owner of its answer. */
function followAliases(
  packet: dnsPacket.DecodedPacket,
  { name, type }: DnsQuestion,
): { owner: string; aliases: string[] } | AnswerFailure {
  const aliases: string[] = [];
  let owner = name;
  while (type !== 'CNAME') {
    const target = recordsOf(packet, owner, 'CNAME')[0];
    if (typeof target !== 'string') break;
    owner = target.toLowerCase();
    if (aliases.includes(owner) || sameName(owner, name)) {
      return { kind: 'failed', code: 'cname-loop', detail: aliases.join(' ') };
    }
    aliases.push(owner);
    if (aliases.length > ALIAS_CAP) return TOO_MANY_ALIASES;
  }
  return { owner, aliases };
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

/** Returns the name of the response code, with the upper bits that stand in the OPT record (RFC 6891 §6.1.3). */
function responseCode(packet: dnsPacket.DecodedPacket): string {
  const lower = 'rcode' in packet && typeof packet.rcode === 'string' ? packet.rcode : 'NOERROR';
  const upper = packet.additionals?.find((record) => record.type === 'OPT')?.extendedRcode ?? 0;
  if (upper === 0) return lower;
  return upper === 1 && lower === 'NOERROR' ? 'BADVERS' : `extended RCODE ${upper}, ${lower}`;
}

function sameName(a: string, b: string): boolean {
  return bare(a) === bare(b);
}

function bare(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
