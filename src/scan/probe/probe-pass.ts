import type { Depth } from '../../model/records/words.ts';
import { answerQuestion, FIRST } from './outcome-probes.ts';
import { deepQuestion } from './deep-probes.ts';
import { isAnswered, isUnwelcome } from './attempts.ts';
import type { Look, Question } from './probe.ts';
import { versionQuestion } from './versions.ts';

/** Makes one connection and gives what it showed. */
export type Connect = (question: Question) => Promise<Look['seen']>;

/** Connections to one endpoint in a whole run, at most. */
export const LOOKS_A_RUN = { quick: 6, standard: 6, deep: 14 } as const satisfies Record<
  Depth,
  number
>;

/** What is particular about a pass. */
interface ProbeWishes {
  /** What it begins with, instead of the question that every endpoint is asked first. */
  first?: Question;
  /** Whether what was seen wants a second opinion: the last connection of the run is then kept for that. */
  wantsSecond?: (looks: readonly Look[]) => boolean;
}

/**
 * Asks one endpoint in one pass: for its answer, then, as deep as is wished, for what else it does, until the first sign
 * that this is not welcome.
 * @param before what earlier passes saw, in order; @returns what this pass saw, in order.
 */
export async function probe(
  connect: Connect,
  before: readonly Look[],
  depth: Depth,
  { first = FIRST, wantsSecond = () => false }: ProbeWishes = {},
): Promise<Look[]> {
  const most = LOOKS_A_RUN[depth];
  const seen: Look[] = [];
  let question: Question | null = first;
  while (question !== null && before.length + seen.length < most) {
    seen.push({ question, seen: await connect(question) });
    const looks = [...before, ...seen];
    question = looks.length === most - 1 && wantsSecond(looks) ? null : nextQuestion(looks, depth);
  }
  return seen;
}

/** What to ask next, null for nothing more in this pass. */
function nextQuestion(looks: readonly Look[], depth: Depth): Question | null {
  const forAnswer = answerQuestion(looks);
  if (forAnswer !== null) return forAnswer;
  if (depth === 'quick' || !isAnswered(looks) || isUnwelcome(looks)) return null;
  const forVersions = versionQuestion(looks);
  if (forVersions !== null || depth === 'standard') return forVersions;
  return deepQuestion(looks);
}
