import { Option, type Command } from 'commander';
import { HistoryBook } from '../compare/history/history-book.ts';
import { isSeenFrom } from '../compare/vantages/vantage-partners.ts';
import { everything, findSubjects, groupsOf, type Group } from '../compare/history/subjects.ts';
import { isEvidence, type SnapshotEntry } from '../model/records/baseline.ts';
import { shownText } from '../model/text/shown-text.ts';
import { DOCUMENT_FORMAT_NAMES } from '../report/format/formats.ts';
import { historyCsv } from '../report/history/history-csv.ts';
import { historyJson } from '../report/history/history-json.ts';
import { historyDocument } from '../report/history/history-document.ts';
import { addCsvOptions, csvForm, type CsvFlags } from './csv-options.ts';
import { assertNotEmpty, entriesOf, reading } from './snapshots/choose-snapshot.ts';
import { keepHeapSmall } from './snapshots/small-heap.ts';
import type { Output } from './terminal/output.ts';
import { printDocument } from './pages/print-document.ts';
import { Stop } from './terminal/stop.ts';

const FORMATS = [...DOCUMENT_FORMAT_NAMES, 'csv', 'json'] as const;

/** What the command line says of `history`. */
interface HistoryFlags extends CsvFlags {
  results: string;
  format: (typeof FORMATS)[number];
  vantage?: string;
}

const EXAMPLES = `
Examples:
  mxtls history forthnet.gr                        since when does it offer TLS?
  mxtls history mail5.dt-one.com "Radical Providers"
  mxtls history --format markdown > history.md     all providers, their domains and MX hosts

A name is a domain, an MX host, or a provider or category of the lists. All snapshots of the folder are read, except \
those that are degraded, and with --vantage those of others.
Exit status: 0 done; 2 wrong usage or bad input.`;

/** Describes `mxtls history` to the command-line parser. */
export function historyCommand(command: Command, output: Output): void {
  addCsvOptions(command)
    .argument('[name...]', 'domains, MX hosts, providers, categories; none for everything')
    .addOption(new Option('--results <dir>', 'the folder of snapshots').default('results'))
    .addOption(new Option('--format <format>', 'how to print it').choices(FORMATS).default('text'))
    .option('--vantage <name>', 'surveys of this vantage point alone, and imported ones')
    .addHelpText('after', EXAMPLES)
    .action((names: string[]) => history(names, command.opts(), output));
}

/**
 * Prints what the snapshots of a folder showed over time. Throws a Stop with status 2 where there is none, where one
 * cannot be read, and for a name that is in none of them.
 */
export async function history(
  names: readonly string[],
  flags: HistoryFlags,
  output: Output,
): Promise<void> {
  keepHeapSmall();
  const { results, format, vantage } = flags;
  const form = csvForm(flags);
  const all = await entriesOf(results, output);
  assertNotEmpty({ results, entries: all });
  const entries = all.filter(({ survey }) => vantage === undefined || isSeenFrom(survey, vantage));
  assertSeen(entries, all, vantage);
  const isGood = ({ survey }: SnapshotEntry) => isEvidence(survey);
  const good = entries.filter(isGood);
  if (good.length === 0) {
    throw new Stop(
      2,
      `${shownText(results, 255)} has only degraded surveys and tests: survey again`,
    );
  }
  const leftOut = entries.filter((each) => !isGood(each)).map(({ survey }) => survey);
  const book = bookOf(good);
  const groups = names.length === 0 ? everything(book) : namedGroups(book, names);
  const request = { book, groups, leftOut };
  if (format === 'csv' || format === 'json') {
    const pieces = format === 'csv' ? historyCsv(request, form) : historyJson(request);
    await output.results(pieces);
  } else {
    await printDocument(historyDocument(request), format, output);
  }
}

/** Throws a Stop with status 2 for a vantage that no survey is seen from, with those that there are. */
function assertSeen(
  entries: readonly SnapshotEntry[],
  all: readonly SnapshotEntry[],
  vantage: string | undefined,
): void {
  if (vantage === undefined || entries.some(({ survey }) => survey.vantage === vantage)) return;
  const names = [...new Set(all.flatMap(({ survey }) => survey.vantage ?? []))].sort();
  const there =
    names.length === 0
      ? 'no survey names one'
      : `there are ${names.map((name) => shownText(name, 80)).join(', ')}`;
  throw new Stop(2, `--vantage ${shownText(vantage, 80)}: no survey is seen from it; ${there}`);
}

/** Reads snapshots one after the other; no two are open at a time. */
export function bookOf(entries: readonly SnapshotEntry[]): HistoryBook {
  const book = new HistoryBook();
  for (const entry of entries) {
    reading(entry, (snapshot) => {
      book.add(snapshot);
    });
  }
  return book;
}

function namedGroups(book: HistoryBook, names: readonly string[]): Group[] {
  const found = names.map((name) => ({ name, ...findSubjects(book, name) }));
  const unknown = found.flatMap((each) => {
    if (each.kind === 'found') return [];
    const hint = each.nearest === null ? '' : ` (did you mean ${shownText(each.nearest, 255)}?)`;
    return `${shownText(each.name, 255)}: no domain, MX host, provider or category of the snapshots has this name${hint}`;
  });
  if (unknown.length > 0) throw new Stop(2, unknown.join('\n'));
  return found.flatMap((each) =>
    each.kind === 'found' ? each.subjects.flatMap((subject) => groupsOf(book, subject)) : [],
  );
}
