import { classOf } from '../model/endpoint.ts';
import type { Observation } from '../model/observation.ts';
import { PLAINTEXT_LOOKS } from './merge.ts';

/** What the next connection to an endpoint offers. */
export interface Question {
  offer: 'certificate' | 'anonymous';
  sni: boolean;
}

/** Makes one connection and gives what it showed. */
export type Connect = (question: Question) => Promise<Observation>;

/** Connections to one endpoint in one pass, at most: the first look, a second one, and one that asks otherwise. */
const LOOKS_A_PASS = 3;

/** TLS connections to one endpoint in a whole run, at most. */
const LOOKS_A_RUN = 6;

const FIRST: Question = { offer: 'certificate', sni: true };

/**
 * Asks one endpoint in one pass. What speaks against a server is asked a second time before it counts; what a better
 * hour might answer is left to a later pass.
 * @param before what earlier passes saw, in order; @returns what this pass saw, in order.
 */
export async function probe(
  connect: Connect,
  before: readonly Observation[],
): Promise<Observation[]> {
  const seen: Observation[] = [];
  let question: Question | null = FIRST;
  while (question !== null && seen.length < LOOKS_A_PASS) {
    if (before.length + seen.length >= LOOKS_A_RUN) break;
    const observation = await connect(question);
    seen.push(observation);
    question = nextQuestion(observation, question, [...before, ...seen]);
  }
  return seen;
}

/** What to ask after an observation, null for nothing more in this pass. */
function nextQuestion(
  last: Observation,
  asked: Question,
  all: readonly Observation[],
): Question | null {
  if (last.end === 'plaintext') {
    const looks = all.filter((each) => each.end === 'plaintext').length;
    return looks < PLAINTEXT_LOOKS && !all.some((each) => each.end === 'tls') ? FIRST : null;
  }
  if (last.end === 'tls-failed') {
    const other = otherOffer(last.failure, asked);
    if (other !== null) return other;
  }
  if (classOf(last) !== 'broken') return null;
  return all.filter((each) => classOf(each) === 'broken').length < 2 ? asked : null;
}

/** A server that liked nothing of an offer, or not the name in it, is asked once without. */
function otherOffer(failure: { code: string; detail: string }, asked: Question): Question | null {
  if (failure.code === 'local-limit' && asked.offer === 'certificate') {
    return { ...asked, offer: 'anonymous' };
  }
  if (failure.detail.endsWith('_UNRECOGNIZED_NAME') && asked.sni) return { ...asked, sni: false };
  return null;
}
