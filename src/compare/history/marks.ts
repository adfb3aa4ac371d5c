import type { MARKS } from '../../model/output/history.ts';
import { NO_MAIL } from '../answers/domain-answers.ts';
import { isTlsWord } from '../answers/endpoint-answers.ts';
import { wordsOf, type KnownAnswers, type Observed } from '../answers/observed.ts';

/** What one survey showed of a subject, in one word for a strip of marks over time. */
export type Mark = (typeof MARKS)[number];

/** The mark of a subject. @param problems of its certificates. */
export function markOf(tls: Observed, problems: Observed): Mark {
  if (tls.kind !== 'known') return tls.kind;
  const words = wordsOf(tls.parts, []).filter((word) => word !== NO_MAIL);
  if (words.length === 0) return 'no-mail';
  const speaking = words.filter(isTlsWord);
  if (speaking.length === words.length) {
    if (!isKnownThroughout(tls)) return 'partly-unknown';
    return isValid(problems) ? 'valid' : 'tls';
  }
  if (speaking.length > 0) return 'some';
  return words.includes('plaintext') ? 'none' : 'broken';
}

/** Whether each of its parts showed what it has; a version above the highest that was asked for does not matter. */
function isKnownThroughout({ parts }: KnownAnswers): boolean {
  return parts.every(({ answers }) => answers !== null && answers.open.length === 0);
}

function isValid(problems: Observed): boolean {
  if (problems.kind !== 'known') return false;
  return problems.parts.every(({ answers }) => answers?.yes.includes('valid') === true);
}
