import { SECTION_NAMES, type Section } from '../../model/records/snapshot-text.ts';
import { FORMAT } from '../../model/records/snapshot.ts';

/** Where in a snapshot file a reader stands. */
export type ReaderState =
  | { at: 'start' | 'format' | 'survey' | 'close' | 'over' }
  | { at: 'open'; section: Section }
  | { at: 'records'; section: Section; before: Before };

/** How the record on the line before ended, if there was one. */
type Before = 'none' | 'comma' | 'bare';

/** What a line of a snapshot file is: a piece of its frame, or one that holds JSON from `from` to `to`. */
export type Step =
  | { kind: 'fault'; message: string }
  | { kind: 'frame'; next: ReaderState }
  | { kind: 'survey'; next: ReaderState; from: number; to: number }
  | { kind: 'record'; next: ReaderState; section: Section; from: number; to: number };

const SURVEY = '"survey":';

/** As much of a line's beginning as {@link step} wants to see. */
export const HEAD_LENGTH = 100;

/**
 * Says what the next line of a snapshot file is, without reading its JSON.
 * @param head the line, or its first {@link HEAD_LENGTH} characters; @param length of the whole line, in the caller's
 * unit; @param comma whether the line ends in one.
 */
export function step(place: ReaderState, head: string, length: number, comma: boolean): Step {
  switch (place.at) {
    case 'start':
      return expect(head, '{', { at: 'format' });
    case 'format':
      return formatStep(head);
    case 'survey': {
      const next = { at: 'open', section: SECTION_NAMES[0] } as const;
      if (!head.startsWith(`${SURVEY}{`) || !comma) return fault(`expected the line ${SURVEY}{…},`);
      return { kind: 'survey', next, from: SURVEY.length, to: length - 1 };
    }
    case 'open': {
      const { section } = place;
      return expect(head, `"${section}":[`, { at: 'records', section, before: 'none' });
    }
    case 'records':
      return recordStep(place, head, length, comma);
    case 'close':
      return expect(head, '}', { at: 'over' });
    case 'over':
      return fault('there is text after the end of the snapshot');
  }
}

/** What is wrong with a file that ends at a place; null where it is whole. */
export function endFault(place: ReaderState): string | null {
  return place.at === 'over' ? null : 'the file ends here, in the middle of the snapshot';
}

/** The message for a record that is no JSON on one line. */
export function noRecord(section: Section): string {
  return `expected one record of ${section} as JSON on one line`;
}

function fault(message: string): Step {
  return { kind: 'fault', message };
}

function expect(head: string, wanted: string, next: ReaderState): Step {
  return head === wanted ? { kind: 'frame', next } : fault(`expected the line ${wanted}`);
}

function formatStep(head: string): Step {
  if (head === `"format":"${FORMAT}",`) return { kind: 'frame', next: { at: 'survey' } };
  const other = /^"format":"([\w./-]{1,40})",$/.exec(head)?.[1];
  return fault(
    other === undefined
      ? 'not an mxtls snapshot: its second line is not the format'
      : `the format is ${other}, but this program reads ${FORMAT}`,
  );
}

function recordStep(
  { section, before }: Extract<ReaderState, { at: 'records' }>,
  head: string,
  length: number,
  comma: boolean,
): Step {
  const following = SECTION_NAMES[SECTION_NAMES.indexOf(section) + 1];
  if (head === (following === undefined ? ']' : '],')) {
    if (before === 'comma') return fault(`the last record of ${section} ends in a comma`);
    const next = following === undefined ? { at: 'close' as const } : openingOf(following);
    return { kind: 'frame', next };
  }
  if (before === 'bare') return fault('a comma is missing at the end of the line before');
  if (!head.startsWith('{')) return fault(noRecord(section));
  const next = { at: 'records', section, before: comma ? 'comma' : 'bare' } as const;
  return { kind: 'record', next, section, from: 0, to: comma ? length - 1 : length };
}

/** The step over a record that ends in a comma, where one may stand. */
export function nextRecord(place: Extract<ReaderState, { at: 'records' }>, length: number): Step {
  const { section, before } = place;
  const next = before === 'comma' ? place : ({ at: 'records', section, before: 'comma' } as const);
  return { kind: 'record', next, section, from: 0, to: length - 1 };
}

function openingOf(section: Section): ReaderState {
  return { at: 'open', section };
}
