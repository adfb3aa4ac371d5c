import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { foreignLines, type ForeignLine } from '../../../src/store/lists/foreign-lines.ts';
import { tempFolder } from '../../temp-folder.ts';

async function linesOf(content: string, maxLine: number, maxBytes?: number) {
  const file = join(tempFolder(), 'foreign');
  writeFileSync(file, content);
  const lines: ForeignLine[] = [];
  for await (const line of foreignLines(file, maxLine, maxBytes)) lines.push(line);
  return lines;
}

describe('foreignLines', () => {
  it.each([
    { content: '', lines: [] },
    { content: 'a\r\nb', lines: ['1 a', '2 b'] },
    { content: '\n\n', lines: ['1 ', '2 '] },
    { content: 'abcdefghijk\nl', lines: ['1 abcdefgh cut', '2 l'] },
  ])('cuts $content', async ({ content, lines }) => {
    const read = await linesOf(content, 8);
    const shown = read.map((line) =>
      line.kind === 'line' ? `${line.number} ${line.text}${line.cut ? ' cut' : ''}` : line.kind,
    );
    expect(shown).toEqual(lines);
  });

  it('ends where a file is too long to be one', async () => {
    expect(await linesOf('a\nb\n', 8, 4)).toHaveLength(2);
    expect(await linesOf('a\n'.repeat(100_000), 8, 1_000)).toEqual([
      { kind: 'too-long', bytes: 1_000 },
    ]);
  });

  it('rejects as the system does', async () => {
    await expect(foreignLines(join(tempFolder(), 'none'), 8).next()).rejects.toThrow('ENOENT');
  });
});
