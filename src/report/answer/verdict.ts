import { toUnicode } from '../../model/names/domain-name.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import type { Problem } from '../../model/records/words.ts';
import { counted, listedShort } from '../format/layout.ts';
import type { Palette } from '../document/palette.ts';
import { escapeShort, escapeTerminal } from '../format/terminal-escape.ts';
import { LEVEL_TEXTS } from '../words/level-words.ts';
import { IS_DEPRECATED, spokenTls } from '../words/version-words.ts';

/** Weaknesses that lower no level, so that the verdict names them beside it. */
const WEAKNESSES = {
  'weak-key': 'weak key',
  'weak-signature': 'weak signature',
} as const satisfies Partial<Record<Problem, string>>;

/** Hosts with a weakness that are named. */
const LISTED = 2;

/**
 * The verdict on a domain in one line, with what its level does not say: the lowest version, and weak keys and signatures.
 * `old.gr: encrypted with TLS 1.0 only, and every certificate is valid for its server; weak key on mx.old.gr`.
 */
export function verdictLine(
  domain: MailDomain,
  endpoints: readonly Endpoint[],
  palette: Palette,
): string {
  const title = palette.strong(domainTitle(domain.domain));
  const text = verdictText(domain, endpoints, palette);
  return domain.mx.kind === 'nxdomain'
    ? `${palette.bad('no such domain')}: ${title} ${text}`
    : `${title}: ${text}`;
}

/** The same without the domain. */
export function verdictText(
  domain: MailDomain,
  endpoints: readonly Endpoint[],
  palette: Palette,
): string {
  const { paint, verdict } = LEVEL_TEXTS[domain.level];
  const weak = weakTexts(endpoints);
  const lowest = spokenTls(endpoints)?.lowest;
  const isWeak = weak.length > 0 || (lowest !== undefined && IS_DEPRECATED[lowest]);
  const colour = paint === 'good' && isWeak ? 'warn' : paint;
  const painted = palette[colour]([verdict(domain, endpoints), ...weak].join('; '));
  return painted + unknownRest(domain, palette);
}

/** `weak signature on mx.a.gr`, for each weakness that a certificate of the servers has. */
function weakTexts(endpoints: readonly Endpoint[]): string[] {
  return Object.entries(WEAKNESSES).flatMap(([word, text]) => {
    const weak = endpoints.filter(
      ({ outcome, problems }) => outcome === 'tls' && problems?.some((each) => each === word),
    );
    if (weak.length === 0) return [];
    const hosts = [...new Set(weak.map(({ host }) => escapeTerminal(host)))];
    return [`${text} on ${listedShort(hosts, LISTED)}`];
  });
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

const NAME_CHARACTERS = 80;

/** A provider of a list by its name; a domain that stands for itself with its U-label. Safe for a terminal. */
export function providerTitle(name: string, listed: boolean): string {
  return listed ? escapeShort(name, NAME_CHARACTERS) : domainTitle(name);
}

/** How many addresses and MX hosts the verdict does not cover: they count neither for nor against. */
function unknownRest({ counts, level, mx }: MailDomain, palette: Palette): string {
  const judged = counts.tls + counts.plaintext + counts.broken;
  if (judged === 0 || level === 'no-mail') return '';
  const all = counted(judged + counts.unknown, 'address', 'addresses');
  const unasked = mx.omittedHosts + mx.excluded;
  const parts = [
    ...(counts.unknown === 0 ? [] : [`${counts.unknown} of ${all} unknown`]),
    ...(unasked === 0 ? [] : [`${counted(unasked, 'MX host')} not asked`]),
  ];
  return parts.length === 0 ? '' : palette.unknown(` (${parts.join('; ')})`);
}
