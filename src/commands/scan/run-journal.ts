import { dirname } from 'node:path';
import { shownText } from '../../model/text/shown-text.ts';
import type { FinishedWith } from '../../scan/journal/join-run.ts';
import type { Journal, JournalLine, RunLine } from '../../scan/journal/journal-line.ts';
import { encodeLine, readJournal, runLineOf } from '../../scan/journal/journal-text.ts';
import type { RunRecords } from '../../scan/journal/run-records.ts';
import { runRecordsOf } from '../../scan/journal/run-records-of.ts';
import {
  createJournal,
  resumeJournal,
  type JournalFile,
  type OpenedJournal,
} from '../../store/journal/journal-file.ts';
import {
  findJournals,
  journalBeside,
  type JournalPlace,
} from '../../store/journal/journal-names.ts';
import { openScratch } from '../../store/journal/scratch.ts';
import type { Output } from '../terminal/output.ts';
import { Stop } from '../terminal/stop.ts';
import { runDifferences } from './run-differences.ts';
import type { Destination, ScanSettings } from '../options/scan-settings.ts';

/** The journal of a run as the command has it. All of it throws a Stop with status 2 where the file cannot be had. */
export interface RunJournal extends Journal {
  readonly run: RunLine;
  /** The path by which the run can be continued; null where it cannot. */
  readonly file: string | null;
  /** What an earlier part of the run wrote; `seen` is given each line as well. */
  known(seen: Journal | null): Iterable<JournalLine>;
  /** Joins the records of what is finished. */
  records(finishedWith: FinishedWith): Promise<RunRecords>;
  /** Closes it, and leaves it for a run that continues. */
  close(): Promise<void>;
  /** Removes it: the survey is over. */
  remove(): Promise<void>;
  /** Closes it, and leaves it under a name that is none of an unfinished survey. */
  keep(): Promise<void>;
}

interface RunJournalOptions {
  settings: Pick<ScanSettings, 'destination' | 'results' | 'resume'>;
  /** Called when the journal can no longer be written: what is asked from then on would be lost. */
  onFailure: () => void;
}

/** Warns of each journal of an unfinished survey in the results folder, where a new survey starts there. */
export async function warnOfUnfinished(
  settings: RunJournalOptions['settings'],
  output: Pick<Output, 'warn'>,
): Promise<void> {
  const { destination, results, resume } = settings;
  if (destination.kind !== 'results' || resume) return;
  for (const file of await findJournals(results)) output.warn(unfinishedText(file));
}

/**
 * Starts the journal of a run, or opens the newest unfinished one of its vantage where it is to be continued. Throws a Stop
 * with status 2 where there is none, or it is about another survey than this one, with a line for each difference.
 */
export async function openRunJournal(
  run: RunLine,
  options: RunJournalOptions,
): Promise<RunJournal> {
  const { settings, onFailure } = options;
  const place = placeOf(settings, run.survey.startedAt);
  const scratch = scratchFolder(settings);
  if (settings.resume) {
    const journal = await journalToResume(place, run.survey.vantage, onFailure);
    try {
      return new OpenRun(journal, { run: continued(journal, run), scratch, isResumed: true });
    } catch (error) {
      await journal.close();
      throw error;
    }
  }
  const journal = opened(await createJournal(place, encodeLine(run), onFailure));
  return new OpenRun(journal, { run, scratch, isResumed: false });
}

/** The newest unfinished journal of a vantage; of another one where there is none, so that it can be said what differs. */
async function journalToResume(
  place: JournalPlace,
  vantage: string | null,
  onFailure: () => void,
): Promise<JournalFile> {
  const unfinished = await unfinishedIn(place);
  for (const file of unfinished) {
    const journal = opened(await resumeJournal(file, onFailure));
    const run = runLineOf(journal);
    if (run.kind === 'fault' || run.survey.vantage === vantage) return journal;
    await journal.close();
  }
  const [newest] = unfinished;
  if (newest === undefined) throw new Stop(2, noneText(place));
  return opened(await resumeJournal(newest, onFailure));
}

function placeOf(
  { destination, results }: { destination: Destination; results: string },
  startedAt: string,
): JournalPlace {
  switch (destination.kind) {
    case 'none':
    case 'stdout':
      return { kind: 'temporary' };
    case 'file':
      return { kind: 'file', file: destination.file };
    case 'results':
      return { kind: 'results', folder: results, startedAt };
  }
}

/** Where records are sorted: where the snapshot goes, as the system's folder for temporary files may be in memory. */
function scratchFolder({
  destination,
  results,
}: {
  destination: Destination;
  results: string;
}): string | null {
  if (destination.kind === 'results') return results;
  return destination.kind === 'file' ? dirname(destination.file) : null;
}

async function unfinishedIn(place: JournalPlace): Promise<string[]> {
  switch (place.kind) {
    case 'temporary':
      return [];
    case 'file':
      return [journalBeside(place.file)];
    case 'results':
      return findJournals(place.folder);
  }
}

function noneText(place: JournalPlace): string {
  return place.kind === 'results'
    ? `${shownText(place.folder, 255)}: has no journal of an unfinished survey, so that there is nothing to resume`
    : '--resume continues a survey that is written to a file: this one keeps no journal';
}

function unfinishedText(file: string): string {
  return `${shownText(file, 255)} is the journal of an unfinished survey: --resume continues it, and if it is not wanted, delete it`;
}

function opened(journal: OpenedJournal): JournalFile {
  if (journal.kind === 'open') return journal.journal;
  throw new Stop(2, journal.message);
}

/** What the run of a journal is about, where it is the same as this one. */
function continued(journal: JournalFile, now: RunLine): RunLine {
  const run = runLineOf(journal);
  if (run.kind === 'fault') throw new Stop(2, run.message);
  const differences = runDifferences(run, now);
  if (differences.length === 0) return run;
  const lines = differences.map((difference) => `  ${difference}`);
  const text = `${journal.name}: is of another survey; give the same settings, or start anew without --resume:`;
  throw new Stop(2, [text, ...lines].join('\n'));
}

class OpenRun implements RunJournal {
  readonly run: RunLine;
  readonly #journal: JournalFile;
  readonly #scratch: string | null;
  readonly #isResumed: boolean;

  constructor(
    journal: JournalFile,
    options: { run: RunLine; scratch: string | null; isResumed: boolean },
  ) {
    this.#journal = journal;
    this.run = options.run;
    this.#scratch = options.scratch;
    this.#isResumed = options.isResumed;
  }

  get file(): string | null {
    return this.#journal.file;
  }

  write(line: JournalLine): void {
    this.#journal.append(encodeLine(line));
  }

  *known(seen: Journal | null): Generator<JournalLine, void> {
    if (!this.#isResumed) return;
    for (const read of readJournal(this.#journal)) {
      if (read.kind === 'fault') throw new Stop(2, read.message);
      seen?.write(read.line);
      yield read.line;
    }
  }

  async records(finishedWith: FinishedWith): Promise<RunRecords> {
    const failure = await this.#journal.flush();
    if (failure !== null) throw new Stop(2, failure);
    const scratch = openScratch(this.#scratch);
    const joined = await runRecordsOf(this.#journal, { scratch, ...finishedWith });
    if (joined.kind === 'joined') return joined.records;
    throw new Stop(2, joined.message);
  }

  async close(): Promise<void> {
    const failure = await this.#journal.close();
    if (failure !== null) throw new Stop(2, failure);
  }

  async remove(): Promise<void> {
    await this.#journal.remove();
  }

  async keep(): Promise<void> {
    await this.#journal.keep();
  }
}
