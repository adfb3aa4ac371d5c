import type { MailDomain } from '../model/mail-domain.ts';
import { counted } from './layout.ts';
import type { Palette } from './palette.ts';
import { escapeShort } from './terminal-escape.ts';

type MtaSts = NonNullable<MailDomain['mtaSts']>;
type TlsRpt = NonNullable<MailDomain['tlsRpt']>;

const ERROR_CHARACTERS = 120;

const FITS = {
  match: 'covers',
  partial: 'covers only some of',
  mismatch: 'covers none of',
  untested: 'was not compared with',
} as const satisfies Record<MtaSts['mx'], string>;

const DAY_SECONDS = 86_400;

/** What is known of a domain's MTA-STS policy (RFC 8461) and TLS reporting (RFC 8460), a line each; none if not asked. */
export function policyLines({ mtaSts, tlsRpt }: MailDomain, palette: Palette): string[] {
  return [
    ...(mtaSts === null ? [] : [mtaStsLine(mtaSts, palette)]),
    ...(tlsRpt === null ? [] : [tlsRptLine(tlsRpt, palette)]),
  ];
}

function mtaStsLine(mtaSts: MtaSts, palette: Palette): string {
  const { state, policy, error, mx } = mtaSts;
  if (state === 'absent') return 'MTA-STS: none';
  const why = error === null ? '' : `: ${escapeShort(error, ERROR_CHARACTERS)}`;
  if (state === 'failed') return palette.untold(`MTA-STS: could not tell${why}`);
  if (policy === null) return palette.warn(`MTA-STS: announced, but without a valid policy${why}`);
  const age = counted(Math.floor(policy.maxAge / DAY_SECONDS), 'day');
  const line = `MTA-STS: mode ${policy.mode}, kept for ${age}; it ${FITS[mx]} the MX hosts${why}`;
  return policy.mode === 'enforce' && mx === 'match' ? palette.good(line) : palette.warn(line);
}

function tlsRptLine({ state, error }: TlsRpt, palette: Palette): string {
  if (state !== 'failed')
    return `TLS reports (TLS-RPT): ${state === 'present' ? 'wanted' : 'none'}`;
  const why = error === null ? '' : `: ${escapeShort(error, ERROR_CHARACTERS)}`;
  return palette.untold(`TLS reports (TLS-RPT): could not tell${why}`);
}
