import type { DnsAnswer, MxRecord, SrvRecord } from './dns-answer.ts';
import type { TlsaRecord } from '../../model/tlsa.ts';
import type { Dnssec, FailureCode } from '../../model/records/words.ts';
import type { Answer, AnswerFailure } from './dns-message.ts';

/** An answer with its DNSSEC status. */
export type CheckedAnswer = (Answer & { dnssec: Dnssec }) | AnswerFailure;

/** Makes the result of a lookup from an answer; one record that cannot be parsed makes all of it malformed. */
export function toDnsAnswer<R>(
  answer: CheckedAnswer,
  toRecord: (data: unknown) => R | null,
): DnsAnswer<R> {
  switch (answer.kind) {
    case 'nodata':
    case 'nxdomain':
      return { kind: answer.kind, aliases: answer.aliases, dnssec: answer.dnssec };
    case 'failed':
      return failure(answer.code, answer.detail);
    case 'alias':
      return failure('unexpected', `alias ${answer.target} was not followed`);
    case 'records': {
      const found = answer.data.map(toRecord).filter((record) => record !== null);
      if (found.length < answer.data.length) return failure('malformed', 'invalid record');
      return { kind: 'records', records: found, aliases: answer.aliases, dnssec: answer.dnssec };
    }
  }
}

function failure(code: FailureCode, detail: string): DnsAnswer<never> {
  return { kind: 'failed', failure: { stage: 'dns', code, detail } };
}

/** Reads a decoded MX record; null if invalid. */
export function mxRecord(data: unknown): MxRecord | null {
  if (typeof data !== 'object' || data === null || !('exchange' in data)) return null;
  const preference = 'preference' in data ? data.preference : 0;
  if (typeof data.exchange !== 'string' || typeof preference !== 'number') return null;
  return { preference, exchange: data.exchange === '.' ? '' : data.exchange };
}

/** Reads a decoded record that is one address or name; null if invalid. */
export function text(data: unknown): string | null {
  return typeof data === 'string' ? data : null;
}

/** Reads a decoded TLSA record, whose data may be empty; null if invalid. */
export function tlsaRecord(data: unknown): TlsaRecord | null {
  if (typeof data !== 'object' || data === null || !('certificate' in data)) return null;
  const { certificate } = data;
  const usage = field(data, 'usage');
  const selector = field(data, 'selector');
  const matchingType = field(data, 'matchingType');
  if (usage === null || selector === null || matchingType === null) return null;
  // A copy: a view would keep the whole message.
  return Buffer.isBuffer(certificate)
    ? { usage, selector, matchingType, data: Buffer.from(certificate) }
    : null;
}

/** Reads a decoded SRV record; null if invalid. */
export function srvRecord(data: unknown): SrvRecord | null {
  if (typeof data !== 'object' || data === null || !('target' in data)) return null;
  const { target } = data;
  const priority = field(data, 'priority');
  const weight = field(data, 'weight');
  const port = field(data, 'port');
  if (priority === null || weight === null || port === null) return null;
  if (typeof target !== 'string') return null;
  return { priority, weight, port, target: target === '.' ? '' : target };
}

function field(data: object, name: string): number | null {
  const value: unknown = Object.getOwnPropertyDescriptor(data, name)?.value;
  return typeof value === 'number' ? value : null;
}

/** Joins the strings of a decoded TXT record, each byte as one character; null if invalid. */
export function joined(data: unknown): string | null {
  const strings: readonly unknown[] = Array.isArray(data) ? data : [data];
  if (!strings.every((each) => Buffer.isBuffer(each))) return null;
  return Buffer.concat(strings).toString('latin1');
}
