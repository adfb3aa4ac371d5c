import type { Job } from '../../model/plan.ts';
import type { TranscriptLine } from '../../model/transcript.ts';
import { progressLine } from '../../report/progress.ts';
import type { Output } from '../terminal/output.ts';
import type { SurveyListener } from './run-survey.ts';

/** The progress line is written anew at most this often, in ms. */
const PROGRESS_MS = 100;

/** The dialogue with one host, as it went. */
export interface Transcript {
  host: string;
  address: string;
  lines: TranscriptLine[];
}

/** What listens to a survey, what it kept of it, and how it is told that the survey is over. */
export interface Listening {
  listener: Required<SurveyListener>;
  transcripts: () => Transcript[];
  /** Takes the progress line away, for good. */
  stop: () => void;
}

/** Listens to a survey: shows its progress where there is a terminal, and keeps the dialogues where they are wanted. */
export function createListener(
  output: Output,
  wants: { progress: boolean; transcript: boolean },
): Listening {
  let started: number | null = null;
  const kept = new Map<Job, Transcript>();
  const { show, stop } = createProgress(output, wants.progress);
  return {
    transcripts: () => [...kept.values()],
    stop,
    listener: {
      onLookup: (done, total) => {
        show(() => `looking up ${done}/${total} domains`);
      },
      onProgress: (progress) => {
        started ??= performance.now();
        const elapsedMs = performance.now() - started;
        show((width) => progressLine({ ...progress, elapsedMs }, width));
      },
      onWait: (pass, again, ms) => {
        show(() => `${again} to be asked again in pass ${pass}, in ${Math.ceil(ms / 1000)} s`);
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

/** Makes a line for a width in columns. */
type Line = (width: number) => string;

/** Shows lines, the latest of a quick row of them: it always gets its turn. */
function createProgress(
  output: Output,
  wanted: boolean,
): { show: (line: Line) => void; stop: () => void } {
  let latest: Line = () => '';
  let timer: NodeJS.Timeout | null = null;
  let shownAt = -Infinity;
  const write = (): void => {
    timer = null;
    shownAt = performance.now();
    // The last column is left alone: a terminal may begin a new line behind it.
    const width = (output.progressWidth() ?? 1) - 1;
    output.progress(latest(width).slice(0, width));
  };
  return {
    show(line) {
      if (!wanted || output.progressWidth() === null) return;
      latest = line;
      timer ??= setTimeout(write, Math.max(0, shownAt + PROGRESS_MS - performance.now())).unref();
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      output.progress('');
    },
  };
}
