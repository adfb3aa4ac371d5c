import { access, constants, mkdir } from 'node:fs/promises';
import type { Snapshot } from '../model/snapshot.ts';
import { snapshotText } from '../model/snapshot-text.ts';
import { errorCode, errorDetail } from '../model/system-error.ts';
import { describeAnswer } from '../report/answer.ts';
import { describePlan } from '../report/plan.ts';
import { describeSurvey } from '../report/survey.ts';
import { describeTranscript } from '../report/transcript.ts';
import { lockFolder } from '../store/lock.ts';
import { saveSnapshot } from '../store/save-snapshot.ts';
import { writeNew } from '../store/write-new.ts';
import { foundWords, parseFailOn } from './fail-on.ts';
import type { Output } from './output.ts';
import { preflight, silenceOf } from './preflight.ts';
import { prepareScan } from './prepare-scan.ts';
import { makePlan, runSurvey, type SurveyInput } from './run-survey.ts';
import { createListener, type Transcript } from './scan-listener.ts';
import type { Destination, ScanSettings } from './scan-settings.ts';
import { Stop } from './stop.ts';

type Body = Omit<Snapshot, 'format'>;

/**
 * `mxtls scan`: asks, prints, writes down. Gives the exit status.
 * Throws a Stop for bad input (2) and for a survey that cannot be trusted (3).
 */
export async function scan(settings: ScanSettings, output: Output): Promise<number> {
  const words = parseFailOn(settings.failOn);
  const input = await prepareScan(settings, output);
  const reason = await preflight(input.resolver, input.clock());
  if (reason !== null) throw new Stop(3, `${reason}. Nothing was asked, nothing was written.`);
  if (settings.dryRun) return dryRun(settings, input, output);
  await makeReady(settings.destination, settings.results);
  const { listener, transcripts } = createListener(output, settings);
  const body = await whileLocked(settings, () => runSurvey(input, listener));
  const silence = await silenceOf(input.resolver);
  if (silence !== null) body.survey.degraded.push('resolver-died');
  output.progress('');
  await deliver(body, transcripts(), settings, output);
  if (body.survey.degraded.length > 0) {
    output.warn(`this survey cannot be trusted: ${body.survey.degraded.join(', ')}`);
    return 3;
  }
  return foundWords(words, body).length > 0 ? 1 : 0;
}

async function dryRun(settings: ScanSettings, input: SurveyInput, output: Output): Promise<number> {
  const { listener } = createListener(output, settings);
  const plan = await makePlan(input, listener);
  output.progress('');
  output.result(describePlan(plan, settings));
  return 0;
}

/** Makes sure before hours of asking that what comes of them can be written. */
async function makeReady(destination: Destination, results: string): Promise<void> {
  if (destination.kind === 'file' && (await exists(destination.file))) {
    throw new Stop(2, `${destination.file} is there already, and a survey replaces no earlier one`);
  }
  if (destination.kind !== 'results') return;
  try {
    await mkdir(results, { recursive: true });
    await access(results, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Stop(2, `${results}: no snapshot can be written there (${errorDetail(error)})`);
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw new Stop(2, `${file}: ${errorDetail(error)}`);
  }
}

async function whileLocked<T>(settings: ScanSettings, run: () => Promise<T>): Promise<T> {
  if (settings.destination.kind !== 'results') return run();
  const lock = await lockFolder(settings.results);
  if (lock.kind === 'taken') {
    throw new Stop(2, `another survey into ${settings.results} is under way: wait for it to end`);
  }
  try {
    return await run();
  } finally {
    lock.release();
  }
}

async function deliver(
  body: Body,
  transcripts: readonly Transcript[],
  settings: ScanSettings,
  output: Output,
): Promise<void> {
  const bare = settings.json || settings.destination.kind === 'stdout';
  for (const transcript of transcripts) {
    const text = describeTranscript(transcript, output.palette);
    if (bare) output.aside(text);
    else output.result(text);
  }
  if (bare) for (const piece of snapshotText(body)) output.result(piece);
  else output.result(describe(body, settings, output));
  const file = await write(body, settings);
  if (file !== null) output.warn(`wrote ${file}`);
}

function describe(body: Body, { source }: ScanSettings, { palette }: Output): string {
  const asked = body.domains.map(({ domain }) => domain);
  const snapshot = { format: 'mxtls/1', ...body } as const;
  return source.kind === 'lists'
    ? describeSurvey(snapshot, palette)
    : describeAnswer(snapshot, asked, palette);
}

/** Writes the snapshot where it goes; gives the file, null for none. What was in the way is an error that names it. */
async function write(body: Body, { destination, results }: ScanSettings): Promise<string | null> {
  if (destination.kind === 'none' || destination.kind === 'stdout') return null;
  try {
    const written =
      destination.kind === 'results'
        ? await saveSnapshot(results, body)
        : await writeNew(destination.file, snapshotText(body));
    if (written.kind === 'written') return written.file;
    throw new Stop(2, `${written.file} is there already; this survey was not written`);
  } catch (error) {
    if (error instanceof Stop) throw error;
    throw new Stop(2, `the snapshot could not be written (${errorDetail(error)})`);
  }
}
