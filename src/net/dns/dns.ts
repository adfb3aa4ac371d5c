import pLimit from 'p-limit';
import type { Resolver } from './dns-answer.ts';
import type { Dnssec, FailureCode } from '../../model/records/words.ts';
import { exchange, type DnsServer, type ExchangeOptions } from './dns-exchange.ts';
import {
  ALIAS_CAP,
  readAnswer,
  type DnsQuestion,
  type QuestionType,
  type Answer,
  type AnswerFailure,
} from './dns-message.ts';
import {
  joined,
  mxRecord,
  text,
  toDnsAnswer,
  tlsaRecord,
  type CheckedAnswer,
} from './dns-records.ts';
import { createServerOrder, type ServerOrder } from './dns-servers.ts';
import { createValidation, weakest } from './dns-validation.ts';
import { systemMx } from './system-mx.ts';

export type { DnsServer } from './dns-exchange.ts';

/**
 * The timeout of each try in ms, with one server after another. A recursive resolver gives up on a slow zone only after ten
 * seconds or more: with a shorter timeout it looks dead.
 */
const TRY_MS = [5_000, 10_000, 15_000];

/** With more queries at once, small resolvers answer SERVFAIL at random. */
const IN_FLIGHT = 100;

export interface DnsOptions {
  /** Recursive resolvers, at least one, in the order to ask them. */
  servers: DnsServer[];
  /** The timeout of each try in ms. */
  tryMs?: number[];
  /** Queries at once. */
  inFlight?: number;
  /** Whether the AD bit of resolvers on other machines counts too. */
  trustAd?: boolean;
}

/** Puts a question to the server that `pick` chooses when the query is sent. */
type Ask = (
  pick: () => DnsServer | undefined,
  question: DnsQuestion,
  attempt: number,
  checkingDisabled: boolean,
) => Promise<CheckedAnswer>;

/**
 * Makes the resolver of a survey. MX records are looked up through `node:dns`, and with `dns-packet` if that gives nothing
 * usable or if the AD bit of the server counts. All else is looked up with `dns-packet`, as `node:dns` reports neither the AD
 * bit nor aliases nor TLSA records. It has no cache. A server that fails is asked after the others until it answers again.
 * Never rejects.
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
    retry(tries, (attempt) =>
      limit(() => put({ server, question, checkingDisabled: false }, attempt)),
    ),
  );
  const ask: Ask = async (pick, question, attempt, checkingDisabled) => {
    const asked = await limit(async () => {
      // Not earlier: thousands of questions may wait here while the first ones find that a server is dead.
      const server = pick();
      if (server === undefined) return null;
      return { server, answer: await put({ server, question, checkingDisabled }, attempt) };
    });
    if (asked === null) return answerFailure('unexpected', 'no resolver configured');
    const { server, answer } = asked;
    if (answer.kind === 'failed') return answer;
    // An unchecked answer has no status.
    const dnssec = checkingDisabled ? 'unknown' : await validation.statusOf(server, answer);
    return { ...answer, dnssec };
  };
  const lookUp = (name: string, type: QuestionType) =>
    lookUpName({ ask, order, tries }, { name, type });
  const askSystem = (name: string) =>
    limit(async () => {
      const server = order.steady();
      if (server === undefined || validation.counts(server)) return null;
      // The timeout of the first try with dns-packet: a shorter one would look up every slow zone twice.
      const answer = await systemMx(server, name, tryMs[0] ?? 0);
      if (answer === null) order.doubted(server);
      else order.answered(server);
      return answer;
    });
  return {
    mx: async (name) => (await askSystem(name)) ?? toDnsAnswer(await lookUp(name, 'MX'), mxRecord),
    ipv4: async (name) => toDnsAnswer(await lookUp(name, 'A'), text),
    ipv6: async (name) => toDnsAnswer(await lookUp(name, 'AAAA'), text),
    alias: async (name) => toDnsAnswer(await lookUp(name, 'CNAME'), text),
    tlsa: async (name) => toDnsAnswer(await lookUp(name, 'TLSA'), tlsaRecord),
    txt: async (name) => toDnsAnswer(await lookUp(name, 'TXT'), joined),
    validates: () => validation.validates(),
  };
}

interface Asking {
  ask: Ask;
  order: ServerOrder;
  tries: number;
}

/** Looks up a name, and follows aliases whose target is not in the same answer. */
async function lookUpName(asking: Asking, question: DnsQuestion): Promise<CheckedAnswer> {
  const aliases: string[] = [];
  const statuses: Dnssec[] = [];
  let name = question.name;
  for (;;) {
    const answer = await askServers(asking, { ...question, name });
    if (answer.kind === 'failed') return answer;
    aliases.push(...answer.aliases);
    statuses.push(answer.dnssec);
    if (answer.kind !== 'alias') return { ...answer, aliases, dnssec: weakest(statuses) };
    if (aliases.length > ALIAS_CAP) {
      return answerFailure('cname-loop', aliases.join(' '));
    }
    name = answer.target;
  }
}

async function askServers(
  { ask, order, tries }: Asking,
  question: DnsQuestion,
): Promise<CheckedAnswer> {
  const asked: DnsServer[] = [];
  const pick = (): DnsServer | undefined => {
    const server = order.next(asked);
    if (server !== undefined) asked.push(server);
    return server;
  };
  const answers: CheckedAnswer[] = [];
  const last = await retry(tries, async (attempt) => {
    const answer = await ask(pick, question, attempt, false);
    answers.push(answer);
    return answer;
  });
  if (last.kind !== 'failed' || last.detail !== 'SERVFAIL') return last;
  const server = asked[answers.lastIndexOf(last)];
  return checkBogus((checkingDisabled) => ask(() => server, question, 0, checkingDisabled), last);
}

/** Failures without an answer of the server. */
const SILENCE: ReadonlySet<FailureCode> = new Set([
  'timeout',
  'refused',
  'unreachable',
  'blocked',
  'local-limit',
]);

function isSilence(answer: Answer | AnswerFailure): boolean {
  return answer.kind === 'failed' && SILENCE.has(answer.code);
}

/** Asks again while the answer is unknown. The silence of one server does not replace the answer of another. */
async function retry<A extends Answer>(
  tries: number,
  ask: (attempt: number) => Promise<A | AnswerFailure>,
): Promise<A | AnswerFailure> {
  let last = await ask(0);
  for (let attempt = 1; attempt < tries && isWorthRetry(last); attempt++) {
    const next = await ask(attempt);
    if (!isSilence(next) || isSilence(last)) last = next;
  }
  return last;
}

/** A loop of aliases is a fact about the name; all other failures may be gone in the next try. */
function isWorthRetry(answer: Answer | AnswerFailure): boolean {
  return answer.kind === 'failed' && answer.code !== 'cname-loop';
}

/**
 * Distinguishes a zone that fails DNSSEC validation from a dead one: a validating resolver answers SERVFAIL for both (RFC 4035
 * §5.5), but with the CD bit only for the dead one. A last query without CD confirms that the SERVFAIL was not transient.
 * @param ask puts the question to the server that answered SERVFAIL.
 */
async function checkBogus(
  ask: (checkingDisabled: boolean) => Promise<CheckedAnswer>,
  last: CheckedAnswer,
): Promise<CheckedAnswer> {
  const unchecked = await ask(true);
  if (unchecked.kind === 'failed') return last;
  const again = await ask(false);
  if (again.kind !== 'failed' || again.detail !== 'SERVFAIL') return again;
  return answerFailure('bogus', 'SERVFAIL, but answered with checking disabled');
}

function answerFailure(code: FailureCode, detail: string): AnswerFailure {
  return { kind: 'failed', code, detail };
}
