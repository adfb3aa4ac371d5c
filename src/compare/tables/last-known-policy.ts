import type { MailDomain } from '../../model/records/mail-domain.ts';
import type { Survey } from '../../model/records/survey.ts';

/** What a survey before the previous one last showed. */
export interface Recalled<T> {
  record: T;
  survey: Survey;
}

/** The keys of the policies in the record of a domain. */
export type PolicyKey = 'mtaSts' | 'tlsRpt' | 'onionMx';

/** The domains of which one policy is unknown in a survey, and their records of when it was last known. */
export class LastKnownPolicy {
  readonly #key: PolicyKey;
  readonly #sought = new Set<string>();
  readonly #found = new Map<string, Recalled<MailDomain>>();

  constructor(key: PolicyKey) {
    this.#key = key;
  }

  /** Whether nothing is sought any more. */
  get isComplete(): boolean {
    return this.#sought.size === 0;
  }

  /** Takes the record that is compared: its policy is sought where it is unknown. */
  seek(record: MailDomain): void {
    if (record[this.#key]?.state === 'failed') this.#sought.add(record.domain);
  }

  /** Takes an older record. A survey that did not ask for the policy is passed over. */
  add(record: MailDomain, survey: Survey): void {
    const policy = record[this.#key];
    if (policy === null || policy.state === 'failed' || !this.#sought.delete(record.domain)) return;
    this.#found.set(record.domain, { record, survey });
  }

  /** The record of a domain when its policy was last known; null where none was found, or none is sought. */
  of(domain: string): Recalled<MailDomain> | null {
    return this.#found.get(domain) ?? null;
  }

  /** All that was found. */
  all(): Recalled<MailDomain>[] {
    return [...this.#found.values()];
  }
}
