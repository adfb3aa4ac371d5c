import {
  historyChapters,
  historyHeading,
  type HistoryEntry,
  type HistoryRequest,
} from './history-view.ts';
import { escapeMarkdown } from '../format/markdown-escape.ts';

/** Histories in Markdown, as GitHub shows it, piece by piece. Ends in a newline. */
export function* historyMarkdown(request: HistoryRequest): Generator<string> {
  const { title, notes } = historyHeading(request);
  yield `# ${escapeMarkdown(title)}\n\n${notes.map((note) => `- ${escapeMarkdown(note)}\n`).join('')}`;
  for (const { heading, entries } of historyChapters(request)) {
    if (heading !== null) yield `\n## ${escapeMarkdown(heading)}\n`;
    yield entries.map(entryText).join('');
  }
}

/** The strip is code: its marks are of one width there, and nothing in it is foreign text. */
function entryText({ depth, title, strip, lines }: HistoryEntry): string {
  const level = depth === 0 ? '###' : '####';
  const named = title === null ? [] : [`${level} ${escapeMarkdown(title)}`];
  const code = strip.map((line) => `    ${line}`);
  const items = lines.map((line) => `- ${escapeMarkdown(line)}`);
  const parts = [named, code, items].filter((part) => part.length > 0);
  return `\n${parts.map((part) => part.join('\n')).join('\n\n')}\n`;
}
