import { operatorOf } from '../../model/names/operator.ts';
import { classOf, type Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain, Mx } from '../../model/records/mail-domain.ts';
import { stateOf, type EndpointState } from './endpoint-state.ts';
import { QUESTIONS, type Question } from './questions.ts';
import { Votes, type Count } from './votes.ts';

/** The states in which a host that was known is lost. */
const LOST = ['lookup-failed', 'name-missing', 'not-connected', 'refused', 'no-dialogue'] as const;

/** The states that a host with TLS has lost it in. */
const WITHOUT_TLS = ['plaintext', 'masked', 'tls-failed'] as const;
const DIALOGUE_STATES: readonly EndpointState[] = [...WITHOUT_TLS, 'tls'];

/** Counts what became of the domains and hosts of the last good survey, over those that both surveys asked. */
export class DriftTally {
  readonly #votes = Object.fromEntries(
    QUESTIONS.map((question) => [question, new Votes()]),
  ) as Record<Question, Votes>;

  /** Takes a domain of both surveys. Who ran its mail before has the vote. */
  addDomain(before: MailDomain, after: MailDomain): void {
    if (before.mx.kind === 'failed') return;
    const operator = operatorOf(before.mx.hosts[0]?.host ?? before.domain);
    this.#votes['domain-failed'].add(operator, after.mx.kind === 'failed');
    if (takesMail(before.mx)) {
      const { kind } = after.mx;
      this.#votes['domain-missing'].add(operator, kind === 'none' || kind === 'nxdomain');
    }
  }

  /** Takes a host of both surveys, a family of addresses at a time: one family may be lost alone. */
  addHost(host: string, before: readonly Endpoint[], after: readonly Endpoint[]): void {
    const operator = operatorOf(host);
    for (const family of ['ipv4', 'ipv6', null] as const) {
      const older = statesOf(before, family);
      const newer = statesOf(after, family);
      // Without a record of an address, what became of the host as a whole counts.
      const now = newer.length > 0 ? newer : statesOf(after, null);
      if (now.length > 0) this.#addFamily(`${operator} ${family ?? ''}`, older, now);
    }
  }

  count(question: Question): Count {
    return this.#votes[question].count();
  }

  #addFamily(operator: string, older: readonly Known[], newer: readonly Known[]): void {
    if (!older.some(({ isKnown }) => isKnown)) return;
    const best = newer.find(({ isKnown }) => isKnown) ?? newer[0];
    if (best === undefined) return;
    this.#votes.unknown.add(operator, !best.isKnown);
    for (const state of LOST) this.#votes[state].add(operator, best.state === state);
    const spoke = older.some(({ state }) => state === 'tls');
    if (!spoke || !newer.some(({ state }) => DIALOGUE_STATES.includes(state))) return;
    const speaks = newer.some(({ state }) => state === 'tls');
    for (const state of WITHOUT_TLS) {
      this.#votes[state].add(operator, !speaks && newer.some((each) => each.state === state));
    }
  }
}

interface Known {
  state: EndpointState;
  isKnown: boolean;
}

function statesOf(endpoints: readonly Endpoint[], family: 'ipv4' | 'ipv6' | null): Known[] {
  return endpoints
    .filter(({ address }) => familyOf(address) === family)
    .map((each) => ({ state: stateOf(each), isKnown: classOf(each) !== 'unknown' }))
    .filter(({ state }) => state !== 'not-tried');
}

function familyOf(address: string | null): 'ipv4' | 'ipv6' | null {
  if (address === null) return null;
  return address.includes(':') ? 'ipv6' : 'ipv4';
}

function takesMail({ kind }: Mx): boolean {
  return kind === 'mx' || kind === 'implicit';
}
