import type { Mark } from '../../compare/history/marks.ts';
import type { Strip } from '../document/document.ts';
import { ALL_MARKS, MARK_FACES } from '../document/mark-faces.ts';
import { element, escapeHtml } from './escape-html.ts';

/** A strip of marks, a sign a survey: its date and meaning on demand, and the whole in words for those who hear it. */
export function stripHtml({ marks, moments }: Strip): string {
  const signs = marks.map((mark, survey) =>
    markHtml(mark, `${moments[survey] ?? ''}: ${MARK_FACES[mark].meaning}`),
  );
  const attributes = { class: 'strip', role: 'img', 'aria-label': stripWords({ marks, moments }) };
  return element('span', attributes, signs.join(''));
}

/** What the marks mean that are used. */
export function legendHtml(marks: readonly Mark[]): string {
  const meanings = ALL_MARKS.filter((mark) => marks.includes(mark)).map(
    (mark) => `<li>${markHtml(mark, null)} ${escapeHtml(MARK_FACES[mark].meaning)}</li>\n`,
  );
  return `<p>Each mark is one survey:</p>\n<ul class="legend">\n${meanings.join('')}</ul>\n`;
}

function markHtml(mark: Mark, title: string | null): string {
  return element('span', { class: `mark-${mark}`, title }, MARK_FACES[mark].unicode);
}

/** `2016-01-08 to 2016-02-03: no STARTTLS; 2016-02-10: TLS`. */
function stripWords({ marks, moments }: Strip): string {
  const runs: { mark: Mark; first: string; last: string }[] = [];
  for (const [survey, mark] of marks.entries()) {
    const moment = moments[survey] ?? '';
    const run = runs.at(-1);
    if (run?.mark === mark) run.last = moment;
    else runs.push({ mark, first: moment, last: moment });
  }
  return runs
    .map(({ mark, first, last }) => {
      const span = first === last ? first : `${first} to ${last}`;
      return `${span}: ${MARK_FACES[mark].meaning}`;
    })
    .join('; ');
}
