import type { OnionAnswer, OnionMx } from '../../model/records/onion-mx.ts';

/** An onion host and port that is asked over Tor. */
export interface OnionHost {
  host: string;
  port: number;
}

/** What onion hosts answered over Tor. They are few, and all of them are in memory. */
export class OnionAnswers {
  /** By host and port; null: excluded, and not asked. */
  readonly #answers = new Map<string, OnionAnswer | null>();

  /** Takes what a host answered; a later answer replaces an earlier one. */
  add({ host, port }: OnionHost, answer: OnionAnswer | null): void {
    this.#answers.set(onionKey({ host, port }), answer);
  }

  has(host: OnionHost): boolean {
    return this.#answers.has(onionKey(host));
  }

  /** Whether every host of an onion MX that can be asked is known. */
  hasAllOf(onionMx: OnionMx | null): boolean {
    return onionHostsOf(onionMx).every((host) => this.has(host));
  }

  /** An onion MX with what its hosts answered. */
  join(onionMx: OnionMx | null): OnionMx | null {
    if (onionMx === null || this.#answers.size === 0) return onionMx;
    const records = onionMx.records.map((record) => ({
      ...record,
      answer: record.kind === 'v3' ? (this.#answers.get(onionKey(record)) ?? null) : null,
    }));
    return { ...onionMx, records };
  }
}

/** The text of a host and port: one is asked once, however many domains name it. */
export function onionKey({ host, port }: OnionHost): string {
  return `${host}:${port}`;
}

/** The hosts of an onion MX that can be asked over Tor: those of version 3, at a port that there is. */
export function onionHostsOf(onionMx: OnionMx | null): OnionHost[] {
  const asked = onionMx?.records.filter(({ kind, port }) => kind === 'v3' && port !== 0) ?? [];
  return asked.map(({ host, port }) => ({ host, port }));
}
