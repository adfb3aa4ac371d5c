import type { Endpoint } from '../../model/records/endpoint.ts';
import type { Depth } from '../../model/records/words.ts';
import {
  pendingConfirmationOf,
  isInconclusive,
  isTransient,
  isConclusive,
  type PendingConfirmation,
} from './pending-confirmation.ts';
import { endpointResultOf, mergedResultOf, type EndpointResult } from './endpoint-result.ts';
import { isWorthAnotherPass } from './merge-results.ts';
import { MAX_ATTEMPTS, runProbes, type Connect } from './probe-pass.ts';
import type { Attempt } from './probe.ts';

/** Whether a record says of its host something worse than the survey before did. */
export type Regresses = (endpoint: Endpoint) => boolean;

export interface EndpointProberOptions {
  connect: Connect;
  depth: Depth;
  /** Makes the record of what was found. */
  recordOf: (endpointResult: EndpointResult) => Endpoint;
  /** null: there is nothing to compare with. */
  regresses: Regresses | null;
}

/**
 * Asks one endpoint in the passes of a run. A record that would be a regression is not given at once: what it stands on is
 * asked again in a later pass, on a fresh connection. Borne out, it is given. Told otherwise, the better is, with the note
 * `isInconsistent`. Not told, what hindered it is: that was result at one moment only.
 */
export class EndpointProber {
  readonly #options: EndpointProberOptions;
  #attempts: Attempt[] = [];
  #pending: PendingConfirmation | null = null;

  constructor(options: EndpointProberOptions) {
    this.#options = options;
  }

  /**
   * Asks in one pass and gives the record of the endpoint; null where it is to be asked again in another.
   * @param isLast whether what could not be told is left at that; a second opinion is asked for all the same.
   */
  async pass(isLast: boolean): Promise<Endpoint | null> {
    if (this.#pending !== null) return this.#confirm(this.#pending, isLast);
    const { connect, depth } = this.#options;
    const needsConfirmation = (attempts: readonly Attempt[]): boolean => this.#regresses(attempts);
    this.#attempts.push(
      ...(await runProbes(connect, this.#attempts, depth, { needsConfirmation })),
    );
    if (!isLast && isWorthAnotherPass(mergedResultOf(this.#attempts))) return null;
    const endpoint = this.#record(this.#attempts);
    if (this.#options.regresses?.(endpoint) !== true) return endpoint;
    // Only the last connection of the run said so, and nothing is left to ask again with.
    if (this.#isSpent()) return this.#record(this.#attempts.slice(0, -1));
    this.#pending = pendingConfirmationOf([...this.#attempts], needsConfirmation);
    return null;
  }

  async #confirm(
    { before, unconfirmed, probe }: PendingConfirmation,
    isLast: boolean,
  ): Promise<Endpoint | null> {
    const { connect, depth } = this.#options;
    this.#attempts.push(...(await runProbes(connect, this.#attempts, depth, { first: probe })));
    const after = this.#attempts.slice(before.length);
    if (!isLast && !this.#isSpent() && isInconclusive(after)) return null;
    const isTlsKnown = after.some(isConclusive);
    const rest = [...before.filter((attempt) => !unconfirmed.has(attempt)), ...after];
    // What put us off or was cut off does not count beside a second opinion.
    const other = isTlsKnown ? rest.filter((attempt) => !isTransient(attempt)) : rest;
    return this.#regresses(other) ? this.#record(this.#attempts) : this.#record(other, isTlsKnown);
  }

  #isSpent(): boolean {
    return this.#attempts.length >= MAX_ATTEMPTS[this.#options.depth];
  }

  #regresses(attempts: readonly Attempt[]): boolean {
    return this.#options.regresses?.(this.#record(attempts)) === true;
  }

  #record(attempts: readonly Attempt[], isInconsistent = false): Endpoint {
    const endpointResult = endpointResultOf(attempts, this.#options.depth);
    if (!isInconsistent) return this.#options.recordOf(endpointResult);
    const { merged } = endpointResult;
    const notes = [...merged.notes, 'inconsistent' as const];
    return this.#options.recordOf({ ...endpointResult, merged: { ...merged, notes } });
  }
}
