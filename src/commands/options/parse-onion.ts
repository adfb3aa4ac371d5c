import { onionKind } from '../../judge/policies/onion-name.ts';
import type { OnionKind } from '../../model/records/words.ts';
import { shownText } from '../../model/text/shown-text.ts';
import { Stop } from '../terminal/stop.ts';

/** An onion service and its port. */
export interface OnionPlace {
  host: string;
  port: number;
}

const REASONS = {
  v2: 'is a name of version 2, which Tor removed in 2021: give that of a version 3 service',
  invalid: 'is no name of an onion service: 56 letters before .onion, with a right checksum',
  'not-onion': 'is no name below .onion',
  unavailable: 'is no name below .onion',
} as const satisfies Record<Exclude<OnionKind, 'v3'>, string>;

const SMTP_PORT = '25';

/** Reads `NAME.onion` or `NAME.onion:PORT`; the port is 25 by default. Throws a Stop with status 2 for what is neither. */
export function parseOnion(text: string): OnionPlace {
  const match = /^([^:]*)(?::(\d{1,5}))?$/.exec(text);
  const host = (match?.[1] ?? '').toLowerCase();
  const port = Number(match?.[2] ?? SMTP_PORT);
  const kind = onionKind(host);
  if (match !== null && kind === 'v3' && port >= 1 && port <= 65_535) return { host, port };
  const reason = kind === 'v3' || match === null ? 'is not NAME.onion:PORT' : REASONS[kind];
  throw new Stop(2, `--onion "${shownText(text, 255)}" ${reason}`);
}
