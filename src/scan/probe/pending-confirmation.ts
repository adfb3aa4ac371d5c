import { classOf } from '../../model/records/endpoint.ts';
import { FIRST } from './outcome-probes.ts';
import { handshakeOf, looksFor, shownBy } from './attempts.ts';
import { isWorthAnotherPass } from './merge-results.ts';
import type { Look, Purpose, Question } from './probe.ts';

/** Looks that say of an endpoint that it is worse than before; nobody is to be told so by one moment of it. */
export interface Doubt {
  /** All looks until it came up, the suspects among them. */
  before: readonly Look[];
  suspects: ReadonlySet<Look>;
  /** What is asked again. */
  question: Question;
}

/** The purposes that an endpoint's answer comes by: everything else is asked after it. */
const ANSWERING: ReadonlySet<Purpose> = new Set(['answer', 'why']);

/**
 * Finds which looks say that an endpoint got worse, to ask again what they asked: the answer as a whole, or the one look
 * after it that was the first to say so.
 * @param looks at least one; they regress.
 */
export function doubtOf(
  looks: readonly Look[],
  regresses: (looks: readonly Look[]) => boolean,
): Doubt {
  const answer = looks.filter(({ question }) => ANSWERING.has(question.purpose));
  if (answer.length > 0 && regresses(answer)) {
    return {
      before: looks,
      suspects: new Set(answer.filter(isTold)),
      question: answeringLook(answer)?.question ?? FIRST,
    };
  }
  const length = looks.findIndex((_, index) => regresses(looks.slice(0, index + 1))) + 1;
  const suspect = looks[length - 1] ?? looks[0];
  return {
    before: looks,
    suspects: new Set(suspect === undefined ? [] : [suspect]),
    question: suspect?.question ?? FIRST,
  };
}

/** The look that an endpoint's answer stands on. */
function answeringLook(answer: readonly Look[]): Look | undefined {
  const handshake = handshakeOf(answer)?.look;
  const shown = looksFor(answer, 'why').findLast((look) => shownBy(look) !== null);
  return handshake ?? shown ?? looksFor(answer, 'answer').at(-1);
}

/** Whether a second opinion was hindered by something that another time may not meet. */
export function isHindered(looks: readonly Look[]): boolean {
  return (
    !looks.some(isTold) && looks.every((look) => look.seen.outcome === 'hello' || isPassing(look))
  );
}

/** Whether a look was put off, timed out or was cut off. */
export function isPassing({ seen }: Look): boolean {
  return seen.outcome !== 'hello' && isWorthAnotherPass(seen);
}

/** Whether a look told something of its server. */
export function isTold({ seen }: Look): boolean {
  return seen.outcome === 'hello' ? seen.answer.kind !== 'none' : classOf(seen) !== 'unknown';
}
