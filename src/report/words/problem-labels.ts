import type { Problem } from '../../model/records/words.ts';

/** What is wrong with a certificate, in a word or two for the cell of a table. */
export const PROBLEM_LABELS = {
  expired: 'expired',
  'not-yet-valid': 'not valid yet',
  'name-mismatch': 'wrong name',
  'self-signed': 'self-signed',
  'untrusted-issuer': 'untrusted CA',
  'incomplete-chain': 'incomplete chain',
  'issuer-expired': 'expired issuer',
  'weak-key': 'weak key',
  'weak-signature': 'weak signature',
  'no-certificate': 'none',
} as const satisfies Record<Problem, string>;
