import { createReadStream } from 'node:fs';
import { SECTION_NAMES, type Section } from '../model/snapshot-text.ts';
import { FORMAT } from '../model/snapshot.ts';
import { exactLines } from './exact-lines.ts';

/**
 * A piece of a snapshot file with the number of its line, from 1: its survey, a record, or what is wrong there. `text`
 * is the JSON that `value` was read from.
 */
export type SnapshotLine =
  | { kind: 'survey'; line: number; value: unknown; text: string }
  | { kind: 'record'; line: number; section: Section; value: unknown; text: string }
  | { kind: 'fault'; line: number; message: string };

type Place =
  | { at: 'start' | 'format' | 'survey' | 'close' | 'over' }
  | { at: 'open'; section: Section }
  | { at: 'records'; section: Section; before: Before };

/** How the record on the line before ended, if there was one. */
type Before = 'none' | 'comma' | 'bare';

/**
 * Reads a snapshot file line by line, so that its size is no matter, and holds it to the form of `mxtls/1`: valid JSON
 * with one record a line. It stops at the first line out of place. Rejects with the system's error for an unreadable file.
 */
export async function* readSnapshot(file: string): AsyncGenerator<SnapshotLine> {
  let place: Place = { at: 'start' };
  let line = 0;
  for await (const each of exactLines(createReadStream(file))) {
    line++;
    const step: Step = each.kind === 'fault' ? each : read(place, each.text);
    if ('message' in step) {
      yield { kind: 'fault', line, message: step.message };
      return;
    }
    if (step.found !== undefined) yield { ...step.found, line };
    place = step.next;
  }
  if (place.at !== 'over') {
    const message = 'the file ends here, in the middle of the snapshot';
    yield { kind: 'fault', line: Math.max(1, line), message };
  }
}

type Found =
  | { kind: 'survey'; value: unknown; text: string }
  | { kind: 'record'; section: Section; value: unknown; text: string };
type Step = { message: string } | { next: Place; found?: Found };

function read(place: Place, text: string): Step {
  switch (place.at) {
    case 'start':
      return expect(text, '{', { at: 'format' });
    case 'format':
      return readFormat(text);
    case 'survey':
      return readSurvey(text);
    case 'open': {
      const { section } = place;
      return expect(text, `"${section}":[`, { at: 'records', section, before: 'none' });
    }
    case 'records':
      return readRecord(place, text);
    case 'close':
      return expect(text, '}', { at: 'over' });
    case 'over':
      return { message: 'something stands behind the end of the snapshot' };
  }
}

function expect(text: string, wanted: string, next: Place): Step {
  return text === wanted ? { next } : { message: `expected the line ${wanted}` };
}

function readFormat(text: string): Step {
  if (text === `"format":"${FORMAT}",`) return { next: { at: 'survey' } };
  const other = /^"format":"([\w./-]{1,40})",$/.exec(text)?.[1];
  return other === undefined
    ? { message: 'not an mxtls snapshot: its second line is not the format' }
    : { message: `the format is ${other}, and this program reads ${FORMAT}` };
}

function readSurvey(text: string): Step {
  const json = /^"survey":(.*),$/su.exec(text)?.[1] ?? '';
  const parsed = parse(json);
  if (parsed === null) return { message: 'expected the line "survey":{…},' };
  const found = { kind: 'survey', value: parsed.value, text: json } as const;
  return { next: { at: 'open', section: SECTION_NAMES[0] }, found };
}

function readRecord({ section, before }: Extract<Place, { at: 'records' }>, text: string): Step {
  const following = SECTION_NAMES[SECTION_NAMES.indexOf(section) + 1];
  if (text === (following === undefined ? ']' : '],')) {
    if (before === 'comma') return { message: `the last record of ${section} ends in a comma` };
    return { next: following === undefined ? { at: 'close' } : { at: 'open', section: following } };
  }
  if (before === 'bare') return { message: 'a comma is missing at the end of the line before' };
  const comma = text.endsWith(',');
  const json = comma ? text.slice(0, -1) : text;
  const parsed = parse(json);
  if (parsed === null) return { message: `expected one record of ${section} as JSON on one line` };
  const next = { at: 'records', section, before: comma ? 'comma' : 'bare' } as const;
  return { next, found: { kind: 'record', section, value: parsed.value, text: json } };
}

function parse(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    // What is no JSON is reported by the caller, with its line.
    return null;
  }
}
