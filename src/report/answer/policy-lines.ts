import type { MailDomain } from '../../model/records/mail-domain.ts';
import { counted } from '../format/layout.ts';
import type { Palette } from '../document/palette.ts';
import { escapeShort } from '../format/terminal-escape.ts';

type MtaSts = NonNullable<MailDomain['mtaSts']>;
type TlsRpt = NonNullable<MailDomain['tlsRpt']>;

const ERROR_CHARACTERS = 120;

/** How a policy fits the MX hosts, and how the certificates of the hosts that it covers fit it; null if that is unknown. */
const FIT_TEXTS = {
  match: { hosts: 'covers', certificates: 'with valid certificates' },
  partial: {
    hosts: 'covers only some of',
    certificates: 'some without valid certificates',
  },
  mismatch: { hosts: 'covers none of', certificates: 'without valid certificates' },
  untested: { hosts: 'was not compared with all of', certificates: null },
} as const satisfies Record<MtaSts['mx'], { hosts: string; certificates: string | null }>;

const DAY_SECONDS = 86_400;

/** A domain's MTA-STS policy (RFC 8461) and TLS reporting (RFC 8460), a line each; no line if not looked up. */
export function policyLines({ mtaSts, tlsRpt }: MailDomain, palette: Palette): string[] {
  return [
    ...(mtaSts === null ? [] : [mtaStsLine(mtaSts, palette)]),
    ...(tlsRpt === null ? [] : [tlsRptLine(tlsRpt, palette)]),
  ];
}

/** A domain's MTA-STS policy on one line. */
export function mtaStsLine(mtaSts: MtaSts, palette: Palette): string {
  const { state, policy, error, mx, certificates } = mtaSts;
  if (state === 'absent') return 'MTA-STS: none';
  const why = error === null ? '' : `: ${escapeShort(error, ERROR_CHARACTERS)}`;
  if (state === 'failed') return palette.unknown(`MTA-STS: unknown${why}`);
  if (policy === null) return palette.warn(`MTA-STS: announced, but without a valid policy${why}`);
  const line = `MTA-STS: mode ${policy.mode}, max_age ${ageOf(policy.maxAge)}`;
  if (policy.mode === 'none') return `${line}: it requires nothing of senders`;
  const fit = mx === 'untested' ? null : FIT_TEXTS[certificates].certificates;
  const text = `${line}; it ${FIT_TEXTS[mx].hosts} the MX hosts${fit === null ? '' : `, ${fit}`}`;
  const good = policy.mode === 'enforce' && mx === 'match' && certificates === 'match';
  return good ? palette.good(text) : palette.warn(text);
}

function ageOf(seconds: number): string {
  return seconds < DAY_SECONDS
    ? counted(seconds, 'second')
    : counted(Math.floor(seconds / DAY_SECONDS), 'day');
}

/** A domain's TLS reporting on one line. */
export function tlsRptLine({ state, error }: TlsRpt, palette: Palette): string {
  const title = 'TLS reports (TLS-RPT)';
  if (state === 'absent') return `${title}: none`;
  if (error === null && state === 'present') return `${title}: requested`;
  const why = error === null ? '' : `: ${escapeShort(error, ERROR_CHARACTERS)}`;
  return state === 'failed'
    ? palette.unknown(`${title}: unknown${why}`)
    : palette.warn(`${title}: requested, but no reports can be sent${why}`);
}
