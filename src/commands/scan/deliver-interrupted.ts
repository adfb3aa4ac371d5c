import { NameTable } from '../../model/names/name-table.ts';
import { describeAnswer } from '../../report/answer/answer.ts';
import { counted } from '../../report/format/layout.ts';
import type { Output } from '../terminal/output.ts';
import { withSpool, type FoundSurvey } from './found-survey.ts';
import type { RunJournal } from './run-journal.ts';
import type { SurveyInput } from './run-survey.ts';
import { continuingCall, scanCall } from './scan-call.ts';
import type { CommandLine } from '../options/scan-config.ts';
import type { ScanSettings } from '../options/scan-settings.ts';

/** What is known of a survey that was interrupted. */
export interface Interrupted {
  /** Its finished domains. */
  found: FoundSurvey;
  input: Pick<SurveyInput, 'targets' | 'targetPolicy'>;
  printed: ReadonlySet<string>;
  /** The options of the command line. */
  given: CommandLine;
  journal: Pick<RunJournal, 'file'>;
}

/** Domains that a message names, and that a command line for the rest of a list has, at most. */
const NAMED = 10;
const ON_A_LINE = 50;

/**
 * Prints what is known of an interrupted survey, which domains are missing and how to go on. Writes no file. A program that
 * waits for a snapshot on stdout gets none: what is known goes to stderr.
 */
export async function deliverInterrupted(
  interrupted: Interrupted,
  settings: ScanSettings,
  output: Output,
): Promise<void> {
  const { found } = interrupted;
  const { json, destination, source } = settings;
  const text =
    source.kind === 'lists'
      ? await surveyText(found, settings, output)
      : await restText(interrupted, output);
  if (json || destination.kind === 'stdout') output.aside(text);
  else output.result(text);
  const missing = await missingDomains(interrupted);
  const { vantage } = found.survey;
  const which = settings.vantages.length === 1 ? '' : ` (${String(vantage)})`;
  output.warn(`interrupted${which}: ${missingText(missing)}`);
  if (destination.kind !== 'none') output.warn('no snapshot was written');
  const advice = adviceText(missing, interrupted, settings);
  if (advice !== null) output.warn(advice);
}

async function surveyText(
  found: FoundSurvey,
  settings: ScanSettings,
  { screen }: Output,
): Promise<string> {
  if (found.survey.counts.domains === 0) return '';
  const { describeInterrupted } = await import('./describe-survey.ts');
  return withSpool(found, null, (source) => describeInterrupted(source, settings, screen));
}

/** The answers that were not printed yet. */
async function restText(
  { found, input, printed }: Interrupted,
  { screen }: Output,
): Promise<string> {
  const known = new Set<string>();
  for (const { domain } of found.domains()) known.add(domain);
  const rest: string[] = [];
  for await (const { domain } of input.targets.entries()) {
    if (known.has(domain) && !printed.has(domain)) rest.push(domain);
  }
  if (rest.length === 0) return '';
  return `${printed.size > 0 ? '\n' : ''}${describeAnswer(found, rest, screen)}`;
}

/** The domains that are not finished: the first of them, and how many of all there are. */
interface Missing {
  first: string[];
  count: number;
  all: number;
}

async function missingDomains({ found, input }: Interrupted): Promise<Missing> {
  const finished = new NameTable();
  for (const { domain } of found.domains()) finished.add(domain);
  const missing: Missing = { first: [], count: 0, all: 0 };
  for await (const { domain } of input.targets.entries()) {
    if (input.targetPolicy.excludesDomain(domain)) continue;
    missing.all += 1;
    if (finished.find(domain) !== -1) continue;
    missing.count += 1;
    if (missing.first.length < ON_A_LINE) missing.first.push(domain);
  }
  return missing;
}

function missingText({ first, count, all }: Missing): string {
  if (count === 0) return 'all domains were finished';
  const names = first.slice(0, NAMED).join(', ');
  const more = count - NAMED;
  const were = count === 1 ? 'was' : 'were';
  const rest = more > 0 ? ` and ${more} more` : '';
  return `${count} of ${counted(all, 'domain')} ${were} not finished: ${names}${rest}`;
}

/** How to go on: with the journal where it is kept, else with the domains that are left. */
function adviceText(
  { first, count }: Missing,
  { given, journal }: Interrupted,
  { source }: ScanSettings,
): string | null {
  if (journal.file !== null) {
    const domains = source.kind === 'arguments' ? source.domains : [];
    const call = continuingCall(given, source.kind === 'stdin' ? ['-'] : domains);
    return source.kind === 'stdin'
      ? `to go on, give the same domains again to: ${call}`
      : `to go on: ${call}`;
  }
  if (count === 0) return null;
  if (source.kind === 'arguments' || count <= ON_A_LINE) {
    return `to go on: ${scanCall(given, first)}`;
  }
  return source.kind === 'lists'
    ? 'to go on, run the survey again'
    : 'to go on, give the domains that are not above again';
}
