import { compareVantages } from '../compare/vantages/compare-vantages.ts';
import {
  NAMED_HOURS,
  newestOf,
  newestPartners,
  partnersOf,
  vantageObstacle,
  type VantageObstacle,
} from '../compare/vantages/vantage-partners.ts';
import { IS_OF_PATH } from '../model/output/vantage-kinds.ts';
import { vantagesText } from '../model/output/vantages.ts';
import type { SnapshotEntry } from '../model/records/baseline.ts';
import { shownText } from '../model/text/shown-text.ts';
import type { DocumentFormatName } from '../report/format/formats.ts';
import { vantagesDocument } from '../report/vantages/vantages-document.ts';
import { RecordCache } from '../store/snapshots/record-cache.ts';
import { printDocument } from './pages/print-document.ts';
import { assertTrusted } from './snapshots/assert-trusted.ts';
import {
  assertNotEmpty,
  assertSound,
  chooseSnapshot,
  entriesOf,
  openChosen,
} from './snapshots/choose-snapshot.ts';
import type { Output } from './terminal/output.ts';
import { Stop } from './terminal/stop.ts';

/** What of the flags of `diff` counts here. */
interface AcrossFlags {
  results: string;
  format: DocumentFormatName | 'json';
  exitCode?: boolean;
  force?: boolean;
}

/** Where two surveys that are named differ so that they cannot be compared, and what to do. */
const OBSTACLES = {
  vantage: 'are of the same vantage: name two of different vantages (scan --vantage)',
  lists: 'are of different lists: name two of the same lists',
  depth: 'are of different depth: name two of the same depth',
  port: 'asked different ports: name two of the same port',
  time: `began more than ${NAMED_HOURS} hours apart, so that time explains a difference as well: name two that are nearer`,
} as const satisfies Record<VantageObstacle, string>;

/**
 * Prints where two surveys of the same lists from different vantages differ. Gives the exit status.
 * Throws a Stop for surveys that cannot be compared or a file that is no snapshot (2), and for a degraded snapshot (3).
 * @param names of none, one or both of them.
 */
export async function diffAcross(
  names: readonly string[],
  flags: AcrossFlags,
  output: Output,
): Promise<number> {
  const entries = await entriesOf(flags.results, output);
  const [first, second] = choosePair(names, { results: flags.results, entries });
  assertComparable(first, second);
  if (flags.force !== true) for (const each of [first, second]) assertTrusted(each);
  const cache = new RecordCache();
  const open = { first: openChosen(first, cache), second: openChosen(second, cache) };
  const assertBothSound = () => {
    for (const each of [open.first, open.second]) assertSound(each);
  };
  try {
    const comparison = compareVantages(open.first, open.second);
    // All records have been read once: a fault is found before anything is printed.
    assertBothSound();
    if (flags.format === 'json') await output.results(vantagesText(comparison));
    else await printDocument(vantagesDocument(comparison), flags.format, output);
    assertBothSound();
    const isOther = comparison.differences.some(({ kind }) => IS_OF_PATH[kind]);
    return flags.exitCode === true && isOther ? 1 : 0;
  } finally {
    open.first.close();
    open.second.close();
  }
}

/** The two that are named; beside one alone, the nearest of another vantage; without names, the newest two. */
function choosePair(
  [first, second]: readonly string[],
  choice: { results: string; entries: readonly SnapshotEntry[] },
): [SnapshotEntry, SnapshotEntry] {
  const { results, entries } = choice;
  if (first === undefined) {
    assertNotEmpty(choice);
    return newestPartners(entries) ?? noPartner(`${shownText(results, 255)} has no two surveys`);
  }
  const own = chooseSnapshot(first, choice);
  if (second !== undefined) return [own, chooseSnapshot(second, choice)];
  const partner = newestOf(partnersOf(entries, own.survey));
  return partner === null
    ? noPartner(`${shownText(own.file, 255)} has no other survey beside it`)
    : [own, partner];
}

function noPartner(what: string): never {
  throw new Stop(
    2,
    `${what} of the same lists and depth from different vantages within a day: survey from another one (scan --vantage), or name two files`,
  );
}

function assertComparable(first: SnapshotEntry, second: SnapshotEntry): void {
  const [own, other] = [shownText(first.file, 255), shownText(second.file, 255)];
  if (own === other) {
    throw new Stop(2, `${own} would be compared with itself: name one of another vantage`);
  }
  const obstacle = vantageObstacle(first.survey, second.survey);
  if (obstacle !== null) throw new Stop(2, `${own} and ${other} ${OBSTACLES[obstacle]}`);
}
