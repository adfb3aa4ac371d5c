import type { Command } from 'commander';
import { Interruption } from '../net/interruption.ts';
import { MAX_ATTEMPTS } from '../scan/probe/probe-pass.ts';
import { forecastRun } from '../scan/schedule/forecast.ts';
import { describePlan } from '../report/plan.ts';
import { deliver } from './scan/deliver.ts';
import { foundWords, parseFailOn } from './scan/fail-on.ts';
import { warnOfReceivers } from './notify/notify.ts';
import type { Output } from './terminal/output.ts';
import { AnswerStream } from './scan/answer-stream.ts';
import { deliverInterrupted } from './scan/deliver-interrupted.ts';
import { withDnsNames } from './scan/given-mx.ts';
import { checkFirst, prepareScan } from './scan/prepare-scan.ts';
import type { FoundSurvey } from './scan/found-survey.ts';
import { openQueue, type OpenedQueue } from './scan/open-queue.ts';
import { joinListeners } from './scan/joint-listener.ts';
import { openRunJournal, warnOfUnfinished, type RunJournal } from './scan/run-journal.ts';
import {
  makePlan,
  plannedRun,
  runSurvey,
  type SurveyInput,
  type SurveyListener,
} from './scan/run-survey.ts';
import { checkWritable, withLock } from './scan/results-place.ts';
import { createListener } from './scan/scan-listener.ts';
import { parserOption } from './options/parser-option.ts';
import { configFiles, scanFlags, type CommandLine } from './options/scan-config.ts';
import { SCAN_OPTION_ROWS } from './options/scan-options.ts';
import { settleScan, type ScanSettings } from './options/scan-settings.ts';
import { keepHeapSmall } from './snapshots/small-heap.ts';
import { allEnded, startSurveys, type StartedSurvey } from './scan/start-surveys.ts';
import type { Interrupts } from './terminal/interrupts.ts';
import { Stop } from './terminal/stop.ts';

const EXAMPLES = `
Examples:
  mxtls scan wind.gr                      how well is mail to wind.gr encrypted?
  mxtls scan wind.gr --transcript         ... with the whole SMTP dialogue
  mxtls scan wind.gr --mx mx.wind.gr@192.0.2.1   ... with a server that its MX records do not name yet
  cut -d, -f2 top.csv | mxtls scan - --json > top.json
  mxtls scan --ehlo scan.example.org      the weekly survey of domains/, kept in results/
  mxtls scan --ehlo scan.example.org --list 'domains/gr.txt' --dry-run

Options can also stand in mxtls.config.json in the working folder, or in $XDG_CONFIG_HOME/mxtls/config.json, by their \
long names in camelCase: { "ehlo": "scan.example.org", "perOperator": 2 }. The command line wins over the folder's \
file, which wins over the user's.
Exit status: 0 done; 1 a --fail-on word was found; 2 wrong usage or bad input; 3 the survey cannot be trusted.`;

/** Describes `mxtls scan` to the command-line parser. */
export function scanCommand(command: Command, output: Output, interrupts: Interrupts): void {
  addScanOptions(command)
    .argument('[domain...]', "domains to ask; '-' reads them from stdin; none surveys the lists")
    .addHelpText('after', EXAMPLES)
    .action(async (domains: string[]) => {
      interrupts.listen();
      const given: CommandLine = command.opts();
      const flags = await scanFlags(given, configFiles(process.cwd(), process.env));
      const settings = settleScan(domains, flags);
      const own = onCommandLine(command, given);
      process.exitCode = await scan({ settings, given: own, output, interrupts });
    });
}

/** The options without those of the environment, which is there still where the command line is used again. */
function onCommandLine(command: Command, given: CommandLine): CommandLine {
  const own = Object.entries(given).filter(([key]) => command.getOptionValueSource(key) === 'cli');
  return Object.fromEntries(own);
}

/** Adds all options of `scan` to a command. */
export function addScanOptions(command: Command): Command {
  for (const [key, row] of SCAN_OPTION_ROWS) command.addOption(parserOption(key, row));
  return command;
}

/** One run of the command. */
interface Run {
  settings: ScanSettings;
  /** The options of the command line. */
  given: CommandLine;
  output: Output;
  interrupts: Interrupts;
}

/**
 * Surveys, writes the snapshot and prints the answer. Gives the exit status.
 * Throws a Stop for bad input (2) and for a survey that cannot be trusted (3).
 */
async function scan(run: Run): Promise<number> {
  keepHeapSmall();
  const { settings, output } = run;
  const words = parseFailOn(settings.failOn);
  if (settings.source.kind === 'lists') warnOfReceivers(settings, output);
  const input = await prepareScan(settings, output);
  if (settings.dryRun) return dryRun(settings, input, output);
  const { destination, results } = settings;
  const ready = await checkWritable(destination, results, input.targets.count);
  if (ready.kind === 'not-ready') throw new Stop(2, ready.message);
  return withLock(settings, () => survey(run, input, words));
}

async function survey(run: Run, prepared: SurveyInput, words: Words): Promise<number> {
  const { settings, output, interrupts } = run;
  await checkFirst(prepared, settings, output);
  const input = await withDnsNames(prepared);
  const interruption = new Interruption();
  const raise = (): void => {
    interruption.raise();
  };
  await warnOfUnfinished(settings, output);
  const journals: RunJournal[] = [];
  let queue: OpenedQueue | null = null;
  try {
    for (const vantage of settings.vantages) {
      const line = plannedRun({ ...input, vantage });
      journals.push(await openRunJournal(line, { settings, onFailure: raise }));
    }
    interrupts.onFirst(raise);
    queue = await openQueue(settings, output, interruption);
    const lost = (): string | null => queue?.lost() ?? null;
    const surveys = await startSurveys(journals, { input, settings, output, queue });
    return await carryOutAll(surveys, run, { words, interruption, lost });
  } catch (error) {
    for (const journal of journals) await journal.close();
    throw error;
  } finally {
    await queue?.close();
  }
}

interface Carrying {
  words: Words;
  interruption: Interruption;
  /** Why the queue was lost; null while it is not. */
  lost: () => string | null;
}

/** Carries out the surveys of a run, one from each vantage, at the same time. Gives the exit status: the worst counts. */
async function carryOutAll(
  surveys: readonly StartedSurvey[],
  run: Run,
  { words, interruption, lost }: Carrying,
): Promise<number> {
  const { settings, output, interrupts } = run;
  const { listener, transcripts, stop } = createListener(output, settings);
  const stream = new AnswerStream(output, {
    transcripts,
    givenMx: surveys[0]?.journal.run.survey.givenMx ?? null,
  });
  const { printed } = stream;
  const nextListener = joinListeners(listener);
  const ended = await allEnded(
    surveys.map(async (each) => {
      const { input, journal } = each;
      const onDomain: SurveyListener['onDomain'] = (records, startedAt) => {
        stream.print(records, startedAt);
        if (printed.size === input.targets.count) stop();
      };
      const listening = { ...nextListener(), onDomain: streams(settings) ? onDomain : undefined };
      return { ...each, found: await runSurvey(input, listening, { journal, interruption }) };
    }),
  );
  stop();
  const reason = lost();
  if (reason !== null) throw new Stop(3, reason);
  const { status } = interrupts;
  if (status !== null) {
    for (const { found, input, journal } of ended) {
      const given = continuing(run, input.vantage);
      await deliverInterrupted({ found, input, printed, given, journal }, settings, output);
      await journal.close();
    }
    await Promise.race([
      interruption.over,
      new Promise((resolve) => setTimeout(resolve, LEAVE_MS)),
    ]);
    return status;
  }
  // The surveys are complete: they are written and printed, or ended at once.
  interrupts.onFirst(null);
  const dialogues = stream.unprintedDialogues();
  const unwritten = new Set(ended);
  const deliveries = ended.map((each) => {
    const onWritten = async (): Promise<void> => {
      await (settings.keepJournal ? each.journal.keep() : each.journal.remove());
      unwritten.delete(each);
      if (unwritten.size === 0) interrupts.release();
    };
    return { ...each, printed, transcripts: dialogues, onWritten };
  });
  await deliver(deliveries, settings, output);
  for (const { before } of ended) before?.close();
  const statuses = ended.map(({ found }) => statusOf(found, words, run));
  for (const { found } of ended) found.close();
  return Math.max(...statuses);
}

/** The options by which the survey of a vantage is continued: one at a time. */
function continuing({ given, settings }: Run, vantage: string | null): CommandLine {
  return settings.vantages.length === 1 || vantage === null ? given : { ...given, vantage };
}

/** How long servers have to answer QUIT when a survey is interrupted, in ms. */
const LEAVE_MS = 2_000;

type Words = ReturnType<typeof parseFailOn>;

function statusOf(survey: FoundSurvey, words: Words, run: Run): number {
  const { settings, output } = run;
  const { degraded, vantage } = survey.survey;
  const which = settings.vantages.length === 1 ? '' : ` from ${String(vantage)}`;
  if (degraded.length > 0) {
    output.warn(`this survey${which} cannot be trusted: ${degraded.join(', ')}`);
    return 3;
  }
  const found = words.length === 0 ? [] : foundWords(words, survey);
  if (found.length > 0) output.warn(`found${which} ${found.join(', ')}`);
  return found.length > 0 ? 1 : 0;
}

/**
 * Whether the answers to single domains are printed one by one: in a terminal, or where it is asked for. A pipe may be closed
 * before the snapshot is written, so that it gets the answers after that.
 */
function streams({ source, destination, json, stream }: ScanSettings): boolean {
  if (source.kind === 'lists' || json || destination.kind === 'stdout') return false;
  return process.stdout.isTTY || (stream && destination.kind === 'none');
}

async function dryRun(run: ScanSettings, prepared: SurveyInput, output: Output): Promise<number> {
  await checkFirst(prepared, run, output);
  const input = await withDnsNames(prepared);
  const { listener, stop } = createListener(output, run);
  const plan = await makePlan(input, listener);
  stop();
  const { policies, depth, givenMx } = input;
  const vantages = run.vantages.length;
  const forecast = forecastRun(plan.jobs, { ...input, vantages });
  const asked = { ...run, vantages, givenMx, policies, most: MAX_ATTEMPTS[depth], forecast };
  output.result(describePlan(plan, asked, output.screen.width));
  return 0;
}
