import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { SECTION_NAMES, type Section } from '../model/snapshot-text.ts';
import { FORMAT } from '../model/snapshot.ts';

/** A piece of a snapshot file with the number of its line, from 1: its survey, a record, or what is wrong there. */
export type SnapshotLine =
  | { kind: 'survey'; line: number; value: unknown }
  | { kind: 'record'; line: number; section: Section; value: unknown }
  | { kind: 'fault'; line: number; message: string };

type Place =
  | { at: 'start' | 'format' | 'survey' | 'close' | 'over' }
  | { at: 'open' | 'records'; section: Section };

/**
 * Reads a snapshot file line by line, so that its size is no matter, and holds it to the form of `mxtls/1`: valid JSON
 * with one record a line. It stops at the first line out of place. Rejects with the system's error for an unreadable file.
 */
export async function* readSnapshot(file: string): AsyncGenerator<SnapshotLine> {
  const stream = createReadStream(file, 'utf8');
  const lines = createInterface({ input: stream, crlfDelay: Infinity });
  let place: Place = { at: 'start' };
  let line = 0;
  let before: Before = 'none';
  try {
    for await (const text of lines) {
      line++;
      const step = read(place, text, before);
      if ('message' in step) {
        yield { kind: 'fault', line, message: step.message };
        return;
      }
      before = step.found?.kind !== 'record' ? 'none' : text.endsWith(',') ? 'comma' : 'bare';
      if (step.found !== undefined) yield { ...step.found, line };
      place = step.next;
    }
  } finally {
    stream.destroy();
  }
  if (place.at !== 'over') {
    yield { kind: 'fault', line, message: 'the file ends in the middle of the snapshot' };
  }
}

type Found =
  { kind: 'survey'; value: unknown } | { kind: 'record'; section: Section; value: unknown };
type Step = { message: string } | { next: Place; found?: Found };

/** How the record on the line before ended, if there was one. */
type Before = 'none' | 'comma' | 'bare';

function read(place: Place, text: string, before: Before): Step {
  switch (place.at) {
    case 'start':
      return expect(text, '{', { at: 'format' });
    case 'format':
      return readFormat(text);
    case 'survey':
      return readSurvey(text);
    case 'open':
      return expect(text, `"${place.section}":[`, { at: 'records', section: place.section });
    case 'records':
      return readRecord(place.section, text, before);
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
  const match = /^"survey":(.*),$/s.exec(text);
  const parsed = parse(match?.[1]);
  if (parsed === null) return { message: 'expected the line "survey":{…},' };
  const section = SECTION_NAMES[0];
  return { next: { at: 'open', section }, found: { kind: 'survey', value: parsed.value } };
}

function readRecord(section: Section, text: string, before: Before): Step {
  const following = SECTION_NAMES[SECTION_NAMES.indexOf(section) + 1];
  if (text === (following === undefined ? ']' : '],')) {
    if (before === 'comma') return { message: `the last record of ${section} ends in a comma` };
    return { next: following === undefined ? { at: 'close' } : { at: 'open', section: following } };
  }
  if (before === 'bare') return { message: 'a comma is missing at the end of the line before' };
  const parsed = parse(text.replace(/,$/, ''));
  if (parsed === null) return { message: `expected one record of ${section} as JSON on one line` };
  const found = { kind: 'record', section, value: parsed.value } as const;
  return { next: { at: 'records', section }, found };
}

function parse(text: string | undefined): { value: unknown } | null {
  if (text === undefined) return null;
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    // What is no JSON is reported by the caller, with its line.
    return null;
  }
}
