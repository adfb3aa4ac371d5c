import { jsonPieces } from '../format/json-pieces.ts';
import type { ReportView } from './report-view.ts';

/** A report as JSON, as `schema/mxtls-report-1.schema.json` describes it, piece by piece. Ends in a newline. */
export function* reportJson(report: ReportView): Generator<string> {
  const { format, survey, categories, totals, ranking, expiring, shared, unknown, changes } =
    report;
  const { listings, vantages } = report;
  yield* jsonPieces({
    format,
    survey,
    categories,
    ...{ totals, ranking, expiring, shared, unknown, changes, listings, vantages },
  });
  yield '\n';
}
