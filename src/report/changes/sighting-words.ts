import type { Sighting } from '../../model/output/change.ts';
import { classOf } from '../../model/records/endpoint.ts';
import type { Survey } from '../../model/records/survey.ts';
import { listedShort } from '../format/layout.ts';
import type { Neighbours } from '../words/neighbours.ts';
import { claimOf } from '../words/outcome-words.ts';
import { certificatePhrase } from '../words/certificate-phrase.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';
import { versionRange } from '../words/version-words.ts';

const ADDRESSES = 3;

/** What changes are told with: whose words they are, and when. */
export interface SightingContext {
  survey: Pick<Survey, 'date' | 'startedAt'>;
  neighbours: Neighbours;
}

/** The TLS of an endpoint: `TLS 1.2, with a valid certificate until 2027-01-02`. */
export function tlsPhrase(sighting: Sighting, context: SightingContext): string {
  const { endpoint } = sighting;
  const range = endpoint.tls === null ? null : versionRange(endpoint.tls);
  const with_ = certificateWords(sighting, context);
  return `${range ?? 'TLS'}${with_ === null ? '' : `, with ${with_}`}`;
}

/** The certificate of an endpoint; null where it could not be told. */
export function certificateWords(
  { endpoint, certificate, issuers }: Sighting,
  { survey, neighbours }: SightingContext,
): string | null {
  if (endpoint.problems?.includes('no-certificate')) return 'no certificate';
  if (certificate === null) return null;
  const presented = { endpoint, certificate, issuers, at: survey.startedAt };
  return certificatePhrase(presented, neighbours);
}

/** What a sighting says, to follow the host or "it": `spoke TLS 1.2`, `did not offer STARTTLS to us, asked twice on …`. */
export function pastWords(sighting: Sighting, context: SightingContext): string {
  const { endpoint } = sighting;
  if (endpoint.end === 'tls') return `spoke ${tlsPhrase(sighting, context)}`;
  const claim = claimOf(endpoint, context.survey.date);
  return classOf(endpoint) === 'untold' ? `could not be told: ${claim}` : claim;
}

/** What a host did on the day of a survey, as a clause: `on 2016-01-23 it spoke TLS 1.0`. */
export function dayClause(
  sightings: readonly Sighting[],
  context: SightingContext,
  plural: boolean,
  words: (sighting: Sighting) => string = (each) => pastWords(each, context),
): string {
  const { date } = context.survey;
  const told = [...new Set(sightings.map(words))];
  const clause = `${plural ? 'they' : 'it'} ${listedShort(told, 2)}`;
  return clause.includes(date) ? clause : `on ${date} ${clause}`;
}

/** Addresses to stand behind a host, where they are not all that was told of it. */
export function addressWords(sightings: readonly Sighting[]): string {
  if (sightings.every(({ whole }) => whole)) return '';
  const addresses = sightings
    .flatMap((each) => each.addresses)
    .filter((address) => address !== null)
    .map(escapeTerminal);
  return addresses.length === 0 ? '' : ` (${listedShort(addresses, ADDRESSES)})`;
}
