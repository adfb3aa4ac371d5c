import type { MailDomain } from '../../model/records/mail-domain.ts';
import { counted } from '../format/layout.ts';
import type { Palette } from '../format/palette.ts';
import { escapeShort } from '../format/terminal-escape.ts';

type MtaSts = NonNullable<MailDomain['mtaSts']>;
type TlsRpt = NonNullable<MailDomain['tlsRpt']>;

const ERROR_CHARACTERS = 120;

/** How a policy fits the MX hosts, and how the certificates of those it covers fit it; null where nothing can be said. */
const FIT_TEXTS = {
  match: { hosts: 'covers', certificates: 'with certificates that satisfy it' },
  partial: {
    hosts: 'covers only some of',
    certificates: 'some with certificates that do not satisfy it',
  },
  mismatch: { hosts: 'covers none of', certificates: 'with certificates that do not satisfy it' },
  untested: { hosts: 'was not compared with all of', certificates: null },
} as const satisfies Record<MtaSts['mx'], { hosts: string; certificates: string | null }>;

const DAY_SECONDS = 86_400;

/** What is known of a domain's MTA-STS policy (RFC 8461) and TLS reporting (RFC 8460), a line each; none if not asked. */
export function policyLines({ mtaSts, tlsRpt }: MailDomain, palette: Palette): string[] {
  return [
    ...(mtaSts === null ? [] : [mtaStsLine(mtaSts, palette)]),
    ...(tlsRpt === null ? [] : [tlsRptLine(tlsRpt, palette)]),
  ];
}

/** What is known of an MTA-STS policy, on one line. */
export function mtaStsLine(mtaSts: MtaSts, palette: Palette): string {
  const { state, policy, error, mx, certificates } = mtaSts;
  if (state === 'absent') return 'MTA-STS: none';
  const why = error === null ? '' : `: ${escapeShort(error, ERROR_CHARACTERS)}`;
  if (state === 'failed') return palette.unknown(`MTA-STS: could not tell${why}`);
  if (policy === null) return palette.warn(`MTA-STS: announced, but without a valid policy${why}`);
  const line = `MTA-STS: mode ${policy.mode}, kept for ${ageOf(policy.maxAge)}`;
  if (policy.mode === 'none') return `${line}: it asks senders for nothing`;
  const proven = mx === 'untested' ? null : FIT_TEXTS[certificates].certificates;
  const told = `${line}; it ${FIT_TEXTS[mx].hosts} the MX hosts${proven === null ? '' : `, ${proven}`}`;
  const good = policy.mode === 'enforce' && mx === 'match' && certificates === 'match';
  return good ? palette.good(told) : palette.warn(told);
}

function ageOf(seconds: number): string {
  return seconds < DAY_SECONDS
    ? counted(seconds, 'second')
    : counted(Math.floor(seconds / DAY_SECONDS), 'day');
}

/** The same of TLS reporting. */
export function tlsRptLine({ state, error }: TlsRpt, palette: Palette): string {
  const title = 'TLS reports (TLS-RPT)';
  if (state === 'absent') return `${title}: none`;
  if (error === null && state === 'present') return `${title}: wanted`;
  const why = error === null ? '' : `: ${escapeShort(error, ERROR_CHARACTERS)}`;
  return state === 'failed'
    ? palette.unknown(`${title}: could not tell${why}`)
    : palette.warn(`${title}: wanted, but nobody gets any${why}`);
}
