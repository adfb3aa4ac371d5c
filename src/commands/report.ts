import { Option, type Command } from 'commander';
import { compareSnapshots } from '../compare/changes/compare-snapshots.ts';
import { judgedSnapshot } from '../compare/tables/judged.ts';
import {
  isBaseline,
  isSameSeries,
  previousOf,
  type SnapshotEntry,
} from '../model/records/baseline.ts';
import { sourceOf } from '../model/records/snapshot-source.ts';
import { nextSurvey } from '../report/format/dates.ts';
import { DOCUMENT_FORMAT_NAMES } from '../report/format/formats.ts';
import { makeReport } from '../report/providers/make-report.ts';
import { reportCsv } from '../report/providers/report-csv.ts';
import { reportDocument } from '../report/providers/report-document.ts';
import { reportJson } from '../report/providers/report-json.ts';
import { chooseSnapshot, entriesOf, reading } from './snapshots/choose-snapshot.ts';
import { lastKnownBefore } from './snapshots/last-known-before.ts';
import { addCsvOptions, csvForm, type CsvFlags } from './csv-options.ts';
import { bookOf } from './history.ts';
import type { Output } from './terminal/output.ts';
import { printDocument } from './terminal/print-document.ts';
import { wholeSnapshot } from './snapshots/whole-snapshot.ts';

const FORMATS = [...DOCUMENT_FORMAT_NAMES, 'csv', 'json'] as const;

/** What the command line says of `report`. */
interface ReportFlags extends CsvFlags {
  results: string;
  format: (typeof FORMATS)[number];
}

const EXAMPLES = `
Examples:
  mxtls report                                     the latest survey, to read
  mxtls report 2016-01-23 --format markdown > 2016-01-23.md
  mxtls report --format csv | cut -d, -f4,6        the level of each domain
  mxtls report --csv-bom --csv-separator ';' > report.csv   for Excel
  mxtls report --format json | jq '.ranking'

A snapshot is a file, a date as in 2016-01-23, 'latest' or 'previous'. It is compared with the last survey before it \
with the same lists, vantage and depth.
Exit status: 0 done; 2 wrong usage or bad input.`;

/** Describes `mxtls report` to the command-line parser. */
export function reportCommand(command: Command, output: Output): void {
  addCsvOptions(command)
    .argument('[snapshot]', 'which survey', 'latest')
    .addOption(new Option('--results <dir>', 'the folder of snapshots').default('results'))
    .addOption(new Option('--format <format>', 'how to print it').choices(FORMATS).default('text'))
    .addHelpText('after', EXAMPLES)
    .action((snapshot: string) => report(snapshot, command.opts(), output));
}

/** Prints what a survey found. Throws a Stop with status 2 where it does not exist or cannot be read. */
async function report(name: string, flags: ReportFlags, output: Output): Promise<void> {
  const { results, format } = flags;
  const form = csvForm(flags);
  const entries = await entriesOf(results, output);
  const chosen = chooseSnapshot(name, { results, entries });
  const previous = previousOf(entries, chosen.survey);
  const next = nextSurvey(chosen.survey.startedAt, startsOfSeries(entries, chosen));
  const stored = reading(chosen, wholeSnapshot);
  const book = bookOf(goodBefore(entries, chosen));
  book.add(sourceOf(stored));
  const facts = {
    snapshot: judgedSnapshot(stored, sourceOf(stored)),
    next,
    book,
    comparison:
      previous === null || chosen.survey.degraded.length > 0
        ? null
        : reading(previous, (before) =>
            compareSnapshots(before, sourceOf(stored), lastKnownBefore(entries, before, output)),
          ),
  };
  const made = makeReport(facts);
  if (format === 'csv') output.result(reportCsv(made, form));
  else if (format === 'json') output.result(reportJson(made));
  else await printDocument(reportDocument(made), format, output);
}

/** The good surveys before one, as `history` reads them: what another list or depth did not ask is compared with nothing. */
function goodBefore(
  entries: readonly SnapshotEntry[],
  { survey: { startedAt } }: SnapshotEntry,
): SnapshotEntry[] {
  return entries.filter(
    ({ survey }) => survey.startedAt < startedAt && survey.degraded.length === 0,
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
