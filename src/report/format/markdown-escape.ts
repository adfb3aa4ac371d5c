import { escapeTerminal } from './terminal-escape.ts';

/** What has a meaning inside a line of Markdown, GitHub's tables, strikes and formulas and Liquid of its pages included, or begins HTML. */
const SPECIAL = /[\\|<>&*_[\]#~`${]/g;

/** What makes a list, a heading or a rule of the beginning of a line: `- `, `1. `, `===`. */
const OPENING = /^(\s*)(?:([+\-=])|(\d{1,9})([.)]))/;

/** What GitHub makes a link of by itself. */
const LINK = /(?<=https?|ftp):(?=\/\/)|(?<=\bwww)\.|(?<=\b(?:mailto|xmpp)):/gi;

/**
 * Makes text fit for a place within a line of Markdown, a cell of a table too, so that a reader sees it as it is: it makes
 * no link, no image, no HTML and no markup. What is not printable is seen as `\xNN`. It works on foreign text alone and on
 * whole sentences with foreign text in them, as nothing in our own words is markup either.
 */
export function escapeMarkdown(text: string): string {
  return escapeTerminal(text)
    .replace(SPECIAL, '\\$&')
    .replace(LINK, '\\$&')
    .replace(OPENING, (_, space: string, sign?: string, digits?: string, point?: string) =>
      sign === undefined ? `${space}${digits ?? ''}\\${point ?? ''}` : `${space}\\${sign}`,
    );
}
