import type { Item } from '../document/document.ts';
import type { Link } from '../document/link.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';
import { NOTE_NAMES } from '../words/note-words.ts';
import type { Place } from '../../model/records/word-places.ts';

/** A link to the page of a word: `problem-expired`. */
export function wordLink(place: Place, word: string): Link {
  return { kind: 'word', page: `${place}-${word}` };
}

/** An item with a name of our own, and what is said of it. */
export function namedItem(name: string, text: string, below: Item[] = []): Item {
  return { name, text, below };
}

/** Notes, each with its page; a word that is none of ours is shown as it is. */
export function noteItems(notes: readonly string[]): Item[] {
  return notes.map((note): Item => {
    const known = NOTE_NAMES.get(note);
    return known === undefined
      ? namedItem('note', escapeTerminal(note))
      : { ...namedItem('note', known), link: wordLink('note', note) };
  });
}
