import type { EndpointClass } from '../../model/records/words.ts';
import type { Palette } from '../document/palette.ts';

/** What a class is called in a table, and its colour. */
export const CLASS_TEXTS = {
  tls: { heading: 'TLS', paint: 'good' },
  plaintext: { heading: 'no STARTTLS', paint: 'bad' },
  broken: { heading: 'broken STARTTLS', paint: 'bad' },
  unknown: { heading: 'unknown', paint: 'unknown' },
} as const satisfies Record<EndpointClass, { heading: string; paint: keyof Palette }>;
