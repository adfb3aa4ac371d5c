import { basename } from 'node:path';
import { Option, type Command } from 'commander';
import { isSeenFrom } from '../compare/vantages/vantage-partners.ts';
import { judgedSource } from '../compare/tables/judged.ts';
import {
  isBaseline,
  isEvidence,
  isSameSeries,
  previousOf,
  type SnapshotEntry,
} from '../model/records/baseline.ts';
import type { HistoryBook } from '../compare/history/history-book.ts';
import type { SeekableSource } from '../model/records/snapshot-source.ts';
import type { SurveyCounts } from '../report/overview/provider-counts.ts';
import { nextSurvey } from '../report/format/dates.ts';
import { DOCUMENT_FORMAT_NAMES } from '../report/format/formats.ts';
import type { CsvForm } from '../report/format/csv.ts';
import { PAGE_ROWS } from '../report/page/provider-table.ts';
import { makeReport } from '../report/providers/make-report.ts';
import { reportCsv } from '../report/providers/report-csv.ts';
import { reportDocument } from '../report/providers/report-document.ts';
import { reportJson } from '../report/providers/report-json.ts';
import type { ReportView } from '../report/providers/report-view.ts';
import {
  assertSound,
  chooseSnapshot,
  entriesOf,
  openChosen,
  reading,
} from './snapshots/choose-snapshot.ts';
import { comparing } from './snapshots/comparison-before.ts';
import { otherVantages } from './snapshots/other-vantages.ts';
import { keepHeapSmall } from './snapshots/small-heap.ts';
import { addCsvOptions, csvForm, type CsvFlags } from './csv-options.ts';
import { bookOf } from './history.ts';
import {
  addMonitoringOptions,
  assertMonitoringFlags,
  isMonitoringFormat,
  MONITORING_FORMATS,
  printMonitoring,
  type MonitoringFlags,
} from './monitoring/report-monitoring.ts';
import type { Output } from './terminal/output.ts';
import { printDocument } from './pages/print-document.ts';

const FORMATS = [...DOCUMENT_FORMAT_NAMES, 'csv', 'json', ...MONITORING_FORMATS] as const;

/** What the command line says of `report`. */
interface ReportFlags extends CsvFlags, MonitoringFlags {
  results: string;
  format: (typeof FORMATS)[number];
}

const EXAMPLES = `
Examples:
  mxtls report                                     the latest survey, to read
  mxtls report 2016-01-23 --format markdown > 2016-01-23.md
  mxtls report --format html > survey.html         a page to publish, in one file
  mxtls report --format csv | cut -d, -f4,6        the level of each domain
  mxtls report --csv-bom --csv-separator ';' > report.csv   for Excel
  mxtls report --format json | jq '.ranking'
  mxtls report --format nagios --fail-on level:none --max-age 8   a check for Nagios or Icinga

A snapshot is a file, a date as in 2016-01-23, 'latest' or 'previous'. It is compared with the last survey before it \
with the same lists, vantage and depth.
Exit status: 0 done; 2 wrong usage or bad input. With --format nagios 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.`;

/** Describes `mxtls report` to the command-line parser. */
export function reportCommand(command: Command, output: Output): void {
  addMonitoringOptions(addCsvOptions(command))
    .argument('[snapshot]', 'which survey', 'latest')
    .addOption(new Option('--results <dir>', 'the folder of snapshots').default('results'))
    .addOption(new Option('--format <format>', 'how to print it').choices(FORMATS).default('text'))
    .addHelpText('after', EXAMPLES)
    .action(async (snapshot: string) => {
      const flags: ReportFlags = command.opts();
      assertMonitoringFlags(flags);
      const { format } = flags;
      const form = csvForm(flags);
      if (!isMonitoringFormat(format)) await report(snapshot, { ...flags, format, form }, output);
      else process.exitCode = await printMonitoring(snapshot, { ...flags, format }, output);
    });
}

/** What a report is printed as. */
interface Printed {
  format: Exclude<ReportFlags['format'], (typeof MONITORING_FORMATS)[number]>;
  form: CsvForm;
}

/** Prints what a survey found. Throws a Stop with status 2 where it does not exist or cannot be read. */
async function report(
  name: string,
  flags: Printed & Pick<ReportFlags, 'results'>,
  output: Output,
): Promise<void> {
  keepHeapSmall();
  const { results } = flags;
  const entries = await entriesOf(results, output);
  const chosen = chooseSnapshot(name, { results, entries });
  const next = nextSurvey(chosen.survey.startedAt, startsOfSeries(entries, chosen));
  const source = openChosen(chosen);
  try {
    const earlier = goodBefore(entries, chosen);
    const isPage = flags.format === 'html';
    const book = earlier.length === 0 && !isPage ? ('alone' as const) : bookOf(earlier);
    if (book !== 'alone') book.add(source);
    const facts = {
      source: judgedSource(source),
      next,
      book,
      vantages: otherVantages(chosen, source, entries),
      ...(isPage ? { rows: PAGE_ROWS } : {}),
    };
    const made = comparing(source, { entries, output }, (comparison) =>
      makeReport({ ...facts, comparison }),
    );
    readAll(made);
    assertSound(source);
    if (isPage && book !== 'alone') {
      const before = made.changes === null ? null : previousOf(entries, chosen.survey);
      const snapshot = basename(chosen.file);
      await printPage(made, { book, before, snapshot }, output);
    } else await printReport(made, flags, output);
    assertSound(source);
  } finally {
    source.close();
  }
}

/** Reads all records, which most forms of a report have to do first: a fault is found before anything is printed. */
function readAll({ counts }: ReportView): SurveyCounts {
  return counts;
}

/** Prints the page of a survey. @param before the survey that it is compared with. */
async function printPage(
  report: ReportView,
  { book, before, snapshot }: { book: HistoryBook; before: SnapshotEntry | null; snapshot: string },
  output: Output,
): Promise<void> {
  const { pageDocument } = await import('../report/page/page-document.ts');
  const counted =
    before === null
      ? null
      : reading(before, (source) => ({ date: before.survey.date, counts: countsOf(source) }));
  const document = pageDocument(report, { book, before: counted, snapshot, pageOf: null });
  await printDocument(document, 'html', output);
}

/** What a survey counts by itself. */
function countsOf(source: SeekableSource): SurveyCounts {
  const judged = judgedSource(source);
  return makeReport({ source: judged, next: null, book: null, comparison: null }).counts;
}

async function printReport(
  report: ReportView,
  { format, form }: Printed,
  output: Output,
): Promise<void> {
  if (format !== 'csv' && format !== 'json') {
    await printDocument(reportDocument(report), format, output);
    return;
  }
  const pieces = format === 'csv' ? reportCsv(report, form) : reportJson(report);
  await output.results(pieces);
}

/** The good surveys before one, as `history` reads those of a vantage: what another list or depth did not ask is compared with nothing. */
function goodBefore(
  entries: readonly SnapshotEntry[],
  { survey: { startedAt, givenMx, vantage } }: SnapshotEntry,
): SnapshotEntry[] {
  // A test is no part of the history of its domain.
  if (givenMx !== null) return [];
  return entries.filter(
    ({ survey }) =>
      survey.startedAt < startedAt && isEvidence(survey) && isSeenFrom(survey, vantage),
  );
}

/** When the good surveys that asked the same as one began. */
function startsOfSeries(
  entries: readonly SnapshotEntry[],
  { survey: chosen }: SnapshotEntry,
): string[] {
  return entries
    .filter(({ survey }) => isBaseline(survey) && isSameSeries(survey, chosen))
    .map(({ survey }) => survey.startedAt);
}
