import pLimit from 'p-limit';
import type { ReverseResolver } from './dns-answer.ts';
import type { Dnssec, FailureCode } from '../../model/records/words.ts';
import { createEdnsMemory, isAnswered, type Tried, type Try } from './dns-edns.ts';
import { createExchange } from './dns-exchange.ts';
import {
  ALIAS_CAP,
  readAnswer,
  TOO_MANY_ALIASES,
  type DnsQuestion,
  type QueryForm,
  type QuestionType,
  type Answer,
  type AnswerFailure,
} from './dns-message.ts';
import {
  joined,
  mxRecord,
  srvRecord,
  text,
  toDnsAnswer,
  tlsaRecord,
  type CheckedAnswer,
} from './dns-records.ts';
import { createServerOrder, type ServerOrder } from './dns-servers.ts';
import type { DnsServer } from './dns-transport.ts';
import { createValidation, weakest } from './dns-validation.ts';
import { systemMx } from './system-mx.ts';

export type { DnsServer } from './dns-transport.ts';

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

/** Puts a question to the server that `pick` chooses when the query is sent; `tried`: what came of its tries before. */
type Ask = (
  pick: () => DnsServer | undefined,
  question: DnsQuestion,
  tried: readonly Tried[],
) => Promise<Tried | null>;

/**
 * Makes the resolver of a survey. MX records are looked up through `node:dns`, and with `dns-packet` if that gives nothing
 * usable or if the AD bit of the server may count. All else is looked up with `dns-packet`, as `node:dns` reports neither the
 * AD bit nor aliases nor TLSA records. It has no cache. A server that fails is asked after the others until it answers again;
 * one that fails with EDNS is asked without. Never rejects.
 */
export function createResolver(options: DnsOptions): ReverseResolver {
  const tryMs = options.tryMs ?? TRY_MS;
  const limit = pLimit(options.inFlight ?? IN_FLIGHT);
  const { servers, trustAd = false } = options;
  // One more than there are servers, as one may fail only with EDNS.
  const tries = Math.max(tryMs.length, servers.length + 1);
  const order = createServerOrder(servers);
  const exchange = createExchange();
  const send = async ({ server, question, attempt }: Try, form: QueryForm) => {
    const timeoutMs = tryMs[Math.min(attempt, tryMs.length - 1)] ?? 0;
    const since = performance.now();
    const result = await exchange({ server, question, form, timeoutMs });
    if (result.kind === 'answer' || result.heard) order.answered(server);
    else if (result.code !== 'local-limit') order.failed(server, since);
    return result.kind === 'answer' ? readAnswer(result.packet, question) : result;
  };
  const edns = createEdnsMemory((each, hasEdns) => send(each, hasEdns ? 'usual' : 'plain'));
  const validation = createValidation({ servers, trustAd }, (server, question) =>
    retry(tries, (attempt) => limit(() => send({ server, question, attempt }, 'do'))),
  );
  const ask: Ask = (pick, question, tried) =>
    // Not earlier: thousands of questions may wait here while the first ones find that a server is dead.
    limit(async () => {
      const server = pick();
      if (server === undefined) return null;
      const before = tried.findLast((each) => each.server === server);
      return edns.ask({ server, question, attempt: tried.length }, before);
    });
  const check = async (question: DnsQuestion, tried: Tried): Promise<CheckedAnswer> => {
    const { server, answer } = tried;
    if (answer.kind === 'failed') return answer;
    // Without EDNS nothing is known of DNSSEC.
    const dnssec = tried.edns ? await validation.statusOf(server, question, answer) : 'unknown';
    return { ...answer, dnssec };
  };
  const askUnchecked = (server: DnsServer, question: DnsQuestion) =>
    limit(() => send({ server, question, attempt: 0 }, 'unchecked'));
  const lacksEdns = (server: DnsServer) => edns.lacks(server);
  const asking = { ask, check, askUnchecked, lacksEdns, order, tries };
  const lookUp = (name: string, type: QuestionType) => lookUpName(asking, { name, type });
  const askSystem = (name: string) =>
    limit(async () => {
      const server = order.steady();
      if (server === undefined || validation.mayCount(server)) return null;
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
    srv: async (name) => toDnsAnswer(await lookUp(name, 'SRV'), srvRecord),
    ptr: async (name) => toDnsAnswer(await lookUp(name, 'PTR'), text),
    validates: () => validation.validates(),
  };
}

interface Asking {
  ask: Ask;
  /** Adds the DNSSEC status to an answer. */
  check: (question: DnsQuestion, tried: Tried) => Promise<CheckedAnswer>;
  /** Asks with checking disabled; such an answer has no status. */
  askUnchecked: (server: DnsServer, question: DnsQuestion) => Promise<Answer | AnswerFailure>;
  /** Whether a server does not work with EDNS: then its SERVFAIL says nothing of DNSSEC. */
  lacksEdns: (server: DnsServer) => boolean;
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
    if (new Set(aliases).size < aliases.length) {
      return answerFailure('cname-loop', aliases.join(' '));
    }
    if (aliases.length > ALIAS_CAP) return TOO_MANY_ALIASES;
    name = answer.target;
  }
}

async function askServers(asking: Asking, question: DnsQuestion): Promise<CheckedAnswer> {
  const { ask, check, order, tries } = asking;
  const tried: Tried[] = [];
  const pick = () => order.next(tried.map(({ server }) => server));
  const last = await retry(tries, async () => {
    const each = await ask(pick, question, tried);
    if (each === null) return answerFailure('unexpected', 'no resolver configured');
    tried.push(each);
    return each.answer;
  });
  const by = tried.find(({ answer }) => answer === last);
  if (by === undefined) return answerFailure('unexpected', 'no resolver configured');
  const isChecked = !isServfail(last) || asking.lacksEdns(by.server);
  return isChecked ? check(question, by) : checkBogus(asking, question, by);
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
async function retry(
  tries: number,
  ask: (attempt: number) => Promise<Answer | AnswerFailure>,
): Promise<Answer | AnswerFailure> {
  let last = await ask(0);
  for (let attempt = 1; attempt < tries && !isAnswered(last); attempt++) {
    const next = await ask(attempt);
    if (!isSilence(next) || isSilence(last)) last = next;
  }
  return last;
}

/**
 * Distinguishes a zone that fails DNSSEC validation from a dead one: a validating resolver answers SERVFAIL for both (RFC 4035
 * §5.5), but with the CD bit only for the dead one. A last query without CD confirms that the SERVFAIL was not transient.
 * @param by the last try, at the server that answered SERVFAIL.
 */
async function checkBogus(
  { ask, check, askUnchecked }: Asking,
  question: DnsQuestion,
  by: Tried,
): Promise<CheckedAnswer> {
  const unchecked = await askUnchecked(by.server, question);
  if (unchecked.kind === 'failed') return check(question, by);
  const again = await ask(() => by.server, question, []);
  if (again !== null && !isServfail(again.answer)) return check(question, again);
  return answerFailure('bogus', 'SERVFAIL, but answered with checking disabled');
}

function isServfail(answer: Answer | AnswerFailure): boolean {
  return answer.kind === 'failed' && answer.detail === 'SERVFAIL';
}

function answerFailure(code: FailureCode, detail: string): AnswerFailure {
  return { kind: 'failed', code, detail };
}
