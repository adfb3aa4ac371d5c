import { escapeTerminal } from './terminal-escape.ts';

/** What has a meaning inside a line of Markdown, GitHub's tables, strikes and formulas and Liquid of its pages included, or begins HTML. */
const SPECIAL = /[\\|<>&*_[\]#~`${]/g;

/** What makes a list, a heading or a rule of the beginning of a line: `- `, `1. `, `===`. */
const OPENING = /^(\s*)(?:([+\-=])|(\d{1,9})([.)]))/;

/** What GitHub makes a link of by itself. */
const LINK = /(?<=https?|ftp):(?=\/\/)|(?<=\bwww)\.|(?<=\b(?:mailto|xmpp)):/gi;

/**
 * Escapes text for a line of Markdown, or a cell of a table, so that a reader sees it unchanged: no link, no image, no HTML
 * and no markup. Characters that are not printable become `\xNN`. It may be used on foreign text alone or on whole
 * sentences, as our own sentences have no markup.
 */
export function escapeMarkdown(text: string): string {
  return escapeTerminal(text)
    .replace(SPECIAL, '\\$&')
    .replace(LINK, '\\$&')
    .replace(OPENING, (_, space: string, sign?: string, digits?: string, point?: string) =>
      sign === undefined ? `${space}${digits ?? ''}\\${point ?? ''}` : `${space}\\${sign}`,
    );
}
