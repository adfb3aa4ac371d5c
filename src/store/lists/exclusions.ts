import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import {
  createExclusions,
  parseExclusion,
  type Exclusion,
  type ExclusionLine,
  type Exclusions,
} from '../../model/names/exclusions.ts';
import { placeText } from '../../model/names/list.ts';
import { shownText } from '../../model/text/shown-text.ts';
import type { Line } from './line-splitter.ts';
import { readErrorText } from './read-error.ts';
import { textLines } from './text-lines.ts';

const MAX_LINE = 1024;
const MAX_MESSAGES = 20;

/**
 * What an exclusion file says, with the SHA-256 of its lines in hex; or why it cannot be followed: one line a message, 20
 * at most.
 */
export type ReadExclusions =
  | { kind: 'exclusions'; exclusions: Exclusions; sha256: string }
  | { kind: 'bad-exclusions'; messages: string[] };

/**
 * Reads an exclusion file, one entry a line (`parseExclusion`). One bad line makes the whole file
 * bad: it may be the mistyped name of someone who does not want to be asked.
 * @param file path of the file, from `cwd` if it is relative.
 */
export async function readExclusions(file: string, cwd: string): Promise<ReadExclusions> {
  const entries: Exclusion[] = [];
  const messages: string[] = [];
  const hash = createHash('sha256');
  const take = (line: Line): void => {
    hash.update(`${line.text}\n`);
    const parsed = parseLine(line);
    if (parsed.kind === 'exclusion') entries.push(parsed.exclusion);
    if (parsed.kind !== 'invalid' || messages.length >= MAX_MESSAGES) return;
    messages.push(`${placeText(file, line.number)}: "${parsed.value}" ${parsed.reason}`);
  };
  try {
    for await (const read of textLines(createReadStream(resolve(cwd, file)), MAX_LINE)) {
      if (read.kind === 'lines') read.lines.forEach(take);
      else messages.push(`${shownText(file, 255)}: ${read.reason}`);
    }
  } catch (error) {
    messages.push(`${shownText(file, 255)}: ${readErrorText(error)}`);
  }
  if (messages.length > 0) return { kind: 'bad-exclusions', messages };
  const sha256 = hash.digest('hex');
  return { kind: 'exclusions', exclusions: createExclusions(entries), sha256 };
}

function parseLine(line: Line): ExclusionLine {
  if (!line.cut) return parseExclusion(line.text);
  const reason = `is a line of more than ${MAX_LINE} bytes`;
  return { kind: 'invalid', value: shownText(line.text), reason };
}
