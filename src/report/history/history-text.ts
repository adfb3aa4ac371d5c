import {
  historyChapters,
  historyHeading,
  type HistoryEntry,
  type HistoryRequest,
} from './history-view.ts';
import { wrap } from '../format/layout.ts';
import type { Palette } from '../format/palette.ts';

/** Histories for a terminal or a mail, piece by piece. Ends in a newline. */
export function* historyText(request: HistoryRequest, palette: Palette): Generator<string> {
  const { title, notes } = historyHeading(request);
  yield `${[palette.strong(title), ...notes.flatMap((note) => wrap(note, '', 2)).map(palette.faint)].join('\n')}\n`;
  for (const { heading, entries } of historyChapters(request)) {
    const above = heading === null ? [] : [palette.strong(heading), '='.repeat(heading.length)];
    const lines = entries.flatMap((entry) => entryLines(entry, palette));
    yield `\n${[...above, ...lines].join('\n')}\n`;
  }
}

function entryLines({ depth, title, strip, lines }: HistoryEntry, palette: Palette): string[] {
  const space = '  '.repeat(depth);
  return [
    ...(title === null ? [] : wrap(palette.strong(title), space, space.length + 2)),
    ...strip.map((line) => `${space}  ${palette.faint(line)}`),
    ...lines.flatMap((line) => wrap(line, `${space}  `, space.length + 4)),
  ];
}
