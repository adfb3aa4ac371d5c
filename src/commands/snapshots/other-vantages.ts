import { compareVantages } from '../../compare/vantages/compare-vantages.ts';
import { partnersOf } from '../../compare/vantages/vantage-partners.ts';
import type { ReportedVantage } from '../../model/output/report-vantages.ts';
import { isBaseline, type SnapshotEntry } from '../../model/records/baseline.ts';
import type { SeekableSource } from '../../model/records/snapshot-source.ts';
import { reportedVantage } from '../../report/vantages/reported-vantages.ts';
import { shellWord } from '../../model/text/shell-word.ts';
import { reading } from './choose-snapshot.ts';

/**
 * What the surveys of the same lists from other vantages, within a day of one, show otherwise; nothing beside one that cannot be
 * trusted. Throws a Stop with status 2 where one of them is no sound snapshot.
 * @param source the survey, open. @param entries sorted. @param fileOf how the command names a
 * snapshot.
 */
export function otherVantages(
  entry: SnapshotEntry,
  source: SeekableSource,
  entries: readonly SnapshotEntry[],
  fileOf: (entry: SnapshotEntry) => string = ({ file }) => file,
): ReportedVantage[] {
  if (!isBaseline(entry.survey)) return [];
  return partnersOf(entries, entry.survey).map((partner) => {
    const files = [entry, partner].map((each) => shellWord(fileOf(each)));
    const command = `mxtls diff --across-vantages ${files.join(' ')}`;
    return reading(partner, (other) => reportedVantage(compareVantages(source, other), command));
  });
}
