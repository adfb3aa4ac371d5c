import { describe, expect, it } from 'vitest';
import { trustProblems } from '../../../src/judge/endpoint/trust.ts';
import { PROBLEMS } from '../../../src/model/records/words.ts';

describe('trustProblems', () => {
  it('leaves out weak keys and signatures alone, which lower no level', () => {
    const trusted = new Set(trustProblems(PROBLEMS));
    expect(PROBLEMS.filter((problem) => !trusted.has(problem))).toEqual([
      'weak-key',
      'weak-signature',
    ]);
  });
});
