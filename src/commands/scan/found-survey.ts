import type { Certificate } from '../../model/records/certificate.ts';
import { FORMAT, type Snapshot } from '../../model/records/snapshot.ts';
import type { SeekableSource, SnapshotSource } from '../../model/records/snapshot-source.ts';
import { snapshotText, type KeptSnapshot } from '../../model/records/snapshot-text.ts';
import type { Resolver } from '../../net/dns/dns-answer.ts';
import { openSnapshot } from '../../store/snapshots/open-snapshot.ts';
import { spoolSnapshot } from '../../store/snapshots/spool-snapshot.ts';
import type { Survey } from '../../model/records/survey.ts';
import { degradedReasons } from '../../scan/gates/gates.ts';
import { snapshotOf, type RunRecords } from '../../scan/journal/run-records.ts';
import { resolverFailure } from '../checks/check-resolver.ts';

/** A survey that was made, as its snapshot is written: its records are read anew with each call. */
export interface FoundSurvey extends SnapshotSource, KeptSnapshot {
  certificates(): Iterable<Certificate>;
  close(): void;
}

/** What the end of a survey needs of what it was made with. */
interface SurveyEnd {
  resolver: Resolver;
  clock: () => Date;
  /** The last good survey of the same series, which the gates compare with; null where there is none. */
  before: SnapshotSource | null;
}

/** Makes the survey of the records of a run. One that was interrupted is printed and not written: it waits for no resolver. */
export async function foundSurvey(
  records: RunRecords,
  { resolver, clock, before }: SurveyEnd,
  isInterrupted: boolean,
): Promise<FoundSurvey> {
  const { run, excluded, counts } = records;
  const { startedAt, ...rest } = run.survey;
  const degraded: string[] = [];
  if (!isInterrupted) {
    degraded.push(...degradedReasons(records, startedAt, before));
    if ((await resolverFailure(resolver)) !== null) degraded.push('resolver-died');
  }
  const dnssec = !isInterrupted && (await resolver.validates());
  const survey: Survey = {
    date: startedAt.slice(0, 10),
    startedAt,
    finishedAt: laterOf(startedAt, instantOf(clock())),
    degraded,
    ...rest,
    dnssec,
    excluded,
    counts,
  };
  return {
    ...snapshotOf(records, survey),
    close: () => {
      records.close();
    },
  };
}

/** A survey with all its records in memory, for what reads them more than once. */
export function wholeSurvey(found: FoundSurvey): Snapshot {
  return {
    format: FORMAT,
    survey: found.survey,
    domains: [...found.domains()],
    endpoints: [...found.endpoints()],
    certificates: [...found.certificates()],
  };
}

/**
 * Lends a survey as a source whose records are read in any order. Throws the system's error where there is no room for it
 * in a temporary file.
 * @param written the file that it was written to; null: a temporary one is made.
 */
export function withSpool<T>(
  found: FoundSurvey,
  written: string | null,
  use: (source: SeekableSource) => T,
): T {
  const opened =
    written === null ? spoolSnapshot(snapshotText(found)) : openSnapshot(written, { isOwn: true });
  if (opened.kind === 'refused') throw new Error(opened.message);
  try {
    return use(opened.snapshot);
  } finally {
    opened.snapshot.close();
  }
}

/** An instant as snapshots have it, in whole seconds and UTC. */
export function instantOf(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** A clock may be set back while a survey runs: it ends no earlier than it started. */
function laterOf(startedAt: string, now: string): string {
  return now < startedAt ? startedAt : now;
}
