import type { FailureCode } from '../../model/records/words.ts';
import type { DnsServer } from './dns-transport.ts';
import type { Answer, AnswerFailure, DnsQuestion } from './dns-message.ts';

/** One try of a question at one server. */
export interface Try {
  server: DnsServer;
  question: DnsQuestion;
  /** From 0; a later try has a longer timeout. */
  attempt: number;
}

/** What came of a try, and whether its query had EDNS. */
export interface Tried {
  server: DnsServer;
  edns: boolean;
  answer: Answer | AnswerFailure;
}

/** Asks each DNS server with EDNS or, where that does not work, without. */
export interface EdnsMemory {
  /** Whether a server was seen to answer without EDNS alone. */
  lacks(server: DnsServer): boolean;
  /** @param before what came of the last try of the same question at the same server; undefined for the first try. */
  ask(each: Try, before: Tried | undefined): Promise<Tried>;
}

/** Answers of a server that does not know EDNS, or not this version of it (RFC 6891 §7, §6.1.3). */
const REFUSALS: ReadonlySet<string> = new Set(['FORMERR', 'NOTIMP', 'BADVERS']);

/** What else may become of a query with EDNS at such a server, or at a device before it. It may have any other reason. */
const DOUBTFUL: ReadonlySet<FailureCode> = new Set([
  'timeout',
  'server-failure',
  'malformed',
  'reset',
  'closed',
]);

/**
 * Remembers which servers do not work with EDNS (RFC 6891 §7). A question that failed with EDNS is tried without the next time:
 * a retry that would be made anyway, so that no name costs more queries. If that is answered, one more query with EDNS, once for
 * a server, confirms that it fails: an answer without says nothing of DNSSEC.
 * @param send sends one query, with EDNS or without.
 */
export function createEdnsMemory(
  send: (each: Try, edns: boolean) => Promise<Answer | AnswerFailure>,
): EdnsMemory {
  const working = new Set<DnsServer>();
  const lacking = new Set<DnsServer>();
  const askWith = async (each: Try): Promise<Tried> => {
    const answer = await send(each, true);
    if (isAnswered(answer)) {
      working.add(each.server);
      lacking.delete(each.server);
    }
    return { server: each.server, edns: true, answer };
  };
  const askWithout = async (each: Try): Promise<Tried> => ({
    server: each.server,
    edns: false,
    answer: await send(each, false),
  });
  return {
    lacks: (server) => lacking.has(server),
    async ask(each, before) {
      const { server } = each;
      if (lacking.has(server)) return askWithout(each);
      const refused = isFailureOfEdns(before, isRefusal);
      const doubted = !working.has(server) && isFailureOfEdns(before, isDoubtful);
      if (!refused && !doubted) return askWith(each);
      const plain = await askWithout(each);
      const isUnderstood = refused ? isUnrefused(plain.answer) : isAnswered(plain.answer);
      if (!isUnderstood || working.has(server)) return plain;
      const again = await askWith(each);
      if (isAnswered(again.answer)) return again;
      lacking.add(server);
      return plain;
    },
  };
}

function isFailureOfEdns(
  before: Tried | undefined,
  isReason: (failure: AnswerFailure) => boolean,
): boolean {
  return before?.edns === true && before.answer.kind === 'failed' && isReason(before.answer);
}

function isRefusal({ detail }: AnswerFailure): boolean {
  return REFUSALS.has(detail);
}

/** Whether the server understood the query, though it may have no answer. */
function isUnrefused(answer: Answer | AnswerFailure): boolean {
  return (
    isAnswered(answer) ||
    (answer.kind === 'failed' && answer.code === 'server-failure' && !isRefusal(answer))
  );
}

function isDoubtful({ code }: AnswerFailure): boolean {
  return DOUBTFUL.has(code);
}

/** Failures that are facts about the name. */
const FACTS: ReadonlySet<FailureCode> = new Set(['cname-loop', 'too-long']);

/** Whether the server answered the question; other failures may be gone in the next try. */
export function isAnswered(answer: Answer | AnswerFailure): boolean {
  return answer.kind !== 'failed' || FACTS.has(answer.code);
}
