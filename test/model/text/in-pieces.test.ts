import { describe, expect, it } from 'vitest';
import { inPieces } from '../../../src/model/text/in-pieces.ts';

describe('inPieces', () => {
  it.each<[string[], string[]]>([
    [[], []],
    [['', ''], []],
    [['a'], ['a']],
    [
      ['a', 'b', 'c', 'd', 'e'],
      ['abc', 'de'],
    ],
    [
      ['ab', 'cdef', '', 'g'],
      ['abcdef', 'g'],
    ],
    [['abc'], ['abc']],
  ])('of %j', (parts, pieces) => {
    expect([...inPieces(parts, 3)]).toEqual(pieces);
  });
});
