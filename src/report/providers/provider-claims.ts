import { classOf, type Endpoint } from '../../model/records/endpoint.ts';
import type { EndpointClass } from '../../model/records/words.ts';
import { grouped } from '../format/grouped.ts';
import { counted, listed } from '../format/layout.ts';
import type { Neighbours } from '../words/neighbours.ts';
import { claimOf } from '../words/outcome-words.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';

/** Something that several servers did alike: who (`subject`, as it begins a sentence) and what (`claim`). */
export interface Claim {
  subject: string;
  claim: string;
  servers: number;
}

/** Claims of a provider that are told; of more, only their number. */
const TOLD = 4;

/** What the endpoints of one class did, those alike together. A host that also did otherwise is named by address. */
export function claimsOf(
  endpoints: readonly Endpoint[],
  wanted: EndpointClass,
  date: string,
  neighbours: Neighbours,
): Claim[] {
  const byHost = grouped(endpoints, ({ host }) => host);
  const chosen = endpoints.filter(
    (each): each is Exclude<Endpoint, { outcome: 'tls' }> =>
      each.outcome !== 'tls' && classOf(each) === wanted,
  );
  const byClaim = grouped(chosen, (endpoint) => claimOf(endpoint, date));
  return [...byClaim].map(([claim, alike]) => {
    const isWhole = (host: string) =>
      byHost.get(host)?.every((each) => classOf(each) === wanted) === true;
    const hosts = [...new Set(alike.map(({ host }) => host))];
    const parts = alike.filter(({ host }) => !isWhole(host)).map(endpointName);
    const whole = hosts.filter(isWhole);
    const subjects = whole.length === 0 ? [] : [neighbours.subject(whole)];
    return { subject: listed([...subjects, ...shortened(parts)]), claim, servers: hosts.length };
  });
}

/** Claims as sentences without their full stop, made by `say`; of too many, the rest as a number. */
export function toldClaims(
  claims: readonly Claim[],
  say: (claim: Claim) => string,
  rest: string,
): string[] {
  const told = claims.slice(0, claims.length > TOLD ? TOLD - 1 : TOLD);
  const untold = claims.slice(told.length).reduce((sum, { servers }) => sum + servers, 0);
  const more = untold === 0 ? [] : [`${counted(untold, 'more server')} ${rest}`];
  return [...told.map(say), ...more];
}

function endpointName({ host, address }: Endpoint): string {
  const where = address === null ? '' : ` (${escapeTerminal(address)})`;
  return `${escapeTerminal(host)}${where}`;
}

function shortened(names: readonly string[]): string[] {
  return names.length > TOLD
    ? [...names.slice(0, TOLD - 1), `${names.length - TOLD + 1} more addresses`]
    : [...names];
}
