import { expect, it } from 'vitest';
import { categoryBlocks } from '../../../src/report/words/category-blocks.ts';

it('prints 200 providers of a category, and says how many more there are', () => {
  const providers = Array.from({ length: 203 }, (_, index) => `P${index}`);
  const [list] = categoryBlocks([{ name: null, providers }], (title) => ({
    title,
    sentences: ['One', 'two'],
  }));
  const items = list?.kind === 'list' ? list.items : [];
  expect(items).toHaveLength(201);
  expect(items[199]).toEqual({ name: 'P199', text: 'One. two.', below: [] });
  expect(items[200]?.text).toBe('and 3 more, all in the JSON form');
});

it('leaves out what has no sentences, and a category where nothing is left', () => {
  const categories = [
    { name: 'A', providers: ['silent'] },
    { name: 'B', providers: ['silent', 'loud'] },
  ];
  const blocks = categoryBlocks(categories, (title) => ({
    title,
    sentences: title === 'loud' ? ['Yes'] : [],
  }));
  expect(blocks).toEqual([
    { kind: 'heading', text: 'B' },
    { kind: 'list', items: [{ name: 'loud', text: 'Yes.', below: [] }] },
  ]);
});
