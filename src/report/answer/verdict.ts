import { isDaneEnforced } from '../../judge/dane/dane-enforced.ts';
import { toUnicode } from '../../model/names/domain-name.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import { PROBLEMS, type Level } from '../../model/records/words.ts';
import { counted } from '../format/layout.ts';
import { failureWords } from '../words/outcome-words.ts';
import type { Palette } from '../format/palette.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';
import { LEVEL_PAINTS, MX_SENTENCES, PROBLEM_NAMES } from '../words/words.ts';

/** The verdict on a domain in one line: `wind.gr: no STARTTLS: mail to it travels unencrypted`. */
export function verdictLine(
  domain: MailDomain,
  endpoints: readonly Endpoint[],
  palette: Palette,
): string {
  const verdict = VERDICTS[domain.level](domain, endpoints);
  const painted = palette[LEVEL_PAINTS[domain.level]](verdict);
  return `${palette.strong(domainTitle(domain.domain))}: ${painted}${untoldRest(domain, palette)}`;
}

/** The pinned word of the level and what decided it, for those who grep and write `--fail-on`. */
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

const VERDICTS = {
  'no-mail': ({ mx }) => `takes no mail: ${MX_SENTENCES[mx.kind] ?? 'its MX records say so'}`,
  none: ({ starttls }) =>
    starttls === 'some'
      ? 'STARTTLS on some servers only: mail to it may travel unencrypted'
      : 'no STARTTLS: mail to it travels unencrypted',
  broken: ({ starttls }) =>
    starttls === 'some'
      ? 'STARTTLS is broken on some servers: mail to it may travel unencrypted, or not at all'
      : 'STARTTLS is broken: mail to it travels unencrypted, or not at all',
  unknown: unknownVerdict,
  enforced: ({ mx }, endpoints) =>
    isDaneEnforced(mx, endpoints)
      ? 'encrypted, and DANE demands it'
      : 'encrypted, and its MTA-STS policy demands it',
  authenticated: (domain, endpoints) =>
    `encrypted, every certificate valid for its server${nothingDemands(domain, endpoints) ? '; nothing demands it' : ''}`,
  encrypted: encryptedVerdict,
} as const satisfies Record<Level, (domain: MailDomain, endpoints: readonly Endpoint[]) => string>;

/** Whether both ways to demand it were asked for, and neither is there: one that was not asked may be. */
function nothingDemands({ mtaSts }: MailDomain, endpoints: readonly Endpoint[]): boolean {
  const withoutSts = mtaSts?.state === 'absent' || mtaSts?.policy?.mode === 'none';
  return (
    withoutSts &&
    endpoints.every(({ outcome, dane }) => outcome !== 'tls' || dane?.verdict === 'none')
  );
}

function unknownVerdict({ mx }: MailDomain): string {
  if (mx.kind !== 'failed') return 'could not tell: none of its mail servers let us find out';
  const reason = mx.failure === null ? '' : `: ${failureWords(mx.failure)}`;
  return `could not tell: ${MX_SENTENCES.failed}${reason}`;
}

function encryptedVerdict({ decidedBy }: MailDomain, endpoints: readonly Endpoint[]): string {
  if (decidedBy === null) return 'encrypted, but not authenticated';
  const decider = endpoints.find(
    ({ host, address }) => host === decidedBy.host && address === decidedBy.address,
  );
  const problem = PROBLEMS.find((each) => each === decidedBy.word);
  const proven = problem !== undefined && decider?.problems?.includes(problem);
  const fault = proven ? PROBLEM_NAMES[problem] : 'could not be judged';
  return `encrypted, but the certificate of ${escapeTerminal(decidedBy.host)} ${fault}`;
}

/** What the verdict does not cover; it counts neither for nor against. */
function untoldRest({ counts, level }: MailDomain, palette: Palette): string {
  const judged = counts.tls + counts.plaintext + counts.broken;
  if (counts.unknown === 0 || judged === 0 || level === 'no-mail') return '';
  const all = counted(judged + counts.unknown, 'address', 'addresses');
  return palette.unknown(` (${counts.unknown} of ${all} could not be told)`);
}
