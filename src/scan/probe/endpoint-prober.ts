import type { Endpoint } from '../../model/records/endpoint.ts';
import type { Depth } from '../../model/records/words.ts';
import { doubtOf, isHindered, isPassing, isTold, type Doubt } from './pending-confirmation.ts';
import { findingOf, observationOf, type Finding } from './endpoint-result.ts';
import { isWorthAnotherPass } from './merge-results.ts';
import { LOOKS_A_RUN, probe, type Connect } from './probe-pass.ts';
import type { Look } from './probe.ts';

/** Whether a record says of its host something worse than the survey before did. */
export type Regresses = (endpoint: Endpoint) => boolean;

export interface InquiryOptions {
  connect: Connect;
  depth: Depth;
  /** Makes the record of what was found. */
  recordOf: (finding: Finding) => Endpoint;
  /** null: there is nothing to compare with. */
  regresses: Regresses | null;
}

/**
 * Asks one endpoint in the passes of a run. A record that would be a regression is not given at once: what it stands on is
 * asked again in a later pass, on a fresh connection. Borne out, it is given. Told otherwise, the better is, with the note
 * `varied`. Not told, what hindered it is: that was seen at one moment only.
 */
export class Inquiry {
  readonly #options: InquiryOptions;
  #looks: Look[] = [];
  #doubt: Doubt | null = null;

  constructor(options: InquiryOptions) {
    this.#options = options;
  }

  /**
   * Asks in one pass and gives the record of the endpoint; null where it is to be asked again in another.
   * @param isLast whether what could not be told is left at that; a second opinion is asked for all the same.
   */
  async pass(isLast: boolean): Promise<Endpoint | null> {
    if (this.#doubt !== null) return this.#secondOpinion(this.#doubt, isLast);
    const { connect, depth } = this.#options;
    const wantsSecond = (looks: readonly Look[]): boolean => this.#regresses(looks);
    this.#looks.push(...(await probe(connect, this.#looks, depth, { wantsSecond })));
    if (!isLast && isWorthAnotherPass(observationOf(this.#looks))) return null;
    const endpoint = this.#record(this.#looks);
    if (this.#options.regresses?.(endpoint) !== true) return endpoint;
    // Only the last connection of the run said so, and nothing is left to ask again with.
    if (this.#isSpent()) return this.#record(this.#looks.slice(0, -1));
    this.#doubt = doubtOf([...this.#looks], wantsSecond);
    return null;
  }

  async #secondOpinion(
    { before, suspects, question }: Doubt,
    isLast: boolean,
  ): Promise<Endpoint | null> {
    const { connect, depth } = this.#options;
    this.#looks.push(...(await probe(connect, this.#looks, depth, { first: question })));
    const after = this.#looks.slice(before.length);
    if (!isLast && !this.#isSpent() && isHindered(after)) return null;
    const isAnswered = after.some(isTold);
    const rest = [...before.filter((look) => !suspects.has(look)), ...after];
    // What put us off or was cut off does not count beside a second opinion.
    const other = isAnswered ? rest.filter((look) => !isPassing(look)) : rest;
    return this.#regresses(other) ? this.#record(this.#looks) : this.#record(other, isAnswered);
  }

  #isSpent(): boolean {
    return this.#looks.length >= LOOKS_A_RUN[this.#options.depth];
  }

  #regresses(looks: readonly Look[]): boolean {
    return this.#options.regresses?.(this.#record(looks)) === true;
  }

  #record(looks: readonly Look[], varied = false): Endpoint {
    const finding = findingOf(looks, this.#options.depth);
    if (!varied) return this.#options.recordOf(finding);
    const { observation } = finding;
    const notes = [...observation.notes, 'inconsistent' as const];
    return this.#options.recordOf({ ...finding, observation: { ...observation, notes } });
  }
}
