import { placeText } from '../../model/names/list.ts';
import { parseMxMapLine, type MxMap, type MxMapLine } from '../../model/names/mx-map.ts';
import { shownText } from '../../model/text/shown-text.ts';
import { foreignLines, type ForeignLine } from './foreign-lines.ts';
import { readErrorText } from './read-error.ts';

const MAX_LINE = 8192;
const MAX_MESSAGES = 20;

/** What an MX map says, or why it cannot be followed: one line a message, 20 at most. */
export type ReadMxMap = { kind: 'mx-map'; map: MxMap } | { kind: 'bad-mx-map'; messages: string[] };

/** Reads an MX map, one domain a line (`parseMxMapLine`). One bad line makes the whole file bad. */
export async function readMxMap(file: string): Promise<ReadMxMap> {
  const map = new Map<string, string[]>();
  const messages: string[] = [];
  try {
    for await (const line of foreignLines(file, MAX_LINE)) {
      const reason = addLine(map, line);
      if (reason === null) continue;
      const place = line.kind === 'line' ? placeText(file, line.number) : shownText(file, 255);
      const shown = line.kind === 'line' ? `"${shownText(line.text)}" ` : '';
      messages.push(`${place}: ${shown}${reason}`);
      if (messages.length >= MAX_MESSAGES) break;
    }
  } catch (error) {
    messages.push(`${shownText(file, 255)}: ${readErrorText(error)}`);
  }
  if (messages.length > 0) return { kind: 'bad-mx-map', messages };
  return { kind: 'mx-map', map };
}

/** Adds what a line says; gives the reason for which it says nothing that could be followed, else null. */
function addLine(map: Map<string, string[]>, line: ForeignLine): string | null {
  if (line.kind === 'too-long') return `is longer than ${line.bytes} bytes`;
  const parsed: MxMapLine = line.cut
    ? { kind: 'invalid', reason: `is a line of more than ${MAX_LINE} bytes` }
    : parseMxMapLine(line.text);
  if (parsed.kind === 'invalid') return parsed.reason;
  if (parsed.kind === 'blank') return null;
  if (map.has(parsed.domain)) return 'has a domain that is in the file already';
  map.set(parsed.domain, parsed.patterns);
  return null;
}
