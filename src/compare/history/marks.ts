import type { MARKS } from '../../model/output/history.ts';
import { NO_MAIL } from '../answers/domain-answers.ts';
import { isTlsWord } from '../answers/endpoint-answers.ts';
import { wordsOf, type Observed } from '../answers/observed.ts';

/** What one survey showed of a subject, in one word for a strip of marks over time. */
export type Mark = (typeof MARKS)[number];

/** The mark of a subject. @param problems of its certificates; null where they are not looked at. */
export function markOf(tls: Observed, problems: Observed | null): Mark {
  if (tls.kind !== 'known') return tls.kind;
  const words = wordsOf(tls.parts, []);
  const speaking = words.filter(isTlsWord);
  if (speaking.length === words.length) return isValid(problems) ? 'valid' : 'tls';
  if (speaking.length > 0) return 'some';
  if (words.includes(NO_MAIL)) return 'no-mail';
  return words.includes('plaintext') ? 'none' : 'broken';
}

function isValid(problems: Observed | null): boolean {
  if (problems?.kind !== 'known') return false;
  return problems.parts.every(({ answers }) => answers === null || answers.yes.includes('valid'));
}
