import { createGrMxParser, type GrMxHost } from '../../importers/gr-mx-parser.ts';
import { grMxDate } from '../../importers/gr-mx-records.ts';
import { placeText } from '../../model/names/list.ts';
import { shownText } from '../../model/text/shown-text.ts';
import { foreignLines } from '../../store/lists/foreign-lines.ts';
import { readErrorText } from '../../store/lists/read-error.ts';

/** Longer than the names of any certificate. */
const MAX_LINE = 64 * 1024;

/** A result, or why it was refused: one line with the file and, where there is one, the line number. */
export type ReadGrMx =
  | { kind: 'result'; file: string; date: string; hosts: GrMxHost[] }
  | { kind: 'refused'; message: string };

/** Reads a result of the gr-mx script. Its date comes from its name. */
export async function readGrMx(file: string): Promise<ReadGrMx> {
  const shown = shownText(file, 255);
  const date = grMxDate(file);
  if (date === null) {
    const message = `${shown}: its date is unknown: the name is not results-YYYYMMDD with a valid date`;
    return { kind: 'refused', message };
  }
  const parser = createGrMxParser();
  let last = 1;
  const refused = (reason: string): ReadGrMx => ({
    kind: 'refused',
    message: `${placeText(file, last)}: ${reason}`,
  });
  try {
    for await (const line of foreignLines(file, MAX_LINE)) {
      if (line.kind === 'too-long') return refused(`the file goes on after ${line.bytes} bytes`);
      last = line.number;
      const reason = line.cut
        ? `the line is longer than ${MAX_LINE} bytes`
        : parser.feed(line.text);
      if (reason !== null) return refused(reason);
    }
  } catch (error) {
    return { kind: 'refused', message: `${shown}: ${readErrorText(error)}` };
  }
  const result = parser.end();
  if (result.kind === 'refused') return refused(result.reason);
  return { kind: 'result', file, date, hosts: result.hosts };
}
