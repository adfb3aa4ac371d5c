import type { Job } from '../../model/plan.ts';
import type { TranscriptLine } from '../../model/transcript.ts';
import { progressLine } from '../../report/progress.ts';
import type { Output } from '../terminal/output.ts';
import type { SurveyListener } from './run-survey.ts';

/** The shortest time between two updates of the progress line, in ms. */
const PROGRESS_MS = 100;

/** The SMTP dialogue with one host. */
export interface Transcript {
  host: string;
  address: string;
  lines: TranscriptLine[];
}

/** A listener of a survey, and the dialogues that it recorded. */
export interface Listening {
  listener: Required<SurveyListener>;
  transcripts: () => Transcript[];
  /** Removes the progress line for good. */
  stop: () => void;
}

/** Listens to a survey: shows its progress on a terminal, and records the dialogues for `--transcript`. */
export function createListener(
  output: Output,
  options: { progress: boolean; transcript: boolean },
): Listening {
  let started: number | null = null;
  const kept = new Map<Job, Transcript>();
  const { show, stop } = createProgress(output, options.progress);
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
        if (!options.transcript) return;
        const transcript = kept.get(job) ?? { host: job.host, address: job.address, lines: [] };
        kept.set(job, transcript);
        transcript.lines.push(line);
      },
    },
  };
}

/** Makes a line for a width in columns. */
type Line = (width: number) => string;

/** Shows lines at most every PROGRESS_MS; the latest is always shown. */
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
    // The last column stays empty: a terminal may start a new line after it.
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
