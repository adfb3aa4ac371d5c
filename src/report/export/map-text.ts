import type { MapName } from '../../model/names/map-name.ts';
import { shownText } from '../../model/text/shown-text.ts';
import { dayOf } from '../format/dates.ts';
import { counted, listed, wrap } from '../format/layout.ts';
import type { Entry, ExportView, Route } from './export-view.ts';

const WIDTH = 79;

/** The most names of list files that a comment has. */
const SHOWN_LISTS = 5;

/**
 * A comment of a map: `#` and one line, whatever is in the text: what ends a line becomes `\uXXXX`. A text that is too long
 * is wrapped at its spaces.
 */
export function comment(text = ''): string {
  const lines = wrap(shownText(text, 4096), '', 0, WIDTH - 2);
  return lines.map((line) => `# ${line}`.trimEnd() + '\n').join('');
}

/** Lines to copy into a configuration, as comments that are not wrapped. */
export function commentLines(lines: readonly string[]): string {
  return lines.map((line) => `#   ${shownText(line, 4096)}\n`).join('');
}

/** A line of a map. Only names that have been checked are in it, and words of our own. */
export function mapLine(key: MapName, separator: string, value: string): string {
  return `${key}${separator}${value}\n`;
}

/** What every map says of itself: what it was made of, and until when it holds. */
export function basisComments({ surveys, holdsUntil, days, ipv4Only }: ExportView): string {
  const newest = surveys.at(-1);
  const lists = newest?.lists.map(({ file }) => shownText(file, 255)) ?? [];
  const shown = lists.slice(0, SHOWN_LISTS);
  const others = lists.length > shown.length ? [`${lists.length - shown.length} more`] : [];
  const from = newest?.vantage == null ? '' : ` from ${newest.vantage}`;
  const excluded = surveys.some(({ excluded: { addresses } }) => addresses > 0);
  return [
    comment(
      `Made by mxtls of ${counted(surveys.length, 'survey')} of ${listed([...shown, ...others])}${from}: ${listed(surveys.map(({ startedAt }) => dayOf(startedAt)))}.`,
    ),
    comment(
      `Holds until ${dayOf(holdsUntil)}, ${days} days after the newest survey. Make it anew after each survey, and take it out of use after that day: it knows nothing of servers that changed since, and mail to them would wait and come back.`,
    ),
    ipv4Only
      ? comment(
          'IPv6 addresses were left aside (-4): for a mail server that delivers over IPv4 alone.',
        )
      : '',
    excluded
      ? comment('Some addresses were not asked, as they are excluded from the surveys.')
      : '',
  ].join('');
}

/** Which roots the certificates were judged with, for a map that relies on certificates. */
export function rootsComment({ surveys }: ExportView): string {
  const roots = surveys.at(-1)?.scanner.roots ?? null;
  if (roots === null) return '';
  return comment(
    `Certificates were judged with the roots of "${roots.source}" (${roots.count}); the mail server needs the same.`,
  );
}

const SEEN = {
  encrypt: 'STARTTLS',
  secure: 'STARTTLS and a valid certificate',
  'dane-only': 'DANE matched',
} as const satisfies Record<Entry['demand'], string>;

/** The evidence of an entry, and its dates, as a comment. */
export function evidenceComment(
  { demand, hosts, certificateEnds }: Entry,
  { surveys, holdsUntil }: ExportView,
): string {
  const ends =
    demand === 'secure' && certificateEnds !== null && certificateEnds < holdsUntil
      ? `; the certificate ends ${dayOf(certificateEnds)} and has to be renewed`
      : '';
  return comment(
    `${datesOf(surveys)}: ${SEEN[demand]} at every address of ${counted(hosts.length, 'MX host')}${ends}`,
  );
}

/** The evidence of a transport, and its dates, as a comment. */
export function routeComment({ hops }: Route, { surveys }: ExportView): string {
  return comment(
    `${datesOf(surveys)}: the same ${counted(hops.length, 'onion service')} in secure SRV records, and SMTP over Tor`,
  );
}

function datesOf(surveys: ExportView['surveys']): string {
  const [oldest, newest] = [surveys.at(0), surveys.at(-1)];
  const dates = `${dayOf(oldest?.startedAt ?? '')} to ${dayOf(newest?.startedAt ?? '')}`;
  return `${dates}, ${surveys.length} surveys`;
}
