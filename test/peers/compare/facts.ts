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
 * What a tool told of a server: `yes` or `no`; a version; a key as `RSA 2048` or `EC 256`; a `path.end` of the snapshot;
 * the bits of a group, or `none`. What is not there was not told, which is never a no.
 */
export type Told = Partial<Record<Fact, string>>;

/** Nobody who asks from outside can know, so that whoever claims to know is wrong. */
export const UNTELLABLE = 'untellable';

/** How a server is, by its configuration; null where a fact does not arise, or hangs on who asks. */
export type Truth = Record<Fact, string | null>;

/** How a fact that was told stands to the truth. */
export type Standing = 'agrees' | 'wrong' | 'silent' | 'not asked';

/** Holds what a tool told of one fact to the truth. Silence about what nobody can know agrees. */
export function standingOf(told: string | undefined, truth: string | null): Standing {
  if (truth === null) return 'not asked';
  if (truth === UNTELLABLE) return told === undefined ? 'agrees' : 'wrong';
  if (told === undefined) return 'silent';
  return told === truth ? 'agrees' : 'wrong';
}
