/** What is compared, in the order of the table. */
export const FACTS = [
  'STARTTLS',
  'SSLv3',
  'TLSv1',
  'TLSv1.1',
  'TLSv1.2',
  'TLSv1.3',
  'highest version',
  'key',
  'chain',
  'expired',
  'name matches',
  'anonymous',
  'export',
  'RC4',
  '3DES',
  'DHE bits',
] as const;
export type Fact = (typeof FACTS)[number];

/**
 * What a tool reports of a server: `yes` or `no`; a version; a key as `RSA 2048` or `EC 256`; a `path.outcome` of the snapshot;
 * the bits of a group, or `none`. A fact that is missing was not reported, which is never a no.
 */
export type Answers = Partial<Record<Fact, string>>;

/** Cannot be known from outside: every answer is wrong. */
export const UNKNOWABLE = 'unknowable';

/** What is so by the configuration of a server; null where a fact does not apply, or depends on the client. */
export type Truth = Record<Fact, string | null>;

/** How the answer of a tool compares with the truth. */
export type Agreement = 'agrees' | 'wrong' | 'silent' | 'not asked';

/** Compares the answer of a tool on one fact with the truth. No answer agrees where the fact cannot be known. */
export function agreementOf(answer: string | undefined, truth: string | null): Agreement {
  if (truth === null) return 'not asked';
  if (truth === UNKNOWABLE) return answer === undefined ? 'agrees' : 'wrong';
  if (answer === undefined) return 'silent';
  return answer === truth ? 'agrees' : 'wrong';
}
