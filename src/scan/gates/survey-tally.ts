import { operatorOf } from '../../model/names/operator.ts';
import { classOf, type Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import { stateOf, type EndpointState } from './endpoint-state.ts';
import { QUESTIONS, type Question } from './questions.ts';
import { Votes, type Count } from './votes.ts';

/** The questions that an endpoint is asked, by how far it got. */
const OF_LOOKUP = ['lookup-failed', 'name-missing'] as const;
const OF_CONNECTION = ['not-connected', 'refused', 'no-dialogue', 'unknown'] as const;
const OF_DIALOGUE = ['plaintext', 'masked', 'tls-failed'] as const;

const LOOKUP_STATES: readonly EndpointState[] = OF_LOOKUP;
const DIALOGUE_STATES: readonly EndpointState[] = [...OF_DIALOGUE, 'tls'];

/** Counts what a survey found, record by record. */
export class SurveyTally {
  readonly #votes = Object.fromEntries(
    QUESTIONS.map((question) => [question, new Votes()]),
  ) as Record<Question, Votes>;

  addDomain({ domain, mx }: MailDomain): void {
    const operator = operatorOf(domain);
    this.#votes['domain-failed'].add(operator, mx.kind === 'failed');
    this.#votes['domain-missing'].add(operator, mx.kind === 'none' || mx.kind === 'nxdomain');
  }

  addEndpoint(endpoint: Endpoint): void {
    const state = stateOf(endpoint);
    if (state === 'not-tried') return;
    const operator = operatorOf(endpoint.host);
    for (const each of OF_LOOKUP) this.#votes[each].add(operator, state === each);
    if (LOOKUP_STATES.includes(state)) return;
    const isUnknown = classOf(endpoint) === 'unknown';
    for (const each of OF_CONNECTION) {
      this.#votes[each].add(operator, each === 'unknown' ? isUnknown : state === each);
    }
    if (!DIALOGUE_STATES.includes(state)) return;
    for (const each of OF_DIALOGUE) this.#votes[each].add(operator, state === each);
  }

  count(question: Question): Count {
    return this.#votes[question].count();
  }
}
