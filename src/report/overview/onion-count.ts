import {
  ONION_NAMES,
  ONION_STANDS,
  type OnionStand,
  type OnionTotals,
} from '../../model/output/report-onion.ts';
import { classOf } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import type { OnionMx, OnionRecord } from '../../model/records/onion-mx.ts';
import type { Block } from '../document/document.ts';
import { agreeing, counted, listed } from '../format/layout.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';

/** Counts the domains of a survey by what is known of their onion MX. */
export class OnionCount {
  #isAsked = false;
  readonly #stands = new Map<OnionStand, OnionTotals[number]>();

  add({ domain, onionMx }: Pick<MailDomain, 'domain' | 'onionMx'>): void {
    if (onionMx === null) return;
    this.#isAsked = true;
    const stand = standOf(onionMx);
    if (stand === null) return;
    const own = this.#stands.get(stand) ?? { stand, domains: 0, names: [] };
    own.domains++;
    if (own.names.length < ONION_NAMES) own.names.push(domain);
    this.#stands.set(stand, own);
  }

  /** Null where no onion MX was looked up. */
  totals(): OnionTotals | null {
    if (!this.#isAsked) return null;
    return ONION_STANDS.flatMap((stand) => this.#stands.get(stand) ?? []);
  }
}

/** Null where the DNS has no onion MX, or says that there is none. */
function standOf({ state, records }: OnionMx): OnionStand | null {
  if (state === 'failed') return 'failed';
  const named = records.filter(({ kind }) => kind !== 'unavailable');
  const live = named.filter(({ kind }) => kind === 'v3');
  if (live.some(hasAnswered)) return 'answered';
  if (live.some(({ answer }) => answer === null)) return 'not-asked';
  if (live.length > 0) return 'unreached';
  if (named.some(({ kind }) => kind === 'v2')) return 'dead';
  return named.length === 0 ? null : 'invalid';
}

function hasAnswered({ answer }: OnionRecord): boolean {
  return answer !== null && classOf(answer) !== 'unknown';
}

/** What is said of the domains of a stand, in the singular and in the plural. */
const STAND_TEXTS = {
  answered: [
    'names a v3 service that answered over Tor',
    'name a v3 service that answered over Tor',
  ],
  'not-asked': [
    'names a v3 service that was not asked over Tor',
    'name a v3 service that was not asked over Tor',
  ],
  unreached: [
    'names a v3 service that could not be asked over Tor, and is unknown',
    'name a v3 service that could not be asked over Tor, and is unknown',
  ],
  dead: [
    'names v2 services alone, which no longer exist (Tor removed v2 in 2021)',
    'name v2 services alone, which no longer exist (Tor removed v2 in 2021)',
  ],
  invalid: ['names no onion service', 'name no onion service'],
  failed: [
    'is unknown: its SRV record could not be looked up',
    'are unknown: their SRV records could not be looked up',
  ],
} as const satisfies Record<OnionStand, readonly [string, string]>;

/** The onion MX of a survey for people; nothing where no domain has one. */
export function onionBlocks(totals: OnionTotals | null): Block[] {
  if (totals === null || totals.length === 0) return [];
  const all = totals.reduce(
    (sum, { stand, domains }) => sum + (stand === 'failed' ? 0 : domains),
    0,
  );
  const verb = agreeing(all, 'has', 'have');
  const items = totals.map(({ stand, domains, names }) => {
    const [one, many] = STAND_TEXTS[stand];
    const said = agreeing(domains, one, many);
    return { name: null, text: `${domains} ${said}: ${namesText(names, domains)}`, below: [] };
  });
  const text = `${counted(all, 'domain')} ${verb} an onion MX; no verdict depends on it:`;
  return [
    { kind: 'line', text },
    { kind: 'list', items },
  ];
}

function namesText(names: readonly string[], domains: number): string {
  const more = domains - names.length;
  return listed([...names.map(escapeTerminal), ...(more > 0 ? [`${more} more`] : [])]);
}
