import pLimit from 'p-limit';
import type { DnsAnswer, MxRecord, Resolver } from '../model/dns-answer.ts';
import type { FailureCode } from '../model/words.ts';
import { exchange, type DnsServer, type Exchange } from './dns-exchange.ts';
import { ALIAS_CAP, readAnswer, type Question, type Reading } from './dns-message.ts';

export type { DnsServer } from './dns-exchange.ts';

/**
 * How long each try waits, in ms, the servers taken in turn. A recursive resolver itself gives up on a slow zone only
 * after ten seconds and more: one that is asked with less patience looks dead.
 */
const TRY_MS = [5_000, 10_000, 15_000];

/** More at once, and small resolvers begin to answer SERVFAIL at random. */
const IN_FLIGHT = 100;

export interface DnsOptions {
  /** Recursive resolvers, at least one, in the order to ask them. */
  servers: DnsServer[];
  /** Patience of each try in ms. */
  tryMs?: number[];
  /** Questions under way at once. */
  inFlight?: number;
}

type Ask = (question: Question, attempt: number, checkingDisabled: boolean) => Promise<Reading>;

/**
 * Makes the resolver of a survey: MX, A, AAAA and TXT over `dns-packet`, as the system's own resolver library takes answers
 * of other owners, hides CNAME loops and guesses its patience. It keeps nothing: the caller remembers within a run.
 */
export function createResolver(options: DnsOptions): Resolver {
  const tryMs = options.tryMs ?? TRY_MS;
  const limit = pLimit(options.inFlight ?? IN_FLIGHT);
  const ask: Ask = async (question, attempt, checkingDisabled) => {
    const server = options.servers[attempt % options.servers.length];
    const timeoutMs = tryMs[Math.min(attempt, tryMs.length - 1)];
    if (server === undefined || timeoutMs === undefined) {
      return { kind: 'failed', code: 'unexpected', detail: 'no resolver configured' };
    }
    const result = await limit(() => exchange({ server, question, timeoutMs, checkingDisabled }));
    return read(result, question);
  };
  const tries = Math.max(tryMs.length, options.servers.length);
  return {
    mx: async (name) => records(await lookup(ask, tries, { name, type: 'MX' }), mxRecord),
    ipv4: async (name) => records(await lookup(ask, tries, { name, type: 'A' }), text),
    ipv6: async (name) => records(await lookup(ask, tries, { name, type: 'AAAA' }), text),
    txt: async (name) => records(await lookup(ask, tries, { name, type: 'TXT' }), joined),
  };
}

function read(result: Exchange, question: Question): Reading {
  return result.kind === 'answer' ? readAnswer(result.packet, question) : result;
}

/** Looks a name up, through aliases that no single answer covered. */
async function lookup(ask: Ask, tries: number, question: Question): Promise<Reading> {
  const aliases: string[] = [];
  let name = question.name;
  for (;;) {
    const reading = await askUntilTold(ask, tries, { ...question, name });
    if (reading.kind === 'failed') return reading;
    aliases.push(...reading.aliases);
    if (reading.kind !== 'alias') return { ...reading, aliases };
    if (aliases.length > ALIAS_CAP) {
      return { kind: 'failed', code: 'cname-loop', detail: aliases.join(' ') };
    }
    name = reading.target;
  }
}

const ASK_AGAIN: ReadonlySet<FailureCode> = new Set([
  'timeout',
  'server-failure',
  'malformed',
  'refused',
  'reset',
  'closed',
  'unreachable',
  'local-limit',
]);

async function askUntilTold(ask: Ask, tries: number, question: Question): Promise<Reading> {
  let last = await ask(question, 0, false);
  for (let attempt = 1; attempt < tries && isWorthAnother(last); attempt++) {
    last = await ask(question, attempt, false);
  }
  const servfail = last.kind === 'failed' && last.detail === 'SERVFAIL';
  return servfail ? tellBogus(ask, question, last) : last;
}

function isWorthAnother(reading: Reading): boolean {
  return reading.kind === 'failed' && ASK_AGAIN.has(reading.code);
}

/**
 * Tells a zone that fails DNSSEC validation from a dead one: a validating resolver answers SERVFAIL for both (RFC 4035
 * §5.5), but with the CD bit only for the dead one. Asked once more without it, so that a passing fault is not called bogus.
 */
async function tellBogus(ask: Ask, question: Question, last: Reading): Promise<Reading> {
  const unchecked = await ask(question, 0, true);
  if (unchecked.kind === 'failed') return last;
  const again = await ask(question, 0, false);
  if (again.kind !== 'failed' || again.detail !== 'SERVFAIL') return again;
  return { kind: 'failed', code: 'bogus', detail: 'SERVFAIL, but answered with checking disabled' };
}

function records<R>(reading: Reading, toRecord: (data: unknown) => R | null): DnsAnswer<R> {
  switch (reading.kind) {
    case 'nodata':
    case 'nxdomain':
      return { kind: reading.kind, aliases: reading.aliases };
    case 'failed':
      return failure(reading.code, reading.detail);
    case 'alias':
      return failure('unexpected', `alias ${reading.target} left unfollowed`);
    case 'records': {
      const found = reading.data.map(toRecord).filter((record) => record !== null);
      if (found.length < reading.data.length) return failure('malformed', 'unreadable record');
      return { kind: 'records', records: found, aliases: reading.aliases };
    }
  }
}

function failure(code: FailureCode, detail: string): DnsAnswer<never> {
  return { kind: 'failed', failure: { stage: 'dns', code, detail } };
}

function mxRecord(data: unknown): MxRecord | null {
  if (typeof data !== 'object' || data === null || !('exchange' in data)) return null;
  const preference = 'preference' in data ? data.preference : 0;
  if (typeof data.exchange !== 'string' || typeof preference !== 'number') return null;
  return { preference, exchange: data.exchange === '.' ? '' : data.exchange };
}

function text(data: unknown): string | null {
  return typeof data === 'string' ? data : null;
}

/** The strings of a TXT record; any bytes can be in them, so that each is kept as one character. */
function joined(data: unknown): string | null {
  const strings: readonly unknown[] = Array.isArray(data) ? data : [data];
  if (!strings.every((each) => Buffer.isBuffer(each))) return null;
  return Buffer.concat(strings).toString('latin1');
}
