import type { Endpoint } from '../../model/records/endpoint.ts';
import type { Depth, Note } from '../../model/records/words.ts';
import { isLost, isTlsKnown, withoutLost } from './attempts.ts';
import { endpointResultOf, mergedResultOf, type EndpointResult } from './endpoint-result.ts';
import { isWorthAnotherPass } from './merge-results.ts';
import {
  isConclusive,
  isInconclusive,
  isTransient,
  pendingConfirmationOf,
  type PendingConfirmation,
} from './pending-confirmation.ts';
import { FIRST_PROBE } from './outcome-probes.ts';
import type { Attempt } from './probe.ts';
import { MAX_ATTEMPTS, runProbes, type Connect } from './probe-pass.ts';

/** Whether a record shows its endpoint worse than the survey before did. */
export type Regresses = (endpoint: Endpoint) => boolean;

export interface EndpointProberOptions {
  connect: Connect;
  depth: Depth;
  /** Makes the record of a result. */
  recordOf: (result: EndpointResult) => Endpoint;
  /** null: there is no survey before to compare with. */
  regresses: Regresses | null;
  /** What its record notes of how its TLS was asked for, if that is known. */
  tlsNotes?: readonly Note[];
}

/**
 * Probes one endpoint in the passes of a run. A regression is confirmed by a fresh connection in a later pass. If confirmed,
 * it is recorded. If not, the better result is recorded, with the note `inconsistent`. If the confirmation fails, its failure
 * is recorded.
 */
export class EndpointProber {
  readonly #options: EndpointProberOptions;
  #attempts: Attempt[] = [];
  #pending: PendingConfirmation | null = null;

  constructor(options: EndpointProberOptions) {
    this.#options = options;
  }

  /**
   * Makes one pass; returns the record of the endpoint, or null if another pass is needed.
   * @param isLast whether a transient failure is final; a confirmation is made all the same.
   */
  async pass(isLast: boolean): Promise<Endpoint | null> {
    if (this.#pending !== null) return this.#confirm(this.#pending, isLast);
    const { connect, depth } = this.#options;
    const needsConfirmation = (attempts: readonly Attempt[]): boolean => this.#regresses(attempts);
    const last = this.#attempts.at(-1);
    const first = last !== undefined && isLost(last) ? last.probe : FIRST_PROBE;
    this.#attempts.push(
      ...(await runProbes(connect, this.#attempts, depth, { first, needsConfirmation })),
    );
    if (!isLast && this.#isWorthAnotherPass()) return null;
    const endpoint = this.#record(this.#attempts);
    if (this.#options.regresses?.(endpoint) !== true) return endpoint;
    // Only the last connection of the run shows a regression, and none is left to confirm it.
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
    const isAnswered = after.some(isConclusive);
    const others = [...before.filter((attempt) => !unconfirmed.has(attempt)), ...after];
    // A transient failure does not count beside a conclusive attempt.
    const counted = isAnswered ? others.filter((attempt) => !isTransient(attempt)) : others;
    return this.#regresses(counted)
      ? this.#record(this.#attempts)
      : this.#record(counted, isAnswered);
  }

  /** Whether a later pass may show more of the host, or make the connection that this machine was in the way of. */
  #isWorthAnotherPass(): boolean {
    const last = this.#attempts.at(-1);
    if (last !== undefined && isLost(last) && !this.#isSpent()) return true;
    return isWorthAnotherPass(mergedResultOf(withoutLost(this.#attempts)));
  }

  #isSpent(): boolean {
    return this.#attempts.length >= MAX_ATTEMPTS[this.#options.depth];
  }

  #regresses(attempts: readonly Attempt[]): boolean {
    return this.#options.regresses?.(this.#record(attempts)) === true;
  }

  #record(attempts: readonly Attempt[], isInconsistent = false): Endpoint {
    const result = endpointResultOf(withoutLost(attempts), this.#options.depth);
    const tlsNotes = isTlsKnown(attempts) ? (this.#options.tlsNotes ?? []) : [];
    const notes = [...result.merged.notes, ...tlsNotes];
    if (isInconsistent) notes.push('inconsistent');
    return this.#options.recordOf({ ...result, merged: { ...result.merged, notes } });
  }
}
