import type { Snapshot } from '../../model/records/snapshot.ts';
import { describeAnswer } from '../../report/answer/answer.ts';
import { wholeText } from '../../report/format/document-text.ts';
import { counted } from '../../report/format/layout.ts';
import { interruptedDocument } from '../../report/survey.ts';
import type { Output } from '../terminal/output.ts';
import { nextCommands } from './next-commands.ts';
import { scanCall } from './scan-call.ts';
import type { CommandLine } from './scan-config.ts';
import type { ScanSettings } from './scan-settings.ts';

/** What is known of a survey that was interrupted. */
export interface Interrupted {
  /** Its finished domains. */
  body: Omit<Snapshot, 'format'>;
  /** The domains that were to be asked, in the order in which they were given. */
  asked: readonly string[];
  printed: ReadonlySet<string>;
  /** The options of the command line. */
  given: CommandLine;
}

/** Domains that a message names, and that a command line for the rest of a list has, at most. */
const NAMED = 10;
const ON_A_LINE = 50;

/**
 * Prints what is known of an interrupted survey, which domains are missing and how to go on. Writes no file. A program that
 * waits for a snapshot on stdout gets none: what is known goes to stderr.
 */
export function deliverInterrupted(
  interrupted: Interrupted,
  settings: ScanSettings,
  output: Output,
): void {
  const { body, asked } = interrupted;
  const { json, destination, source } = settings;
  const text =
    source.kind === 'lists' ? surveyText(body, settings, output) : restText(interrupted, output);
  if (json || destination.kind === 'stdout') output.aside(text);
  else output.result(text);
  const finished = new Set(body.domains.map(({ domain }) => domain));
  const missing = asked.filter((domain) => !finished.has(domain));
  output.warn(missingText(missing, asked.length));
  if (destination.kind !== 'none') output.warn('no snapshot was written');
  if (missing.length > 0) output.warn(adviceText(missing, interrupted, settings));
}

function surveyText(body: Interrupted['body'], settings: ScanSettings, { screen }: Output): string {
  if (body.domains.length === 0) return '';
  const view = {
    comparison: null,
    endsWithin: settings.endsWithin,
    commands: nextCommands(settings),
  };
  return wholeText(interruptedDocument({ format: 'mxtls/1', ...body }, view), screen);
}

/** The answers that were not printed yet. */
function restText({ body, asked, printed }: Interrupted, { screen }: Output): string {
  const known = new Set(body.domains.map(({ domain }) => domain));
  const rest = asked.filter((domain) => known.has(domain) && !printed.has(domain));
  if (rest.length === 0) return '';
  return `${printed.size > 0 ? '\n' : ''}${describeAnswer(body, rest, screen)}`;
}

function missingText(missing: readonly string[], all: number): string {
  if (missing.length === 0) return 'interrupted: all domains were finished';
  const names = missing.slice(0, NAMED).join(', ');
  const more = missing.length - NAMED;
  const were = missing.length === 1 ? 'was' : 'were';
  const rest = more > 0 ? ` and ${more} more` : '';
  return `interrupted: ${missing.length} of ${counted(all, 'domain')} ${were} not finished: ${names}${rest}`;
}

function adviceText(
  missing: readonly string[],
  { given }: Interrupted,
  { source }: ScanSettings,
): string {
  if (source.kind === 'arguments' || missing.length <= ON_A_LINE) {
    return `to go on: ${scanCall(given, missing)}`;
  }
  return source.kind === 'lists'
    ? 'to go on, run the survey again'
    : 'to go on, give the domains that are not above again';
}
