import { judgedSnapshot } from '../compare/judged.ts';
import { previousOf } from '../model/baseline.ts';
import type { Report } from '../model/report.ts';
import { sourceOf } from '../model/snapshot-source.ts';
import { nextSurvey } from '../report/dates.ts';
import { documentMarkdown } from '../report/document-markdown.ts';
import { documentText } from '../report/document-text.ts';
import { makeReport } from '../report/make-report.ts';
import type { Palette } from '../report/palette.ts';
import { reportCsv } from '../report/report-csv.ts';
import { reportDocument } from '../report/report-document.ts';
import { reportJson } from '../report/report-json.ts';
import { chooseSnapshot, entriesOf, openChosen } from './choose-snapshot.ts';
import type { Output } from './output.ts';
import type { ReportFlags, ReportFormat } from './report-command.ts';
import { wholeSnapshot } from './whole-snapshot.ts';

/** `mxtls report`: prints what a survey found. Throws a Stop with status 2 where it cannot be found or read. */
export async function report(
  name: string,
  { results, format }: ReportFlags,
  output: Output,
): Promise<void> {
  const entries = await entriesOf(results, output);
  const chosen = chooseSnapshot(name, { results, entries });
  const previous = previousOf(entries, chosen.survey);
  const opened = openChosen(chosen);
  try {
    const stored = wholeSnapshot(opened);
    const snapshot = judgedSnapshot(stored, sourceOf(stored));
    const next = nextSurvey(chosen.survey.startedAt, previous?.survey.startedAt ?? null);
    output.result(WRITERS[format](makeReport({ snapshot, next }), output.palette));
  } finally {
    opened.close();
  }
}

const WRITERS = {
  text: (made, palette) => documentText(reportDocument(made), palette),
  markdown: (made) => documentMarkdown(reportDocument(made)),
  csv: reportCsv,
  json: reportJson,
} as const satisfies Record<ReportFormat, (made: Report, palette: Palette) => string>;
