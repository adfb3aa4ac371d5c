import { Option, type Command } from 'commander';
import { compareSnapshots } from '../compare/changes/compare-snapshots.ts';
import type { SnapshotEntry } from '../model/records/baseline.ts';
import type { Change, Comparison } from '../model/output/change.ts';
import { changesText } from '../model/output/changes-text.ts';
import { shownText } from '../model/text/shown-text.ts';
import { DOCUMENT_FORMAT_NAMES } from '../report/format/formats.ts';
import { changesDocument } from '../report/changes/changes-document.ts';
import { RecordCache } from '../store/snapshots/record-cache.ts';
import { assertTrusted } from './snapshots/assert-trusted.ts';
import { assertSound, chooseSnapshot, entriesOf, openChosen } from './snapshots/choose-snapshot.ts';
import { lastKnownBefore } from './snapshots/last-known-before.ts';
import { keepHeapSmall } from './snapshots/small-heap.ts';
import { diffAcross } from './diff-across.ts';
import type { Output } from './terminal/output.ts';
import { printDocument } from './pages/print-document.ts';
import { Stop } from './terminal/stop.ts';

const FORMATS = [...DOCUMENT_FORMAT_NAMES, 'json'] as const;

/** What the command line says of `diff`. */
interface DiffFlags {
  results: string;
  format: (typeof FORMATS)[number];
  only?: 'regressions';
  exitCode?: boolean;
  force?: boolean;
  acrossVantages?: boolean;
}

const EXAMPLES = `
A snapshot is a file, a date as in 2016-01-23 (the last good survey of that day), 'latest' or 'previous'.
Examples:
  mxtls diff                              the newest survey against the one before it
  mxtls diff 2016-01-23                   the newest survey against that of a day
  mxtls diff 2016-01-23 2016-03-26        two days
  mxtls diff --only regressions --exit-code   what got worse, for a script
  mxtls diff --across-vantages            where two vantages, asked on one day, see a server otherwise

What is unknown in one of the surveys is no change, nor is what the scanner alone explains. What 'previous' does not know \
is compared with the last survey that knew it, of the same lists, vantage and depth; two named snapshots are compared \
with each other alone.
--across-vantages compares two surveys of the same lists and depth from different vantages, at most 48 hours apart \
(default: the newest two within a day; with one name: that one and another within a day of it). It says where the network \
differs, not the server: what one vantage alone shows points to the path from there. With --exit-code, refusals of one \
scanner and what could not be determined are no differences.
Exit status: 0 done; 1 with --exit-code: there are changes (certificates renewed as usual are none); 2 wrong usage or bad input; 3 a snapshot is degraded.`;

/** Describes `mxtls diff` to the command-line parser. */
export function diffCommand(command: Command, output: Output): void {
  command
    .argument('[old]', "the older snapshot (default: the one before the newer: 'previous')")
    .argument('[new]', "the newer snapshot (default: 'latest')")
    .addOption(new Option('--results <dir>', 'the folder of snapshots').default('results'))
    .addOption(new Option('--format <format>', 'how to print it').choices(FORMATS).default('text'))
    .addOption(new Option('--only <what>', 'print these alone').choices(['regressions']))
    .option('--exit-code', 'exit with status 1 if there are changes (with --only: such changes)')
    .option('--force', 'also compare a snapshot that is marked degraded')
    .option('--across-vantages', 'compare two vantages of one day, not two days')
    .addHelpText('after', EXAMPLES)
    .action(async (older: string | undefined, newer: string | undefined) => {
      const flags: DiffFlags = command.opts();
      process.exitCode =
        flags.acrossVantages === true
          ? await acrossVantages([older, newer], flags, output)
          : await diff([older ?? 'previous', newer ?? 'latest'], flags, output);
    });
}

/** Two vantages are no two days: nothing got worse between them. */
async function acrossVantages(
  names: readonly (string | undefined)[],
  flags: DiffFlags,
  output: Output,
): Promise<number> {
  if (flags.only !== undefined) {
    throw new Stop(2, '--only and --across-vantages exclude each other: leave one out');
  }
  keepHeapSmall();
  return diffAcross(
    names.filter((each) => each !== undefined),
    flags,
    output,
  );
}

/**
 * Prints what changed between two snapshots. Gives the exit status.
 * Throws a Stop for a file that is no snapshot (2) and for a degraded snapshot (3).
 */
async function diff(
  [olderName, newerName]: readonly [string, string],
  flags: DiffFlags,
  output: Output,
): Promise<number> {
  keepHeapSmall();
  const { results } = flags;
  const entries = await entriesOf(results, output);
  const newer = chooseSnapshot(newerName, { results, entries });
  const older = chooseSnapshot(olderName, { results, entries, before: newer });
  const [before, after] = oldestFirst(older, newer, output);
  if (flags.force !== true) for (const each of [before, after]) assertTrusted(each);
  // Two surveys that are named are compared with each other alone.
  const recalled = olderName === 'previous' && older === before ? entries : [];
  const cache = new RecordCache();
  const open = { before: openChosen(before, cache), after: openChosen(after, cache) };
  try {
    const lastKnown = lastKnownBefore(recalled, open.before, output);
    const comparison = compareSnapshots(open.before, open.after, lastKnown);
    // All records have been read once: a fault is found before anything is printed.
    for (const each of [open.before, open.after]) assertSound(each);
    const shown = await print(comparison, flags, output);
    for (const each of [open.before, open.after]) assertSound(each);
    return flags.exitCode === true && !shown.every(({ routine }) => routine) ? 1 : 0;
  } finally {
    open.before.close();
    open.after.close();
  }
}

/** Prints a comparison. Gives the changes that are printed. */
async function print(
  comparison: Comparison,
  { format, only }: Pick<DiffFlags, 'format' | 'only'>,
  output: Output,
): Promise<Change[]> {
  const { changes } = comparison;
  const shown =
    only === undefined ? changes : changes.filter(({ effect }) => effect === 'regression');
  if (format === 'json') {
    await output.results(changesText({ ...comparison, changes: shown }));
  } else {
    const effect = only === undefined ? null : 'regression';
    await printDocument(changesDocument(comparison, effect), format, output);
  }
  return shown;
}

/** The two snapshots, the older first, so that a gain is not reported as a loss. */
function oldestFirst(
  older: SnapshotEntry,
  newer: SnapshotEntry,
  output: Output,
): [SnapshotEntry, SnapshotEntry] {
  if (older.file === newer.file) {
    throw new Stop(2, `${shownText(older.file, 255)} would be compared with itself: name another`);
  }
  if (older.survey.startedAt <= newer.survey.startedAt) return [older, newer];
  const file = shownText(newer.file, 255);
  output.warn(`${file} is the older of the two: the changes are those since it`);
  return [newer, older];
}
