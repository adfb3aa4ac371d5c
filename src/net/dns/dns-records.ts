import type { DnsAnswer, MxRecord } from './dns-answer.ts';
import type { TlsaRecord } from '../../model/tlsa.ts';
import type { Dnssec, FailureCode } from '../../model/records/words.ts';
import type { Told, Untold } from './dns-message.ts';

/** What an answer said, with its DNSSEC status. */
export type Reading = (Told & { dnssec: Dnssec }) | Untold;

/** The records of an answer; one that cannot be read makes it malformed, as what it said is not known. */
export function records<R>(reading: Reading, toRecord: (data: unknown) => R | null): DnsAnswer<R> {
  switch (reading.kind) {
    case 'nodata':
    case 'nxdomain':
      return { kind: reading.kind, aliases: reading.aliases, dnssec: reading.dnssec };
    case 'failed':
      return failure(reading.code, reading.detail);
    case 'alias':
      return failure('unexpected', `alias ${reading.target} left unfollowed`);
    case 'records': {
      const found = reading.data.map(toRecord).filter((record) => record !== null);
      if (found.length < reading.data.length) return failure('malformed', 'unreadable record');
      return { kind: 'records', records: found, aliases: reading.aliases, dnssec: reading.dnssec };
    }
  }
}

function failure(code: FailureCode, detail: string): DnsAnswer<never> {
  return { kind: 'failed', failure: { stage: 'dns', code, detail } };
}

/** Reads what the decoder made of an MX record. */
export function mxRecord(data: unknown): MxRecord | null {
  if (typeof data !== 'object' || data === null || !('exchange' in data)) return null;
  const preference = 'preference' in data ? data.preference : 0;
  if (typeof data.exchange !== 'string' || typeof preference !== 'number') return null;
  return { preference, exchange: data.exchange === '.' ? '' : data.exchange };
}

/** Reads a record that is one address or name. */
export function text(data: unknown): string | null {
  return typeof data === 'string' ? data : null;
}

/** Reads what the decoder made of a TLSA record; its data may be empty. */
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

function field(data: object, name: string): number | null {
  const value: unknown = Object.getOwnPropertyDescriptor(data, name)?.value;
  return typeof value === 'number' ? value : null;
}

/** The strings of a TXT record; any bytes can be in them, so that each is kept as one character. */
export function joined(data: unknown): string | null {
  const strings: readonly unknown[] = Array.isArray(data) ? data : [data];
  if (!strings.every((each) => Buffer.isBuffer(each))) return null;
  return Buffer.concat(strings).toString('latin1');
}
