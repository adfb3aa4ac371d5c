import type { Failure } from '../../model/records/failure.ts';
import type { FailureCode } from '../../model/records/words.ts';

/** Failures of the DNS that may be transient. */
const TRANSIENT: ReadonlySet<FailureCode> = new Set([
  'timeout',
  'server-failure',
  'reset',
  'closed',
  'refused',
  'unreachable',
  'malformed',
  'local-limit',
]);

/** Names looked up at once the second time: the resolver may have been overloaded. */
export const SECOND_LOOKUPS = 5;

/** Whether a DNS query that failed so may succeed a second time. */
export function isTransient(failure: Failure | null): boolean {
  return failure !== null && TRANSIENT.has(failure.code);
}
