import type { DomainDemand } from '../../compare/export/domain-demand.ts';
import type { DomainExport } from '../../compare/export/domain-demands.ts';
import type { OnionRoute } from '../../compare/export/onion-route.ts';
import type { Survey } from '../../model/records/survey.ts';

/** What an export is made of. */
export interface ExportView {
  /** The surveys, the oldest first. */
  surveys: readonly Survey[];
  /** Until when it holds, as an instant of the format. */
  holdsUntil: string;
  /** The days after the newest survey that it holds. */
  days: number;
  /** Whether IPv6 addresses did not matter. */
  ipv4Only: boolean;
  /** In the order of the domains. */
  domains: readonly DomainExport[];
}

export type Entry = Extract<DomainDemand, { kind: 'entry' }>;
export type LeftOut = Extract<DomainDemand, { kind: 'left-out' }>;

export type Route = Extract<OnionRoute, { kind: 'route' }>;
export type NoRoute = Extract<OnionRoute, { kind: 'left-out' }>;

type Domains = Pick<ExportView, 'domains'>;

/** The domains for which something is demanded. */
export function* entriesIn({ domains }: Domains): Generator<Entry> {
  for (const { demand } of domains) if (demand.kind === 'entry') yield demand;
}

/** The domains that are left out. */
export function* leftOutIn({ domains }: Domains): Generator<LeftOut> {
  for (const { demand } of domains) if (demand.kind === 'left-out') yield demand;
}

/** The domains whose mail can go over Tor. */
export function* routesIn({ domains }: Domains): Generator<Route> {
  for (const { onion } of domains) if (onion?.kind === 'route') yield onion;
}

/** The domains that have an onion MX, and whose mail does not go there. */
export function* noRoutesIn({ domains }: Domains): Generator<NoRoute> {
  for (const { onion } of domains) if (onion?.kind === 'left-out') yield onion;
}
