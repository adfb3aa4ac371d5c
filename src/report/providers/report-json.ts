import type { Report } from '../../model/output/report.ts';
import { prettyJson } from '../../model/records/snapshot-text.ts';

/** A report as JSON, as `schema/mxtls-report-1.schema.json` describes it. Ends in a newline. */
export function reportJson(report: Report): string {
  return `${prettyJson(report)}\n`;
}
