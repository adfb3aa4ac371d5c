import { classOf, type Endpoint } from '../../model/records/endpoint.ts';
import type { EndpointClass } from '../../model/records/words.ts';
import { grouped } from '../format/grouped.ts';
import { counted, listed } from '../format/layout.ts';
import type { Neighbours } from '../words/neighbours.ts';
import { claimOf } from '../words/outcome-words.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';

/** What several servers have in common: who (`subject`, as it begins a sentence) and what (`claim`). */
export interface Claim {
  subject: string;
  claim: string;
  servers: number;
}

/** Claims of a provider that have a sentence each; of more, only their number is given. */
const SENTENCES = 4;

/** What the endpoints of one class did, one claim for all that did the same. */
export function claimsOf(
  endpoints: readonly Endpoint[],
  wanted: EndpointClass,
  date: string,
  neighbours: Neighbours,
): Claim[] {
  const chosen = endpoints.filter(
    (each): each is Exclude<Endpoint, { outcome: 'tls' }> =>
      each.outcome !== 'tls' && classOf(each) === wanted,
  );
  const others = endpoints.filter((each) => classOf(each) !== wanted);
  const byClaim = grouped(chosen, (endpoint) => claimOf(endpoint, date));
  return [...byClaim].map(([claim, alike]) => ({
    subject: serversText(alike, others, neighbours.subject),
    claim,
    servers: new Set(alike.map(({ host }) => host)).size,
  }));
}

/**
 * Names the servers of some endpoints: by host, or by address where another address of the host is not one of them.
 * @param others the endpoints that are not to be included.
 */
export function serversText(
  endpoints: readonly Endpoint[],
  others: readonly Endpoint[],
  subject: (hosts: readonly string[]) => string,
): string {
  const split = new Set(others.map(({ host }) => host));
  const whole = new Set(endpoints.map(({ host }) => host).filter((host) => !split.has(host)));
  const parts = endpoints.filter(({ host }) => split.has(host)).map(endpointName);
  return listed([...(whole.size === 0 ? [] : [subject([...whole])]), ...shortened(parts)]);
}

/** Claims as sentences without their full stop, made by `sentence`; of too many, the rest as a number. */
export function claimSentences(
  claims: readonly Claim[],
  sentence: (claim: Claim) => string,
  rest: string,
): string[] {
  const shown = claims.slice(0, claims.length > SENTENCES ? SENTENCES - 1 : SENTENCES);
  const more = claims.slice(shown.length).reduce((sum, { servers }) => sum + servers, 0);
  return [
    ...shown.map(sentence),
    ...(more === 0 ? [] : [`${counted(more, 'more server')} ${rest}`]),
  ];
}

function endpointName({ host, address }: Endpoint): string {
  const where = address === null ? '' : ` (${escapeTerminal(address)})`;
  return `${escapeTerminal(host)}${where}`;
}

function shortened(names: readonly string[]): string[] {
  return names.length > SENTENCES
    ? [...names.slice(0, SENTENCES - 1), `${names.length - SENTENCES + 1} more addresses`]
    : [...names];
}
