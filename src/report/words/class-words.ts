import { awaitsTls, classOf, type Endpoint } from '../../model/records/endpoint.ts';
import type { EndpointClass } from '../../model/records/words.ts';
import type { Palette } from '../document/palette.ts';

/** What a class is called in a table, and its colour. */
export const CLASS_TEXTS = {
  tls: { heading: 'TLS', paint: 'good' },
  plaintext: { heading: 'no STARTTLS', paint: 'bad' },
  broken: { heading: 'broken STARTTLS', paint: 'bad' },
  unknown: { heading: 'unknown', paint: 'unknown' },
} as const satisfies Record<EndpointClass, { heading: string; paint: keyof Palette }>;

/** The heading of the class of an endpoint; where TLS comes first, no STARTTLS is broken. */
export function classHeading(endpoint: Endpoint): string {
  const word = classOf(endpoint);
  return word === 'broken' && awaitsTls(endpoint) ? 'broken TLS' : CLASS_TEXTS[word].heading;
}
