import { toUnicode } from '../../model/names/domain-name.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import { counted } from '../format/layout.ts';
import type { Palette } from '../format/palette.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';
import { LEVEL_TEXTS } from '../words/level-words.ts';

/** The verdict on a domain in one line: `wind.gr: no STARTTLS: mail to it travels unencrypted`. */
export function verdictLine(
  domain: MailDomain,
  endpoints: readonly Endpoint[],
  palette: Palette,
): string {
  const { paint, verdict } = LEVEL_TEXTS[domain.level];
  const painted = palette[paint](verdict(domain, endpoints));
  return `${palette.strong(domainTitle(domain.domain))}: ${painted}${unknownRest(domain, palette)}`;
}

/** The pinned word of the level and what decided it, for grep and `--fail-on`. */
export function decisionLine({ level, decidedBy }: MailDomain): string {
  if (decidedBy === null) return `level ${level}`;
  const { host, address, word } = decidedBy;
  const where = address === null ? '' : ` (${escapeTerminal(address)})`;
  return `level ${level}, decided by ${escapeTerminal(host)}${where}: ${escapeTerminal(word)}`;
}

/** A domain for people: `βουλή.gr (xn--...)`; a plain one as it is. */
export function domainTitle(domain: string): string {
  const unicode = escapeTerminal(toUnicode(domain));
  const ascii = escapeTerminal(domain);
  return unicode === ascii ? ascii : `${unicode} (${ascii})`;
}

/** How many addresses the verdict does not cover: they count neither for nor against. */
function unknownRest({ counts, level }: MailDomain, palette: Palette): string {
  const judged = counts.tls + counts.plaintext + counts.broken;
  if (counts.unknown === 0 || judged === 0 || level === 'no-mail') return '';
  const all = counted(judged + counts.unknown, 'address', 'addresses');
  return palette.unknown(` (${counts.unknown} of ${all} unknown)`);
}
