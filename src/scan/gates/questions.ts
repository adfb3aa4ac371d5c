/** What is counted by operator, of one survey or of what became of the last good one. */
export const QUESTIONS = [
  'domain-failed',
  'domain-missing',
  'lookup-failed',
  'name-missing',
  'not-connected',
  'refused',
  'no-dialogue',
  'unknown',
  'plaintext',
  'masked',
  'tls-failed',
] as const;
export type Question = (typeof QUESTIONS)[number];
