/**
 * The word that was probably meant: the same but for case and punctuation, or two edits away at
 * the most, and no more than half of its letters. Null if there is none.
 */
export function nearestWord(given: string, words: readonly string[]): string | null {
  const letters = plain(given.slice(0, 40));
  let nearest: string | null = null;
  let least = Infinity;
  for (const word of words) {
    const distance = editDistance(letters, plain(word));
    if (distance > 2 || distance * 2 > word.length || distance >= least) continue;
    nearest = word;
    least = distance;
  }
  return nearest;
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[^a-z0-9]/gu, '');
}

/** Levenshtein's distance: how many letters to put in, take out or replace. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const replaced = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
