import type { DomainDemand } from '../../compare/export/domain-demand.ts';
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
  demands: readonly DomainDemand[];
}

export type Entry = Extract<DomainDemand, { kind: 'entry' }>;
export type LeftOut = Extract<DomainDemand, { kind: 'left-out' }>;

/** The domains for which something is demanded. */
export function* entriesIn({ demands }: Pick<ExportView, 'demands'>): Generator<Entry> {
  for (const each of demands) if (each.kind === 'entry') yield each;
}

/** The domains that are left out. */
export function* leftOutIn({ demands }: Pick<ExportView, 'demands'>): Generator<LeftOut> {
  for (const each of demands) if (each.kind === 'left-out') yield each;
}
