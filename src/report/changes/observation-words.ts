import type { Observation } from '../../model/output/change.ts';
import { classOf } from '../../model/records/endpoint.ts';
import type { Survey } from '../../model/records/survey.ts';
import { showedNoTls } from '../../model/records/failure.ts';
import type { Problem } from '../../model/records/words.ts';
import { dayOf } from '../format/dates.ts';
import { agreeing, listedShort } from '../format/layout.ts';
import type { Neighbours } from '../words/neighbours.ts';
import { claimOf } from '../words/outcome-words.ts';
import { authorityName, type Presented } from '../words/certificate-words.ts';
import { certificatePhrase } from '../words/certificate-phrase.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';
import { versionRange } from '../words/version-words.ts';

const ADDRESSES = 3;

/** The survey of an observation, and whether the words are about several hosts. */
export interface ObservationContext {
  survey: Pick<Survey, 'date' | 'startedAt'>;
  plural: boolean;
}

/** Both days of a change. */
export interface ChangeContext {
  before: ObservationContext;
  after: ObservationContext;
}

/** Hosts in the words of a certificate: those that changed alike share a sentence, so none is named. */
const OWN_NAMES = { one: ownNames('its own name'), several: ownNames('their own names') };

function ownNames(words: string): Neighbours {
  return { subject: () => words, tlsSubject: () => words };
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
  { survey, plural }: ObservationContext,
): string | null {
  if (endpoint.problems?.includes('no-certificate')) return 'no certificate';
  if (certificate === null) return null;
  const presented = { endpoint, certificate, issuers, at: survey.startedAt };
  const phrase = certificatePhrase(presented, OWN_NAMES[plural ? 'several' : 'one']);
  return [phrase, ...hiddenByFaults(presented)].join(', ');
}

/** Issuer and end of a certificate with a fault: the words for the fault take their place otherwise. */
function hiddenByFaults({ endpoint, certificate }: Presented): string[] {
  const problems = endpoint.problems ?? [];
  // A self-signed certificate without another fault keeps its end.
  if (problems.every((problem) => problem === 'self-signed')) return [];
  const { issuer, selfSigned, notAfter } = certificate;
  const namesIssuer = problems.some((problem) => NAMING_ISSUER.has(problem));
  return [
    ...(issuer === '' || selfSigned === true || namesIssuer ? [] : [`by ${authorityName(issuer)}`]),
    ...(notAfter === null || problems.includes('expired') ? [] : [`until ${dayOf(notAfter)}`]),
  ];
}

const NAMING_ISSUER: ReadonlySet<Problem> = new Set([
  'self-signed',
  'untrusted-issuer',
  'incomplete-chain',
]);

/** An observation as a predicate of the host or "it": `spoke TLS 1.2`, `did not offer STARTTLS (asked twice on …)`. */
export function pastWords(observation: Observation, context: ObservationContext): string {
  const { endpoint } = observation;
  if (endpoint.outcome === 'tls') return `spoke ${tlsPhrase(observation, context)}`;
  const claim = claimOf(endpoint, context.survey.date);
  const isBare = classOf(endpoint) !== 'unknown' || isShownWithoutTls(endpoint);
  return isBare ? claim : `${agreeing(context.plural ? 2 : 1, 'was', 'were')} unknown: ${claim}`;
}

/** Of an imported survey, the claim says itself what is not known. */
function isShownWithoutTls({ failure }: Observation['endpoint']): boolean {
  return failure !== null && showedNoTls(failure);
}

/** What a host did on the day of a survey, as a clause: `on 2016-01-23 it spoke TLS 1.0`. */
export function dayClause(
  observations: readonly Observation[],
  context: ObservationContext,
  plural: boolean,
  words: (observation: Observation) => string = (each) => pastWords(each, context),
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

/** The words of several observations, without repetition. */
export function each(
  observations: readonly Observation[],
  words: (observation: Observation) => string,
): string {
  return [...new Set(observations.map(words))].join('; at other addresses ');
}
