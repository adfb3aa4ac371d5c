import type { Job } from '../../model/plan.ts';
import type { Depth } from '../../model/records/words.ts';
import type { TranscriptLine } from '../../model/transcript.ts';
import { progressLine, waitLine, type ProgressState } from '../../report/progress.ts';
import type { Output } from '../terminal/output.ts';
import type { SurveyListener } from './run-survey.ts';

/** The shortest time between two updates of the progress line, and the longest, in ms. */
const SHORTEST_MS = 100;
const LONGEST_MS = 1_000;

/** The SMTP dialogue with one host. */
export interface Transcript {
  host: string;
  address: string;
  lines: TranscriptLine[];
}

/** What a survey reports but for the answers of domains, all of it heard. */
export interface SurveyReports extends Required<Omit<SurveyListener, 'onDomain' | 'onZoneFault'>> {
  onZoneFault: (zone: string, reason: string) => void;
}

/** A listener of a survey, and the dialogues that it recorded. */
export interface Listening {
  listener: SurveyReports;
  transcripts: () => Transcript[];
  /** Removes the progress line for good. */
  stop: () => void;
}

/** Listens to a survey: shows its progress on a terminal, and records the dialogues for `--transcript`. */
export function createListener(
  output: Output,
  options: { progress: boolean; transcript: boolean; depth: Depth },
): Listening {
  const { depth } = options;
  let started: number | null = null;
  let lookups: ProgressState['lookups'] = null;
  const kept = new Map<Job, Transcript>();
  const { show, stop } = createProgress(output, options.progress);
  return {
    transcripts: () => [...kept.values()],
    stop,
    listener: {
      onLookup: (done, total) => {
        lookups = done === total ? null : { done, total };
        // From the first endpoint on, the line about them names the domains too.
        if (started === null) show(() => `looking up ${done}/${total} domains`);
      },
      onProgress: (progress) => {
        const began = (started ??= performance.now());
        // `lookups`, `counts` and `waiting` are those of the moment at which the line is written.
        show((width) => {
          const elapsedMs = performance.now() - began;
          return progressLine({ ...progress, lookups, elapsedMs, depth }, width);
        });
      },
      onWait: (_, again, ms) => {
        const until = performance.now() + ms;
        show((width) => waitLine(again, until - performance.now(), width));
      },
      onZoneFault: (zone, reason) => {
        output.warn(`--dnsbl ${zone}: not used, what it lists is unknown: ${reason}`);
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

/** Shows lines at most every SHORTEST_MS, the latest always, and writes it anew at least every LONGEST_MS. */
function createProgress(
  output: Output,
  wanted: boolean,
): { show: (line: Line) => void; stop: () => void } {
  let latest: Line = () => '';
  let timer: NodeJS.Timeout | null = null;
  let shownAt = -Infinity;
  const writeIn = (ms: number): void => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(write, Math.max(0, shownAt + ms - performance.now())).unref();
  };
  const write = (): void => {
    shownAt = performance.now();
    // The last column stays empty: a terminal may start a new line after it.
    const width = (output.progressWidth() ?? 1) - 1;
    output.progress(latest(width).slice(0, width));
    writeIn(LONGEST_MS);
  };
  return {
    show(line) {
      if (!wanted || output.progressWidth() === null) return;
      latest = line;
      writeIn(SHORTEST_MS);
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      output.progress('');
    },
  };
}
