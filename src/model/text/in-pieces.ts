/**
 * The same text in fewer pieces: each costs a call of the system where it is written.
 * @param size in characters: a piece is as long at least, but for the last one.
 */
export function* inPieces(parts: Iterable<string>, size: number): Generator<string, void> {
  let piece = '';
  for (const part of parts) {
    piece += part;
    if (piece.length < size) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}
