import { describe, expect, it } from 'vitest';
import { documentHtml } from '../../../src/report/html/document-html.ts';
import { ALL, ALONE } from './all-blocks.ts';

describe('a page of HTML', () => {
  it('has every kind of block, the words that it links to, and a table of contents', async () => {
    await expect([...documentHtml(ALL, ALONE)].join('')).toMatchFileSnapshot('expected/all.html');
  });
});
