import { createHash } from 'node:crypto';

/** Lower-case ASCII letters and digits, with single dots and hyphens between them. */
const PLAIN = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/;
const PLAIN_CHARACTERS = 80;

/** What the first part of a file name may not be on Windows, whatever follows the dot; and the page of a folder. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d|index)(?:\.|$)/;

/** How a name ends that was made of another one. */
const DIGEST_CHARACTERS = 8;
const MADE = new RegExp(`(?:^|-)[0-9a-f]{${DIGEST_CHARACTERS}}$`);

/** The readable part of a name that was made, in code points: with 4 bytes each it fits a file name of 255 bytes. */
const READABLE = 40;

/**
 * The part of an address that stands for a name, the same for ever: a function of the name alone. A plain name stands for
 * itself: `wind.gr`. Any other is its letters and digits, in lower case, and the start of the SHA-256 of it as a JSON string, so
 * that names which differ in case, in signs or in form of Unicode differ on every file system: `ote-cosmote-5b1c4a90`.
 * @param shown the name for people, of which the readable part is made: of a domain its U-label.
 */
export function slugOf(name: string, shown = name): string {
  if (isItsOwn(name)) return name;
  const digest = createHash('sha256')
    .update(JSON.stringify(name))
    .digest('hex')
    .slice(0, DIGEST_CHARACTERS);
  const readable = readablePart(shown);
  return readable === '' ? digest : `${readable}-${digest}`;
}

function isItsOwn(name: string): boolean {
  return (
    name.length <= PLAIN_CHARACTERS &&
    PLAIN.test(name) &&
    !RESERVED.test(name) &&
    // What looks like a slug that was made of another name could be that one.
    !MADE.test(name)
  );
}

const OTHERS = /[^\p{L}\p{N}\p{M}]+|\p{Default_Ignorable_Code_Point}+/gu;

function readablePart(shown: string): string {
  const letters = shown.normalize('NFKC').toLowerCase().replace(OTHERS, '-');
  const kept = Array.from(letters.replace(/^[-\p{M}]+/u, '').replace(/-+/g, '-')).slice(
    0,
    READABLE,
  );
  return kept.join('').normalize('NFC').replace(/-$/, '');
}
