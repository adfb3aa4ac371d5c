import { compareSnapshots } from '../compare/changes/compare-snapshots.ts';
import { judgedSnapshot } from '../compare/tables/judged.ts';
import {
  isBaseline,
  isSameSeries,
  previousOf,
  type SnapshotEntry,
} from '../model/records/baseline.ts';
import type { Report } from '../model/output/report.ts';
import { sourceOf } from '../model/records/snapshot-source.ts';
import { nextSurvey } from '../report/format/dates.ts';
import { documentMarkdown } from '../report/format/document-markdown.ts';
import { documentText } from '../report/format/document-text.ts';
import { makeReport } from '../report/providers/make-report.ts';
import type { Palette } from '../report/format/palette.ts';
import { reportCsv } from '../report/providers/report-csv.ts';
import { reportDocument } from '../report/providers/report-document.ts';
import { reportJson } from '../report/providers/report-json.ts';
import { chooseSnapshot, entriesOf, reading } from './snapshots/choose-snapshot.ts';
import { bookOf } from './history.ts';
import type { Output } from './terminal/output.ts';
import type { ReportFlags, ReportFormat } from './report-command.ts';
import { wholeSnapshot } from './snapshots/whole-snapshot.ts';

/** `mxtls report`: prints what a survey found. Throws a Stop with status 2 where it cannot be found or read. */
export async function report(
  name: string,
  { results, format }: ReportFlags,
  output: Output,
): Promise<void> {
  const entries = await entriesOf(results, output);
  const chosen = chooseSnapshot(name, { results, entries });
  const previous = previousOf(entries, chosen.survey);
  const next = nextSurvey(chosen.survey.startedAt, previous?.survey.startedAt ?? null);
  const stored = reading(chosen, wholeSnapshot);
  const book = bookOf(seriesUpTo(entries, chosen));
  book.add(sourceOf(stored));
  const facts = {
    snapshot: judgedSnapshot(stored, sourceOf(stored)),
    next,
    book,
    comparison:
      previous === null || chosen.survey.degraded.length > 0
        ? null
        : reading(previous, (before) => compareSnapshots(before, sourceOf(stored))),
  };
  output.result(WRITERS[format](makeReport(facts), output.palette));
}

/** The good surveys before one that asked the same. */
function seriesUpTo(
  entries: readonly SnapshotEntry[],
  { survey: chosen }: SnapshotEntry,
): SnapshotEntry[] {
  return entries.filter(
    ({ survey }) =>
      survey.startedAt < chosen.startedAt && isBaseline(survey) && isSameSeries(survey, chosen),
  );
}

const WRITERS = {
  text: (made, palette) => documentText(reportDocument(made), palette),
  markdown: (made) => documentMarkdown(reportDocument(made)),
  csv: reportCsv,
  json: reportJson,
} as const satisfies Record<ReportFormat, (made: Report, palette: Palette) => string>;
