import type { HistoryBook } from '../../compare/history/history-book.ts';
import type { CalendarPicture } from '../document/picture.ts';
import { dayOf, isBefore } from '../format/dates.ts';
import { grouped } from '../format/grouped.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';

/** When the certificates of the newest survey end, from its day on, by the names of the hosts that presented them. */
export function expiriesOf(book: HistoryBook): CalendarPicture {
  const place = book.surveys.length - 1;
  const at = book.surveys[place]?.startedAt ?? '';
  const ends = book.hostNames().flatMap((host) => {
    const ids = book
      .hostParts(host, 'certificate', place)
      .flatMap(({ answers }) => answers?.yes ?? []);
    const days = ids.flatMap((id) => {
      const end = book.certificate(id)?.notAfter ?? null;
      return end === null || isBefore(end, at) ? [] : [dayOf(end)];
    });
    return [...new Set(days)].map((day) => ({ day, host }));
  });
  const byDay = [...grouped(ends, ({ day }) => day)].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    kind: 'calendar',
    at,
    days: byDay.map(([day, own]) => ({
      day,
      names: own.map(({ host }) => escapeTerminal(host)).sort(),
    })),
  };
}
