import { shownText } from '../../model/text/shown-text.ts';
import { snapshotText } from '../../model/records/snapshot-text.ts';
import { errorCode } from '../../model/system-error.ts';
import { describeAnswer } from '../../report/answer/answer.ts';
import { blockedPortText } from '../../report/blocked-port.ts';
import { refusedScannerText } from '../../report/refused-scanner.ts';
import type { Screen } from '../../report/document/screen.ts';
import { describeTranscript } from '../../report/transcript.ts';
import { saveSnapshot } from '../../store/snapshots/save-snapshot.ts';
import { writeNew } from '../../store/snapshots/write-new.ts';
import { notify } from '../notify/notify.ts';
import type { Output } from '../terminal/output.ts';
import type { Described } from './describe-survey.ts';
import { withSpool, type FoundSurvey } from './found-survey.ts';
import type { Transcript } from './scan-listener.ts';
import type { SurveyInput } from './run-survey.ts';
import type { ScanSettings } from '../options/scan-settings.ts';
import { Stop } from '../terminal/stop.ts';
import type { SurveyBefore } from './survey-before.ts';

/** What a survey found. */
export interface Delivery {
  found: FoundSurvey;
  input: Pick<SurveyInput, 'targets'>;
  /** The domains whose answers, with their dialogues, were printed when they were ready. */
  printed: ReadonlySet<string>;
  transcripts: readonly Transcript[];
  /** What a survey over lists is compared with; null where there is nothing. */
  before: Pick<SurveyBefore, 'changesTo'> | null;
  /** Called when the snapshot is written, or none is to be: before anything is printed, as a pipe may be closed. */
  onWritten: () => Promise<void>;
}

/**
 * Writes the snapshots, tells of them, then prints the answers, in this order, so that a closed pipe loses neither. There is
 * one for each vantage. Throws a Stop with status 2, after printing, for a snapshot that could not be written.
 */
export async function deliver(
  deliveries: readonly Delivery[],
  settings: ScanSettings,
  output: Output,
): Promise<void> {
  const told: Told[] = [];
  for (const delivery of deliveries) {
    const written = await write(delivery.found, settings);
    if (written.kind !== 'failed') await delivery.onWritten();
    told.push({ delivery, written, text: null });
  }
  for (const each of told) {
    const { text, notice } = await describe(each.delivery, each.written, settings, output);
    if (notice !== null) await notify(notice, settings, output);
    const isLater = told.some((other) => other.text !== null);
    each.text = text === null || told.length === 1 ? text : headed(text, each, isLater, settings);
  }
  for (const each of told) await print(each, settings, output);
  for (const { written } of told) if (written.kind === 'failed') throw new Stop(2, written.message);
}

/** A survey of which receivers were told, and what is printed of it. */
interface Told {
  delivery: Delivery;
  written: Outcome;
  /** The answer in words; null where there is nothing to be said in words. */
  text: string | null;
}

/** A text that is one of several, each of which says the vantage: what changed has no title that does. */
function headed(
  text: string,
  { delivery }: Told,
  isLater: boolean,
  { onlyChanges }: ScanSettings,
): string {
  const from = `Seen from ${shownText(delivery.found.survey.vantage ?? 'no vantage')}\n\n`;
  return `${isLater ? '\n' : ''}${onlyChanges ? from : ''}${text}`;
}

async function print(
  { delivery, written, text }: Told,
  settings: ScanSettings,
  output: Output,
): Promise<void> {
  const bare = isBare(settings);
  const aside = (text: string): void => {
    if (bare) output.aside(text);
    else output.result(text);
  };
  for (const transcript of delivery.transcripts) {
    aside(describeTranscript(transcript, output.screen.palette));
  }
  await output.results(bare ? snapshotText(delivery.found) : [text ?? '']);
  // `--only-changes` without news says nothing at all.
  const isShown = bare || text !== null;
  if (isShown) aside(ownTroubles(delivery, settings, output));
  if (isShown && written.kind === 'written') {
    aside(`\nWritten to ${shownText(written.file, 255)}\n`);
  }
}

/** What kept the scanner itself from an answer. */
function ownTroubles(
  { found }: Delivery,
  { source, port }: ScanSettings,
  { screen }: Output,
): string {
  const blocked = source.kind === 'lists' ? '' : blockedPortText(found.endpoints(), port, screen);
  return refusedScannerText(found.endpoints(), screen) + blocked;
}

async function describe(
  delivery: Delivery,
  written: Outcome,
  settings: ScanSettings,
  { screen }: Output,
): Promise<Described> {
  const { found } = delivery;
  const { source, notify: receivers } = settings;
  const bare = isBare(settings);
  if (source.kind !== 'lists') {
    return { text: bare ? null : await answersLeft(delivery, screen), notice: null };
  }
  const file = written.kind === 'written' ? written.file : null;
  const told = receivers.length > 0 ? file : null;
  if (bare && told === null) return { text: null, notice: null };
  const { describeSurvey } = await import('./describe-survey.ts');
  const { before } = delivery;
  return withSpool(found, file, (survey) =>
    describeSurvey(survey, { told, before, isBare: bare }, settings, screen),
  );
}

/** Whether the snapshot itself is printed. */
function isBare({ json, destination }: ScanSettings): boolean {
  return json || destination.kind === 'stdout';
}

/** The answers that were not printed when they were ready. */
async function answersLeft({ found, input, printed }: Delivery, screen: Screen): Promise<string> {
  const rest: string[] = [];
  for await (const { domain } of input.targets.entries()) {
    if (!printed.has(domain)) rest.push(domain);
  }
  if (rest.length === 0 && found.survey.degraded.length === 0) return '';
  return `${printed.size > 0 ? '\n' : ''}${describeAnswer(found, rest, screen)}`;
}

type Outcome =
  { kind: 'none' } | { kind: 'written'; file: string } | { kind: 'failed'; message: string };

async function write(found: FoundSurvey, { destination, results }: ScanSettings): Promise<Outcome> {
  if (destination.kind === 'none' || destination.kind === 'stdout') return { kind: 'none' };
  try {
    const written =
      destination.kind === 'results'
        ? await saveSnapshot(results, found)
        : await writeNew(destination.file, snapshotText(found));
    if (written.kind === 'written') return written;
    const file = shownText(written.file, 255);
    return { kind: 'failed', message: `${file} is there already; this survey was not written` };
  } catch (error) {
    // An error without a code is no system error: it is a bug.
    if (errorCode(error) === '') throw error;
    return { kind: 'failed', message: `the snapshot could not be written (${errorCode(error)})` };
  }
}
