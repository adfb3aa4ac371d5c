import type { Composition, KnownAnswers, Observed, Part } from '../answers/observed.ts';
import { isWhole, contradict } from '../answers/observed.ts';

/** How the answers to one question are read. */
export interface Reading {
  composition: Composition;
  /** Two surveys show the same state where this is the same. */
  stateOf: (known: KnownAnswers) => string;
  /** Whether the reason of an unknown answer makes it likely, though not sure, that the state did not hold yet. */
  isHint: (reason: string) => boolean;
  /** Whether the reason of an unknown answer is that the survey did not ask. */
  isUnasked: (reason: string) => boolean;
}

/** Surveys inside an interval that did not show its state, and do not end it either. */
export interface Gap {
  kind: 'unknown' | 'not-observed' | 'in-part';
  /** Why it is unknown; none for the other kinds. */
  reasons: readonly string[];
  /** Places of surveys. */
  surveys: readonly number[];
}

/**
 * One state and since when, as surveys can know it. Surveys are named by their places in the order of time.
 */
export type Interval = Bounds &
  (
    | {
        kind: 'known';
        /** What the first and the last of its surveys showed. */
        first: KnownAnswers;
        last: KnownAnswers;
        state: string;
        gaps: readonly Gap[];
      }
    | { kind: 'unknown'; reasons: readonly string[] }
    | { kind: 'not-observed' }
  );

/** When an interval began and ended. */
export interface Bounds {
  /** The first survey of it. */
  by: number;
  /** The last survey before that showed something else; null where none did: it may have begun at any time. */
  after: number | null;
  /** A later survey than `after` in which a part that shows the state is unknown for a reason that is a hint; null for none. */
  hint: number | null;
  /** The last survey of it. */
  until: number;
  /** The first survey behind it that showed something else; null where none did. */
  before: number | null;
  /** How many surveys showed it. */
  surveys: number;
  /** Whether `by` is the first survey that asked: those before it observed the subject, and could not have shown the state. */
  firstAsked: boolean;
}

interface Segment {
  kind: Observed['kind'];
  /** Empty where it is not known. */
  state: string;
  members: number[];
  passed: number[];
}

/**
 * The history of one question about one subject, in the order of time. Unknown answers between two equal states do not
 * separate them; at the ends, and between two that differ, they are an interval of their own.
 * @param seens what each survey showed, in the order of time.
 */
export function intervalsOf(seens: readonly Observed[], reading: Reading): Interval[] {
  const segments: Segment[] = [];
  for (const [index, seen] of seens.entries()) {
    const state = seen.kind === 'known' ? reading.stateOf(seen) : '';
    const last = segments.at(-1);
    if (last?.kind === seen.kind && last.state === state) last.members.push(index);
    else if (
      seen.kind !== 'known' ||
      !joinsEarlier(segments, { index, seen, state }, seens, reading)
    ) {
      segments.push({ kind: seen.kind, state, members: [index], passed: [] });
    }
  }
  return segments.map((segment) => intervalOf(segment, seens, reading));
}

/** Joins a survey to an earlier equal state where nothing between the two says that it ended. */
function joinsEarlier(
  segments: Segment[],
  { index, seen, state }: { index: number; seen: KnownAnswers; state: string },
  seens: readonly Observed[],
  { composition }: Reading,
): boolean {
  const place = segments.findLastIndex((each) => each.kind === 'known' && each.state === state);
  const earlier = segments[place];
  if (earlier === undefined) return false;
  const between = segments
    .slice(place + 1)
    .flatMap(({ members, passed }) => [...members, ...passed]);
  const parted = between.some((each) => {
    const other = seens[each];
    return other?.kind === 'known' && (isWhole(other) || contradict(other, seen, composition));
  });
  if (parted) return false;
  segments.length = place + 1;
  earlier.passed.push(...between.sort((a, b) => a - b));
  earlier.members.push(index);
  return true;
}

function intervalOf(segment: Segment, seens: readonly Observed[], reading: Reading): Interval {
  const { kind, state, members, passed } = segment;
  const by = members[0] ?? 0;
  const until = members.at(-1) ?? by;
  const first = seens[by];
  const last = seens[until];
  const bounds = {
    ...{ by, until, surveys: members.length, after: null, hint: null, before: null },
    firstAsked: false,
  };
  if (kind === 'not-observed') return { kind, ...bounds };
  if (kind === 'unknown') return { kind, ...bounds, reasons: reasonsOf(members, seens) };
  if (first?.kind !== 'known' || last?.kind !== 'known')
    throw new Error('a state that no survey showed');
  const after = seens.findLastIndex((seen, at) => at < by && differs(seen, first, reading));
  const before = seens.findIndex((seen, at) => at > until && differs(seen, last, reading));
  const hint = hintOf(seens, { from: after + 1, by }, first, reading);
  return {
    kind,
    ...bounds,
    after: after < 0 ? null : after,
    hint,
    before: before < 0 ? null : before,
    firstAsked: isFirstAsked(seens.slice(0, by), { after, hint }, reading),
    first,
    last,
    state,
    gaps: gapsOf(passed, seens),
  };
}

function differs(seen: Observed, known: KnownAnswers, { composition }: Reading): boolean {
  return seen.kind === 'known' && contradict(seen, known, composition);
}

function hintOf(
  seens: readonly Observed[],
  { from, by }: { from: number; by: number },
  shown: KnownAnswers,
  { isHint }: Reading,
): number | null {
  const at = seens.findLastIndex((seen, index) => {
    if (index < from || index >= by) return false;
    return isHintOf(seen, shown, seens.slice(index + 1, by), isHint);
  });
  return at < 0 ? null : at;
}

/**
 * Whether a survey hints that a state did not hold yet: as a whole, or in a part that shows something new in it.
 * @param between the surveys between the two.
 */
function isHintOf(
  seen: Observed,
  shown: KnownAnswers,
  between: readonly Observed[],
  isHint: Reading['isHint'],
): boolean {
  if (seen.kind === 'unknown') return seen.reasons.every(isHint);
  if (seen.kind === 'not-observed') return false;
  const shownBy = (part: Part) =>
    [seen, ...between].flatMap((each) => (each.kind === 'known' ? wordsOfPart(each, part) : []));
  return shown.parts.some((part) => {
    const reasons = seen.parts.find(({ name }) => name === part.name)?.reasons ?? [];
    const older = shownBy(part);
    const isNew = part.answers?.yes.some((word) => !older.includes(word)) === true;
    return isNew && reasons.length > 0 && reasons.every(isHint);
  });
}

function wordsOfPart({ parts }: KnownAnswers, { name }: Part): readonly string[] {
  return parts.find((each) => each.name === name)?.answers?.yes ?? [];
}

/** Whether some surveys observed a subject, and none of them asked for what it showed later. */
function isFirstAsked(
  earlier: readonly Observed[],
  { after, hint }: { after: number; hint: number | null },
  { isUnasked }: Reading,
): boolean {
  if (after >= 0 || hint !== null) return false;
  const observed = earlier.filter(({ kind }) => kind !== 'not-observed');
  return observed.length > 0 && observed.every((seen) => leavesOpen(seen, isUnasked));
}

function leavesOpen(seen: Observed, isUnasked: Reading['isUnasked']): boolean {
  if (seen.kind === 'unknown') return seen.reasons.every(isUnasked);
  if (seen.kind === 'not-observed') return true;
  return seen.parts.every(({ answers, reasons }) => {
    if (answers === null) return reasons.every(isUnasked);
    const { open, above } = answers;
    return above.length > 0 && open.every((word) => above.includes(word));
  });
}

function reasonsOf(members: readonly number[], seens: readonly Observed[]): string[] {
  const all = members.flatMap((each) => {
    const seen = seens[each];
    return seen?.kind === 'unknown' ? seen.reasons : [];
  });
  return [...new Set(all)].sort();
}

/** The surveys that were passed over, those of one kind side by side together. */
function gapsOf(passed: readonly number[], seens: readonly Observed[]): Gap[] {
  const gaps: { kind: Gap['kind']; surveys: number[] }[] = [];
  for (const index of passed) {
    const seen = seens[index]?.kind;
    const kind = seen === undefined || seen === 'known' ? 'in-part' : seen;
    const last = gaps.at(-1);
    if (last?.kind === kind) last.surveys.push(index);
    else gaps.push({ kind, surveys: [index] });
  }
  return gaps.map((gap) => ({ ...gap, reasons: reasonsOf(gap.surveys, seens) }));
}
