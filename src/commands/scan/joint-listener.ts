import type { ClassCounts } from '../../model/records/mail-domain.ts';
import type { Progress } from '../../scan/schedule/probing.ts';
import type { SurveyReports } from './scan-listener.ts';

/**
 * Gives listeners for surveys that run at the same time, one with each call: what they report is shown as that of one survey,
 * and what is wrong for all of them once.
 */
export function joinListeners(listener: SurveyReports): () => SurveyReports {
  const lookups: number[] = [];
  const progress: Progress[] = [];
  const faulty = new Set<string>();
  let surveys = 0;
  return () => {
    const at = surveys++;
    lookups[at] = 0;
    return {
      ...listener,
      onLookup(done, total) {
        lookups[at] = done;
        listener.onLookup(Math.min(...lookups), total);
      },
      onProgress(own) {
        progress[at] = own;
        listener.onProgress(together(progress));
      },
      onWait(pass, again, ms) {
        // While one waits for its next pass, the others go on.
        if (surveys === 1) listener.onWait(pass, again, ms);
      },
      onZoneFault(zone, reason) {
        if (faulty.has(zone)) return;
        faulty.add(zone);
        listener.onZoneFault(zone, reason);
      },
    };
  };
}

/** The progress of surveys as that of one, from those that have begun. */
function together(all: readonly (Progress | undefined)[]): Progress {
  const begun = all.filter((each) => each !== undefined);
  const [only] = begun;
  if (begun.length === 1 && only !== undefined) return only;
  const sum = (of: (each: Progress) => number): number =>
    begun.reduce((total, each) => total + of(each), 0);
  const counts: ClassCounts = {
    tls: sum((each) => each.counts.tls),
    plaintext: sum((each) => each.counts.plaintext),
    broken: sum((each) => each.counts.broken),
    unknown: sum((each) => each.counts.unknown),
  };
  return {
    pass: Math.min(...begun.map(({ pass }) => pass)),
    done: sum(({ done }) => done),
    total: sum(({ total }) => total),
    counts,
    waiting: new Set(begun.flatMap(({ waiting }) => [...waiting])),
  };
}
