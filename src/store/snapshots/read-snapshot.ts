import { createReadStream } from 'node:fs';
import type { Section } from '../../model/records/snapshot-text.ts';
import { exactLines } from './exact-lines.ts';
import {
  endFault,
  HEAD_LENGTH,
  noRecord,
  step,
  type ReaderState,
  type Step,
} from './snapshot-form.ts';

/**
 * A piece of a snapshot file with the number of its line, from 1: its survey, a record, or what is wrong there. `text`
 * is the JSON that `value` was read from.
 */
export type SnapshotLine =
  | { kind: 'survey'; line: number; value: unknown; text: string }
  | { kind: 'record'; line: number; section: Section; value: unknown; text: string }
  | { kind: 'fault'; line: number; message: string };

/**
 * Reads a snapshot file line by line, so that its size is no matter, and holds it to the form of `mxtls/1`: valid JSON
 * with one record a line. It stops at the first line out of place. Rejects with the system's error for an unreadable file.
 */
export async function* readSnapshot(file: string): AsyncGenerator<SnapshotLine> {
  let place: ReaderState = { at: 'start' };
  let line = 0;
  for await (const each of exactLines(createReadStream(file))) {
    line++;
    const read: Step =
      each.kind === 'fault'
        ? each
        : step(place, each.text.slice(0, HEAD_LENGTH), each.text.length, each.text.endsWith(','));
    const found = each.kind === 'fault' ? each : contentOf(read, each.text);
    if (found !== null) yield { ...found, line };
    if (read.kind === 'fault' || found?.kind === 'fault') return;
    place = read.next;
  }
  const message = endFault(place);
  if (message !== null) yield { kind: 'fault', line: Math.max(1, line), message };
}

type Content =
  | { kind: 'survey'; value: unknown; text: string }
  | { kind: 'record'; section: Section; value: unknown; text: string }
  | { kind: 'fault'; message: string };

/** The JSON of a line; null for one of the frame. */
function contentOf(read: Step, line: string): Content | null {
  switch (read.kind) {
    case 'fault':
      return read;
    case 'frame':
      return null;
    case 'survey': {
      const text = line.slice(read.from, read.to);
      const parsed = parse(text);
      if (parsed === null) return { kind: 'fault', message: 'expected the line "survey":{…},' };
      return { kind: 'survey', value: parsed.value, text };
    }
    case 'record': {
      const { section } = read;
      const text = line.slice(read.from, read.to);
      const parsed = parse(text);
      if (parsed === null) return { kind: 'fault', message: noRecord(section) };
      return { kind: 'record', section, value: parsed.value, text };
    }
  }
}

function parse(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    // What is no JSON is reported by the caller, with its line.
    return null;
  }
}
