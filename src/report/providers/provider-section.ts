import { escapeShort } from '../format/terminal-escape.ts';
import { domainTitle } from '../answer/verdict.ts';

const NAME_CHARACTERS = 80;

/** A provider of a list by its name; a domain that stands for itself with its U-label. Safe for a terminal. */
export function providerTitle(name: string, listed: boolean): string {
  return listed ? escapeShort(name, NAME_CHARACTERS) : domainTitle(name);
}
