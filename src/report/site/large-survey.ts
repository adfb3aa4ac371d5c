import type { SnapshotSource } from '../../model/records/snapshot-source.ts';
import type { ReportView } from '../providers/report-view.ts';
import { DETAILED } from './holder-table.ts';

/**
 * Whether a survey has so many providers that the pages of theirs tell of each. It is read no further than to the first that is too
 * many; the report is asked where there are few: it counts those without a domain as well.
 */
export function isLargeSurvey(
  source: Pick<SnapshotSource, 'domains'>,
  report: Pick<ReportView, 'categories'>,
): boolean {
  const found = new Set<string>();
  for (const { domain, category, provider } of source.domains()) {
    found.add(JSON.stringify([category, provider ?? domain]));
    if (found.size > DETAILED) return true;
  }
  const providers = report.categories.reduce((sum, each) => sum + each.providers.length, 0);
  return providers > DETAILED;
}
