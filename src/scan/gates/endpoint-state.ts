import { classOf, type Endpoint } from '../../model/records/endpoint.ts';
import type { FailureCode } from '../../model/records/words.ts';
import { policyReplyOf } from '../../model/records/policy-reply.ts';

/** What became of an endpoint, as far as it says something of the scanner's own network. */
export type EndpointState =
  /** No lookup and no connection that could have failed. */
  | 'not-tried'
  | 'lookup-failed'
  | 'name-missing'
  | 'not-connected'
  /** Refused because the scanner is on a list, or asks too fast. */
  | 'refused'
  | 'no-dialogue'
  | 'tls-failed'
  | 'plaintext'
  | 'masked'
  | 'tls';

/** What is the scanner's own doing, or settled without asking. */
const NOT_TRIED: ReadonlySet<FailureCode> = new Set([
  'no-ipv6',
  'other-family',
  'local-limit',
  'invalid-name',
  'cname-loop',
  'proxy-failed',
]);

/** What a resolver that lies says of a host. */
const MISSING: ReadonlySet<FailureCode> = new Set(['nxdomain', 'no-address', 'private-address']);

/** A server that answered, and hung up. */
const HUNG_UP: ReadonlySet<FailureCode> = new Set(['reset', 'closed']);

/** Gives the state of an endpoint. */
export function stateOf(endpoint: Endpoint): EndpointState {
  return isRefused(endpoint) ? 'refused' : unrefusedState(endpoint);
}

function isRefused(endpoint: Endpoint): boolean {
  const { reply } = endpoint;
  return reply !== null && classOf(endpoint) === 'unknown' && policyReplyOf(reply) !== null;
}

function unrefusedState(endpoint: Endpoint): EndpointState {
  switch (endpoint.outcome) {
    case 'tls':
    case 'plaintext':
      return endpoint.outcome;
    case 'stripped':
      return 'masked';
    case 'tls-failed':
      return NOT_TRIED.has(endpoint.failure.code) ? 'not-tried' : 'tls-failed';
    case 'refused-starttls':
      return 'tls-failed';
    case 'rejected':
    case 'deferred':
      return 'no-dialogue';
    case 'failed':
      return failedState(endpoint.failure);
  }
}

function failedState({ stage, code }: NonNullable<Endpoint['failure']>): EndpointState {
  if (NOT_TRIED.has(code)) return 'not-tried';
  if (MISSING.has(code)) return 'name-missing';
  if (stage === 'dns') return 'lookup-failed';
  return stage === 'connect' && !HUNG_UP.has(code) ? 'not-connected' : 'no-dialogue';
}
