import type { Job } from '../model/plan.ts';
import type { TranscriptLine } from '../model/observation.ts';
import { progressLine } from '../report/progress.ts';
import type { Output } from './output.ts';
import type { SurveyListener } from './run-survey.ts';

/** The progress line is written anew at most this often, in ms. */
const PROGRESS_MS = 100;

/** The dialogue with one host, as it went. */
export interface Transcript {
  host: string;
  address: string;
  lines: TranscriptLine[];
}

/** Listens to a survey: shows its progress where there is a terminal, and keeps the dialogues where they are wanted. */
export function createListener(
  output: Output,
  wants: { progress: boolean; transcript: boolean },
): { listener: SurveyListener; transcripts: () => Transcript[] } {
  const started = performance.now();
  const kept = new Map<Job, Transcript>();
  let shownAt = 0;
  const show = (line: (width: number) => string): void => {
    const width = wants.progress ? output.progressWidth() : null;
    const now = performance.now();
    if (width === null || now - shownAt < PROGRESS_MS) return;
    shownAt = now;
    // The last column is left alone: a terminal may begin a new line behind it.
    output.progress(line(width - 1));
  };
  const elapsed = (): number => performance.now() - started;
  return {
    transcripts: () => [...kept.values()],
    listener: {
      onLookup: (done, total) => {
        show((width) => `looking up ${done}/${total} domains`.slice(0, width));
      },
      onProgress: (progress) => {
        show((width) => progressLine({ ...progress, elapsedMs: elapsed() }, width));
      },
      onLine: (job, line) => {
        if (!wants.transcript) return;
        const transcript = kept.get(job) ?? { host: job.host, address: job.address, lines: [] };
        kept.set(job, transcript);
        transcript.lines.push(line);
      },
    },
  };
}
