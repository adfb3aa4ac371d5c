import type { DecodedPacket } from 'dns-packet';
import type { FailureCode } from '../../model/records/words.ts';
import type { DnsQuestion, QueryForm } from './dns-message.ts';

/** A DNS server by its IP address. */
export interface DnsServer {
  address: string;
  port: number;
}

/** What one query to one server takes. `timeoutMs` is for UDP, and again for TCP after a truncated answer. */
export interface ExchangeOptions {
  server: DnsServer;
  question: DnsQuestion;
  timeoutMs: number;
  form: QueryForm;
}

/** `heard`: whether the server sent anything: then the failure concerns this question and not the server. */
export type Exchange =
  | { kind: 'answer'; packet: DecodedPacket }
  | { kind: 'failed'; code: FailureCode; detail: string; heard: boolean };

/** The failure of an answer that cannot be parsed. */
export function malformed(detail: string): Exchange {
  return { kind: 'failed', code: 'malformed', detail, heard: true };
}
