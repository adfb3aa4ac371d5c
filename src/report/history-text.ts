import {
  historyChapters,
  historyHeading,
  type HistoryEntry,
  type HistoryRequest,
} from './history-view.ts';
import { wrap } from './layout.ts';
import type { Palette } from './palette.ts';

/** How far an entry stands in. */
const INDENTS = { category: 0, provider: 0, domain: 2, host: 4 } as const satisfies Record<
  HistoryEntry['kind'],
  number
>;

/** Histories for a terminal or a mail, piece by piece. Ends in a newline. */
export function* historyText(request: HistoryRequest, palette: Palette): Generator<string> {
  const { title, notes } = historyHeading(request);
  yield `${[palette.strong(title), ...notes.flatMap((note) => wrap(note, '', 2)).map(palette.faint)].join('\n')}\n`;
  for (const { heading, entries } of historyChapters(request)) {
    const above = heading === null ? [] : [palette.strong(heading), '='.repeat(heading.length)];
    const base = Math.min(...entries.map(({ kind }) => INDENTS[kind]));
    const lines = entries.flatMap((entry) =>
      entryLines(entry, INDENTS[entry.kind] - base, palette),
    );
    yield `\n${[...above, ...lines].join('\n')}\n`;
  }
}

function entryLines(
  { title, strip, lines }: HistoryEntry,
  indent: number,
  palette: Palette,
): string[] {
  const space = ' '.repeat(indent);
  return [
    ...wrap(palette.strong(title), space, indent + 2),
    ...strip.map((line) => `${space}  ${palette.faint(line)}`),
    ...lines.flatMap((line) => wrap(line, `${space}  `, indent + 4)),
  ];
}
