import { describePlan } from '../report/plan.ts';
import { lockFolder } from '../store/snapshots/lock.ts';
import { readyFile, readyFolder, type Readiness } from '../store/snapshots/readiness.ts';
import { deliver } from './scan/deliver.ts';
import { foundWords, parseFailOn } from './scan/fail-on.ts';
import type { Output } from './terminal/output.ts';
import { preflight } from './scan/preflight.ts';
import { prepareScan } from './scan/prepare-scan.ts';
import { makePlan, runSurvey, type SurveyInput } from './scan/run-survey.ts';
import { createListener } from './scan/scan-listener.ts';
import type { Destination, ScanSettings } from './scan/scan-settings.ts';
import { Stop } from './terminal/stop.ts';
import { findSurveyBefore, type SurveyBefore } from './scan/survey-before.ts';

/**
 * `mxtls scan`: asks, writes down, prints. Gives the exit status.
 * Throws a Stop for bad input (2) and for a survey that cannot be trusted (3).
 */
export async function scan(settings: ScanSettings, output: Output): Promise<number> {
  const words = parseFailOn(settings.failOn);
  const input = await prepareScan(settings, output);
  if (settings.dryRun) return dryRun(settings, input, output);
  const { destination, results } = settings;
  const ready = await readinessOf(destination, results);
  if (ready.kind === 'not-ready') throw new Stop(2, ready.message);
  return whileLocked(settings, async () => {
    await checkFirst(input);
    const before = await surveyBefore(settings, input, output);
    const { listener, transcripts, stop } = createListener(output, settings);
    const body = await runSurvey({ ...input, regresses: before?.regresses ?? null }, listener);
    stop();
    const asked = input.targets.map(({ domain }) => domain);
    await deliver({ body, asked, transcripts: transcripts(), before }, settings, output);
    before?.close();
    const { degraded } = body.survey;
    if (degraded.length > 0) {
      output.warn(`this survey cannot be trusted: ${degraded.join(', ')}`);
      return 3;
    }
    const found = foundWords(words, body);
    if (found.length > 0) output.warn(`found ${found.join(', ')}`);
    return found.length > 0 ? 1 : 0;
  });
}

/** What a survey over lists is compared with; domains are asked for what they are. */
async function surveyBefore(
  settings: ScanSettings,
  input: SurveyInput,
  output: Output,
): Promise<SurveyBefore | null> {
  return settings.source.kind === 'lists' ? findSurveyBefore(settings, input, output) : null;
}

async function dryRun(settings: ScanSettings, input: SurveyInput, output: Output): Promise<number> {
  await checkFirst(input);
  const { listener, stop } = createListener(output, settings);
  const plan = await makePlan(input, listener);
  stop();
  output.result(describePlan(plan, settings));
  return 0;
}

async function checkFirst({ resolver, clock }: SurveyInput): Promise<void> {
  const reason = await preflight(resolver, clock());
  if (reason !== null) throw new Stop(3, `${reason}. Nothing was asked, nothing was written.`);
}

/** Makes sure before hours of asking that what comes of them can be written. */
async function readinessOf(destination: Destination, results: string): Promise<Readiness> {
  switch (destination.kind) {
    case 'none':
    case 'stdout':
      return { kind: 'ready' };
    case 'file':
      return readyFile(destination.file);
    case 'results':
      return readyFolder(results);
  }
}

async function whileLocked<T>(
  { destination, results }: ScanSettings,
  run: () => Promise<T>,
): Promise<T> {
  if (destination.kind !== 'results') return run();
  const lock = await lockFolder(results);
  if (lock.kind === 'taken') {
    throw new Stop(2, `another survey into ${results} is under way: wait for it to end`);
  }
  try {
    return await run();
  } finally {
    lock.release();
  }
}
