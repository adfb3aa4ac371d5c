import { classOf } from '../model/records/endpoint.ts';
import type { Snapshot } from '../model/records/snapshot.ts';
import type { Place, PlacedWord } from '../model/records/word-places.ts';

type Records = Pick<Snapshot, 'domains' | 'endpoints'>;

const FIND = {
  level: ({ domains }, word) => domains.some(({ level }) => level === word),
  starttls: ({ domains }, word) => domains.some(({ starttls }) => starttls === word),
  mx: ({ domains }, word) => domains.some(({ mx }) => mx.kind === word),
  outcome: ({ endpoints }, word) => endpoints.some(({ outcome }) => outcome === word),
  class: ({ endpoints }, word) => endpoints.some((endpoint) => classOf(endpoint) === word),
  failure: ({ domains, endpoints }, word) =>
    endpoints.some(({ failure }) => failure?.code === word) ||
    domains.some(({ mx }) => mx.failure?.code === word),
  problem: ({ endpoints }, word) =>
    endpoints.some(({ problems }) => problems?.some((problem) => problem === word)),
} satisfies Partial<Record<Place, (records: Records, word: string) => boolean>>;

/** A place that a snapshot can be searched for. */
export type FoundPlace = keyof typeof FIND;

/** The places that a snapshot can be searched for. */
export const FOUND_PLACES = Object.keys(FIND) as FoundPlace[];

/** Whether a word stands at its place anywhere in a snapshot. */
export function isFound({ place, word }: PlacedWord<FoundPlace>, records: Records): boolean {
  return FIND[place](records, word);
}
