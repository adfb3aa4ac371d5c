import { Option, type Command } from 'commander';
import { judgedSource } from '../../compare/tables/judged.ts';
import { isSameSeries, type SnapshotEntry } from '../../model/records/baseline.ts';
import type { SnapshotSource } from '../../model/records/snapshot-source.ts';
import { daysUntil } from '../../report/monitoring/moments.ts';
import {
  NAGIOS_STATUS,
  nagiosFailure,
  nagiosResult,
  type NagiosResult,
} from '../../report/monitoring/nagios.ts';
import { prometheusText, type Watched } from '../../report/monitoring/prometheus.ts';
import { surveyNumbers } from '../../report/monitoring/survey-numbers.ts';
import { foundWords, parseFailOn } from '../scan/fail-on.ts';
import { gather, parseNumber } from '../options/option-kinds.ts';
import {
  assertSound,
  chooseSnapshot,
  entriesOf,
  openChosen,
} from '../snapshots/choose-snapshot.ts';
import { comparing } from '../snapshots/comparison-before.ts';
import { keepHeapSmall } from '../snapshots/small-heap.ts';
import type { Output } from '../terminal/output.ts';
import { Stop } from '../terminal/stop.ts';

/** The formats for programs that watch. */
export const MONITORING_FORMATS = ['prometheus', 'nagios'] as const;
type MonitoringFormat = (typeof MONITORING_FORMATS)[number];

/** What the command line says of a check. */
export interface MonitoringFlags {
  failOn?: string[];
  warnOn?: string[];
  maxAge?: number;
}

/** The word of a change for the worse, which stands in no snapshot. */
const REGRESSION = 'regression';

/** What a check looks for where the command line names nothing. */
const USUAL = { failOn: ['level:none', 'level:broken'], warnOn: ['expired', REGRESSION] };

const DAYS = { kind: 'whole', argument: 'days', min: 1, max: 3_650 } as const;

/** Adds the options of a check, which ask for its format by themselves. */
export function addMonitoringOptions(command: Command): Command {
  const option = (flags: string, help: string) =>
    new Option(flags, help).implies({ format: 'nagios' });
  return command
    .addOption(
      option(
        '--fail-on <word>',
        "CRITICAL if the snapshot has this word, or 'regression' for a change for the worse; can be repeated (default: level:none, level:broken)",
      ).argParser(gather),
    )
    .addOption(
      option(
        '--warn-on <word>',
        'WARNING in the same way; can be repeated (default: expired, regression)',
      ).argParser(gather),
    )
    .addOption(
      option('--max-age <days>', 'UNKNOWN if the survey is older than that').argParser((text) =>
        parseNumber(text, DAYS),
      ),
    );
}

export function isMonitoringFormat(format: string): format is MonitoringFormat {
  return MONITORING_FORMATS.some((each) => each === format);
}

/** Throws a Stop with status 2 where options of a check stand beside another format. */
export function assertMonitoringFlags(flags: MonitoringFlags & { format: string }): void {
  const { failOn, warnOn, maxAge, format } = flags;
  if (format === 'nagios') return;
  const given = Object.entries({ '--fail-on': failOn, '--warn-on': warnOn, '--max-age': maxAge });
  const [option] = given.find(([, value]) => value !== undefined) ?? [];
  if (option === undefined) return;
  throw new Stop(2, `${option} is for nagios, and --format ${format} asks for something else`);
}

type Flags = MonitoringFlags & { format: MonitoringFormat; results: string };

/**
 * Prints numbers of a survey for a program that watches. Gives the exit status: of a check, that of its state, which is UNKNOWN
 * where it cannot be made. Throws a Stop with status 2 where numbers cannot be had.
 */
export async function printMonitoring(name: string, flags: Flags, output: Output): Promise<number> {
  keepHeapSmall();
  if (flags.format === 'prometheus') {
    const pieces = await watching(name, flags, output, ({ watched }) => [
      ...prometheusText(watched),
    ]);
    await output.results(pieces);
    return 0;
  }
  const { state, line } = await check(name, flags, output);
  output.result(`${line}\n`);
  return NAGIOS_STATUS[state];
}

async function check(name: string, flags: Flags, output: Output): Promise<NagiosResult> {
  const isUsual = flags.failOn === undefined && flags.warnOn === undefined;
  const { failOn = [], warnOn = [] } = isUsual ? USUAL : flags;
  try {
    const find = { critical: finder(failOn, '--fail-on'), warning: finder(warnOn, '--warn-on') };
    return await watching(name, flags, output, (survey) => {
      const { watched, source } = survey;
      const days = daysUntil(new Date().toISOString(), watched.numbers.survey.startedAt);
      return nagiosResult({
        ...watched,
        critical: find.critical(source, watched),
        warning: find.warning(source, watched),
        age: { days, most: flags.maxAge ?? null },
      });
    });
  } catch (error) {
    if (error instanceof Stop) return nagiosFailure(error.message.replaceAll('\n', '; '));
    throw error;
  }
}

/** Finds words in a survey. Throws a Stop with status 2 for a word that no survey can have. */
function finder(
  texts: readonly string[],
  option: string,
): (source: SnapshotSource, watched: Watched) => string[] {
  const words = parseFailOn(
    texts.filter((text) => text !== REGRESSION),
    option,
  );
  return (source, { numbers: { changes } }) => [
    ...(words.length === 0 ? [] : foundWords(words, source)),
    ...(texts.includes(REGRESSION) && (changes?.regression ?? 0) > 0 ? [REGRESSION] : []),
  ];
}

/** Counts a survey and makes something of it while it is open. Throws a Stop with status 2 where it cannot be read. */
async function watching<Made>(
  name: string,
  { results }: Flags,
  output: Output,
  make: (survey: { watched: Watched; source: SnapshotSource }) => Made,
): Promise<Made> {
  const entries = await entriesOf(results, output);
  const chosen = chooseSnapshot(name, { results, entries });
  const opened = openChosen(chosen);
  try {
    const source = judgedSource(opened);
    const numbers = comparing(opened, { entries, output }, (comparison) =>
      surveyNumbers(source, comparison),
    );
    const made = make({ watched: { numbers, newest: newestOf(entries, chosen) }, source });
    assertSound(opened);
    return made;
  } finally {
    opened.close();
  }
}

/** The newest survey of the same lists, from the chosen one on: it may be one that cannot be trusted. */
function newestOf(
  entries: readonly SnapshotEntry[],
  { survey: chosen }: SnapshotEntry,
): Watched['newest'] {
  const later = entries.findLast(
    ({ survey }) => survey.startedAt > chosen.startedAt && isSameSeries(survey, chosen),
  );
  return later?.survey ?? chosen;
}
