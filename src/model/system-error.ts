import type { FailureCode } from './records/words.ts';

/** The system's error codes in our words, in this one place. */
const SYSTEM_CODES: ReadonlyMap<string, FailureCode> = new Map([
  ['ECONNREFUSED', 'refused'],
  ['ETIMEDOUT', 'timeout'],
  ['ECONNRESET', 'reset'],
  // Written to a connection whose other side had ended it before; one that was reset says so once.
  ['EPIPE', 'closed'],
  ['ECONNABORTED', 'reset'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ENETUNREACH', 'unreachable'],
  ['EHOSTDOWN', 'unreachable'],
  ['ENETDOWN', 'unreachable'],
  ['EACCES', 'blocked'],
  ['EPERM', 'blocked'],
  ['EMFILE', 'local-limit'],
  ['ENFILE', 'local-limit'],
  ['ENOBUFS', 'local-limit'],
  ['ENOMEM', 'local-limit'],
  ['EADDRNOTAVAIL', 'local-limit'],
  ['EADDRINUSE', 'local-limit'],
  ['EAGAIN', 'local-limit'],
  ['EAFNOSUPPORT', 'no-ipv6'],
]);

/** The code of a system or library error, `''` where it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}

/** Puts a socket error into our words; `unexpected` where the system's word is unknown to us. */
export function failureCodeOf(error: unknown): FailureCode {
  return SYSTEM_CODES.get(errorCode(error)) ?? 'unexpected';
}

/** The system's own word for an error, for people: its code, else its message. */
export function errorDetail(error: unknown): string {
  if (errorCode(error) !== '') return errorCode(error);
  return error instanceof Error ? error.message : String(error);
}
