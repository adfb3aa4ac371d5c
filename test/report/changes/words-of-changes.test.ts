import { expect, it } from 'vitest';
import { compareSnapshots } from '../../../src/compare/changes/compare-snapshots.ts';
import type { Effect } from '../../../src/model/output/change-kinds.ts';
import { wordsOfChanges } from '../../../src/report/changes/words-of-changes.ts';
import { PLANTED } from '../../compare/changes/planted-cases.ts';
import { sourceFor } from '../../compare/worlds.ts';

it.each<{ name: string; only: Effect | null; words: string[] }>([
  {
    name: 'STARTTLS on, with version and certificate',
    only: null,
    words: ['level-none', 'level-authenticated', 'outcome-plaintext'],
  },
  { name: 'STARTTLS on, with version and certificate', only: 'regression', words: [] },
  {
    name: 'a self-signed certificate that is replaced by a valid one',
    only: null,
    words: ['level-authenticated', 'level-encrypted', 'problem-self-signed'],
  },
])('the words that explain $name, $only alone', ({ name, only, words }) => {
  const planted = PLANTED.find((each) => each.name === name);
  const comparison = compareSnapshots(
    sourceFor('2026-11-16', planted?.before ?? { hosts: {} }),
    sourceFor('2026-11-23', planted?.after ?? { hosts: {} }),
  );
  expect(wordsOfChanges(comparison, only)).toEqual(words);
});
