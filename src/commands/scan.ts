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
import { openRunJournal, type RunJournal } from './scan/run-journal.ts';
import { runLineOf } from './scan/run-line.ts';
import { makePlan, runSurvey, type SurveyInput, type SurveyListener } from './scan/run-survey.ts';
import { checkWritable, withLock } from './scan/results-place.ts';
import { createListener } from './scan/scan-listener.ts';
import { parserOption } from './options/parser-option.ts';
import { configFiles, scanFlags, type CommandLine } from './options/scan-config.ts';
import { SCAN_OPTION_ROWS } from './options/scan-options.ts';
import { settleScan, type ScanSettings } from './options/scan-settings.ts';
import { keepHeapSmall } from './snapshots/small-heap.ts';
import type { Interrupts } from './terminal/interrupts.ts';
import { Stop } from './terminal/stop.ts';
import { findSurveyBefore, type SurveyBefore } from './scan/survey-before.ts';

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
      const run = { settings: settleScan(domains, flags), given, output, interrupts };
      process.exitCode = await scan(run);
    });
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
  const journal = await openRunJournal(runLineOf(input), {
    settings,
    onFailure: () => {
      interruption.raise();
    },
    warn: (message) => {
      output.warn(message);
    },
  });
  interrupts.onFirst(() => {
    interruption.raise();
  });
  let queue: OpenedQueue | null = null;
  try {
    const { startedAt } = journal.run.survey;
    queue = await openQueue(settings, output, interruption);
    const elsewhere = queue?.poolOf(settings.vantage) ?? null;
    const started = { ...input, startedAt, elsewhere, lost: () => queue?.lost() ?? null };
    return await surveyInto(journal, run, started, { words, interruption });
  } catch (error) {
    await journal.close();
    throw error;
  } finally {
    await queue?.close();
  }
}

async function surveyInto(
  journal: RunJournal,
  run: Run,
  input: SurveyInput & { lost: () => string | null },
  { words, interruption }: { words: Words; interruption: Interruption },
): Promise<number> {
  const { settings, output, interrupts } = run;
  const before = await surveyBefore(settings, input, output);
  const { listener, transcripts, stop } = createListener(output, settings);
  const { givenMx } = journal.run.survey;
  const stream = new AnswerStream(output, { transcripts, givenMx });
  const onDomain: SurveyListener['onDomain'] = (records, startedAt) => {
    stream.print(records, startedAt);
    if (stream.printed.size === input.targets.count) stop();
  };
  const compared = { regresses: before?.regresses ?? null, before: before?.snapshot ?? null };
  const found = await runSurvey(
    { ...input, ...compared },
    { ...listener, onDomain: streams(settings) ? onDomain : undefined },
    { journal, interruption },
  );
  stop();
  const lost = input.lost();
  if (lost !== null) throw new Stop(3, lost);
  const { printed } = stream;
  const { status } = interrupts;
  if (status !== null) {
    await deliverInterrupted(
      { found, input, printed, given: run.given, journal },
      settings,
      output,
    );
    await journal.close();
    await Promise.race([
      interruption.over,
      new Promise((resolve) => setTimeout(resolve, LEAVE_MS)),
    ]);
    return status;
  }
  // The survey is complete: it is written and printed, or ended at once.
  interrupts.onFirst(null);
  const dialogues = stream.unprintedDialogues();
  const onWritten = async (): Promise<void> => {
    await (settings.keepJournal ? journal.keep() : journal.remove());
    interrupts.release();
  };
  const delivery = { found, input, printed, transcripts: dialogues, before, onWritten };
  await deliver(delivery, settings, output);
  before?.close();
  const ended = statusOf(found, words, output);
  found.close();
  return ended;
}

/** How long servers have to answer QUIT when a survey is interrupted, in ms. */
const LEAVE_MS = 2_000;

type Words = ReturnType<typeof parseFailOn>;

function statusOf(survey: FoundSurvey, words: Words, output: Output): number {
  const { degraded } = survey.survey;
  if (degraded.length > 0) {
    output.warn(`this survey cannot be trusted: ${degraded.join(', ')}`);
    return 3;
  }
  const found = words.length === 0 ? [] : foundWords(words, survey);
  if (found.length > 0) output.warn(`found ${found.join(', ')}`);
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

/** What a survey over lists is compared with; one of single domains is compared with nothing. */
async function surveyBefore(
  settings: ScanSettings,
  input: SurveyInput,
  output: Output,
): Promise<SurveyBefore | null> {
  return settings.source.kind === 'lists' ? findSurveyBefore(settings, input, output) : null;
}

async function dryRun(run: ScanSettings, prepared: SurveyInput, output: Output): Promise<number> {
  await checkFirst(prepared, run, output);
  const input = await withDnsNames(prepared);
  const { listener, stop } = createListener(output, run);
  const plan = await makePlan(input, listener);
  stop();
  const { policies, depth, givenMx } = input;
  const forecast = forecastRun(plan.jobs, input);
  const asked = { ...run, givenMx, policies, most: MAX_ATTEMPTS[depth], forecast };
  output.result(describePlan(plan, asked, output.screen.width));
  return 0;
}
