import type { CheckOutcome } from '../../model/output/check.ts';
import type { Palette } from './palette.ts';

/** How the outcome of a check is painted, of this machine or of a server. */
export const CHECK_PAINTS = {
  ok: 'good',
  warning: 'warn',
  failed: 'bad',
  unknown: 'unknown',
} as const satisfies Record<CheckOutcome, keyof Palette>;
