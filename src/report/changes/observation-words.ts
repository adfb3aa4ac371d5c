import type { Observation } from '../../model/output/change.ts';
import { classOf } from '../../model/records/endpoint.ts';
import type { Survey } from '../../model/records/survey.ts';
import { agreeing, listedShort } from '../format/layout.ts';
import type { Neighbours } from '../words/neighbours.ts';
import { claimOf } from '../words/outcome-words.ts';
import { certificatePhrase } from '../words/certificate-phrase.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';
import { versionRange } from '../words/version-words.ts';

const ADDRESSES = 3;

/** The survey of an observation, and the words for its hosts. */
export interface ObservationContext {
  survey: Pick<Survey, 'date' | 'startedAt'>;
  neighbours: Neighbours;
}

/** The TLS of an endpoint: `TLS 1.2, with a valid certificate until 2027-01-02`. */
export function tlsPhrase(observation: Observation, context: ObservationContext): string {
  const { endpoint } = observation;
  const range = endpoint.tls === null ? null : versionRange(endpoint.tls);
  const with_ = certificateWords(observation, context);
  return `${range ?? 'TLS'}${with_ === null ? '' : `, with ${with_}`}`;
}

/** The certificate of an endpoint; null where it is unknown. */
export function certificateWords(
  { endpoint, certificate, issuers }: Observation,
  { survey, neighbours }: ObservationContext,
): string | null {
  if (endpoint.problems?.includes('no-certificate')) return 'no certificate';
  if (certificate === null) return null;
  const presented = { endpoint, certificate, issuers, at: survey.startedAt };
  return certificatePhrase(presented, neighbours);
}

/** An observation as a predicate of the host or "it": `spoke TLS 1.2`, `did not offer STARTTLS (asked twice on …)`. */
export function pastWords(
  observation: Observation,
  context: ObservationContext,
  plural = false,
): string {
  const { endpoint } = observation;
  if (endpoint.outcome === 'tls') return `spoke ${tlsPhrase(observation, context)}`;
  const claim = claimOf(endpoint, context.survey.date);
  if (classOf(endpoint) !== 'unknown') return claim;
  return `${agreeing(plural ? 2 : 1, 'was', 'were')} unknown: ${claim}`;
}

/** What a host did on the day of a survey, as a clause: `on 2016-01-23 it spoke TLS 1.0`. */
export function dayClause(
  observations: readonly Observation[],
  context: ObservationContext,
  plural: boolean,
  words: (observation: Observation) => string = (each) => pastWords(each, context, plural),
): string {
  const { date } = context.survey;
  const predicates = [...new Set(observations.map(words))];
  const clause = `${plural ? 'they' : 'it'} ${listedShort(predicates, 2)}`;
  return clause.includes(date) ? clause : `on ${date} ${clause}`;
}

/** Addresses to follow the name of a host; empty if they are all that the survey knows of it. */
export function addressWords(observations: readonly Observation[]): string {
  if (observations.every(({ whole }) => whole)) return '';
  const addresses = observations
    .flatMap((each) => each.addresses)
    .filter((address) => address !== null)
    .map(escapeTerminal);
  return addresses.length === 0 ? '' : ` (${listedShort(addresses, ADDRESSES)})`;
}
