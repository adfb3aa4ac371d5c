import { NO_MAIL } from '../answers/domain-answers.ts';
import { isTlsWord, TLS_WORDS } from '../answers/endpoint-answers.ts';
import { wordsOf, type KnownAnswers } from '../answers/observed.ts';

/** How TLS is spread over the domains of a provider or category; unknown domains are not counted. */
export interface Tally {
  /** The versions that its servers agreed on. */
  versions: string[];
  /** Domains all of whose servers speak TLS. */
  all: number;
  /** Domains with TLS on some of their servers only. */
  some: number;
  /** Domains whose servers have none, or one that does not work. */
  none: number;
  noMail: number;
}

/** Counts the domains by their TLS. */
export function tallyOf({ parts }: KnownAnswers): Tally {
  const versions = wordsOf(parts, TLS_WORDS).filter(isTlsWord);
  const tally = { versions, all: 0, some: 0, none: 0, noMail: 0 };
  for (const { answers } of parts) {
    if (answers !== null) tally[tallyKey(answers.yes)] += 1;
  }
  return tally;
}

function tallyKey(words: readonly string[]): Exclude<keyof Tally, 'versions'> {
  const speaking = words.filter(isTlsWord).length;
  if (speaking === words.length) return 'all';
  if (speaking > 0) return 'some';
  return words.includes(NO_MAIL) ? 'noMail' : 'none';
}

/** Whether some server speaks TLS. */
export function speaksTls({ parts }: KnownAnswers): boolean {
  return parts.some(({ answers }) => answers?.yes.some(isTlsWord) === true);
}
