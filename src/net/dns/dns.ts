import pLimit from 'p-limit';
import type { Resolver } from './dns-answer.ts';
import type { Dnssec, FailureCode } from '../../model/records/words.ts';
import { exchange, type DnsServer, type ExchangeOptions } from './dns-exchange.ts';
import {
  ALIAS_CAP,
  readAnswer,
  type Question,
  type QuestionType,
  type Told,
  type Untold,
} from './dns-message.ts';
import { joined, mxRecord, records, text, tlsaRecord, type Reading } from './dns-records.ts';
import { createServerOrder, type ServerOrder } from './dns-servers.ts';
import { createValidation, weakest } from './dns-validation.ts';
import { systemMx } from './system-mx.ts';

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
  /** Whether the AD bit counts from resolvers on other machines too. */
  trustAd?: boolean;
}

/** Puts a question to the server that `pick` chooses once it is the question's turn. */
type Ask = (
  pick: () => DnsServer | undefined,
  question: Question,
  attempt: number,
  checkingDisabled: boolean,
) => Promise<Reading>;

/**
 * Makes the resolver of a survey. MX records are asked for through `node:dns` first, and over `dns-packet` where that
 * gives nothing usable, or where the AD bit of the server counts. All else is asked over `dns-packet`, as `node:dns`
 * gives neither the AD bit nor aliases nor TLSA records. It keeps nothing of names: the caller remembers within a run.
 * A server that fails is asked after the others until it answers again. Never rejects.
 */
export function createResolver(options: DnsOptions): Resolver {
  const tryMs = options.tryMs ?? TRY_MS;
  const limit = pLimit(options.inFlight ?? IN_FLIGHT);
  const { servers, trustAd = false } = options;
  const tries = Math.max(tryMs.length, servers.length);
  const order = createServerOrder(servers);
  const put = async (exchanged: Omit<ExchangeOptions, 'timeoutMs'>, attempt: number) => {
    const { server, question } = exchanged;
    const timeoutMs = tryMs[Math.min(attempt, tryMs.length - 1)] ?? 0;
    const since = performance.now();
    const result = await exchange({ ...exchanged, timeoutMs });
    if (result.kind === 'answer' || result.heard) order.answered(server);
    else if (result.code !== 'local-limit') order.failed(server, since);
    return result.kind === 'answer' ? readAnswer(result.packet, question) : result;
  };
  const validation = createValidation({ servers, trustAd }, (server, question) =>
    untilTold(tries, (attempt) =>
      limit(() => put({ server, question, checkingDisabled: false }, attempt)),
    ),
  );
  const ask: Ask = async (pick, question, attempt, checkingDisabled) => {
    const asked = await limit(async () => {
      // Not before: thousands of questions may wait here while the first ones find a server dead.
      const server = pick();
      if (server === undefined) return null;
      return { server, answer: await put({ server, question, checkingDisabled }, attempt) };
    });
    if (asked === null) return untold('unexpected', 'no resolver configured');
    const { server, answer } = asked;
    if (answer.kind === 'failed') return answer;
    // What is not checked has no status.
    const dnssec = checkingDisabled ? 'unknown' : await validation.statusOf(server, answer);
    return { ...answer, dnssec };
  };
  const look = (name: string, type: QuestionType) => lookup({ ask, order, tries }, { name, type });
  const askSystem = (name: string) =>
    limit(async () => {
      const server = order.steady();
      if (server === undefined || validation.counts(server)) return null;
      // As patient as the first try over dns-packet: less would ask twice about every zone that is only slow.
      const answer = await systemMx(server, name, tryMs[0] ?? 0);
      if (answer === null) order.doubted(server);
      else order.answered(server);
      return answer;
    });
  return {
    mx: async (name) => (await askSystem(name)) ?? records(await look(name, 'MX'), mxRecord),
    ipv4: async (name) => records(await look(name, 'A'), text),
    ipv6: async (name) => records(await look(name, 'AAAA'), text),
    alias: async (name) => records(await look(name, 'CNAME'), text),
    tlsa: async (name) => records(await look(name, 'TLSA'), tlsaRecord),
    txt: async (name) => records(await look(name, 'TXT'), joined),
    validates: () => validation.validates(),
  };
}

interface Asking {
  ask: Ask;
  order: ServerOrder;
  tries: number;
}

/** Looks a name up, through aliases that no single answer covered. */
async function lookup(asking: Asking, question: Question): Promise<Reading> {
  const aliases: string[] = [];
  const statuses: Dnssec[] = [];
  let name = question.name;
  for (;;) {
    const reading = await askUntilTold(asking, { ...question, name });
    if (reading.kind === 'failed') return reading;
    aliases.push(...reading.aliases);
    statuses.push(reading.dnssec);
    if (reading.kind !== 'alias') return { ...reading, aliases, dnssec: weakest(statuses) };
    if (aliases.length > ALIAS_CAP) {
      return untold('cname-loop', aliases.join(' '));
    }
    name = reading.target;
  }
}

async function askUntilTold({ ask, order, tries }: Asking, question: Question): Promise<Reading> {
  const asked: DnsServer[] = [];
  const pick = (): DnsServer | undefined => {
    const server = order.next(asked);
    if (server !== undefined) asked.push(server);
    return server;
  };
  const readings: Reading[] = [];
  const last = await untilTold(tries, async (attempt) => {
    const reading = await ask(pick, question, attempt, false);
    readings.push(reading);
    return reading;
  });
  if (last.kind !== 'failed' || last.detail !== 'SERVFAIL') return last;
  const server = asked[readings.lastIndexOf(last)];
  return tellBogus((checkingDisabled) => ask(() => server, question, 0, checkingDisabled), last);
}

/** What says nothing about a name: the server did not answer. */
const SILENCE: ReadonlySet<FailureCode> = new Set([
  'timeout',
  'refused',
  'unreachable',
  'blocked',
  'local-limit',
]);

function isSilence(answer: Told | Untold): boolean {
  return answer.kind === 'failed' && SILENCE.has(answer.code);
}

/** Asks again while an answer may be better another time. The silence of one server hides no answer of another. */
async function untilTold<A extends Told>(
  tries: number,
  ask: (attempt: number) => Promise<A | Untold>,
): Promise<A | Untold> {
  let last = await ask(0);
  for (let attempt = 1; attempt < tries && isWorthAnother(last); attempt++) {
    const next = await ask(attempt);
    if (!isSilence(next) || isSilence(last)) last = next;
  }
  return last;
}

/** A loop of aliases is a fact about the name; all other failures are worth another server, or the same one again. */
function isWorthAnother(answer: Told | Untold): boolean {
  return answer.kind === 'failed' && answer.code !== 'cname-loop';
}

/**
 * Tells a zone that fails DNSSEC validation from a dead one: a validating resolver answers SERVFAIL for both (RFC 4035
 * §5.5), but with the CD bit only for the dead one. Asked once more without it, so that a passing fault is not called bogus.
 * @param ask puts the question to the server that answered SERVFAIL.
 */
async function tellBogus(
  ask: (checkingDisabled: boolean) => Promise<Reading>,
  last: Reading,
): Promise<Reading> {
  const unchecked = await ask(true);
  if (unchecked.kind === 'failed') return last;
  const again = await ask(false);
  if (again.kind !== 'failed' || again.detail !== 'SERVFAIL') return again;
  return untold('bogus', 'SERVFAIL, but answered with checking disabled');
}

function untold(code: FailureCode, detail: string): Untold {
  return { kind: 'failed', code, detail };
}
