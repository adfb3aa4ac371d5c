import { closeSync, openSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { fileLines } from '../../../src/store/lists/file-lines.ts';
import { tempFolder } from '../../temp-folder.ts';

function opened(content: string | Buffer, length?: number): number {
  const file = join(tempFolder(), 'lines');
  writeFileSync(file, content);
  if (length !== undefined) truncateSync(file, length);
  const fd = openSync(file, 'r');
  onTestFinished(() => {
    closeSync(fd);
  });
  return fd;
}

function linesOf(fd: number, from?: number, to?: number): string[] {
  return Array.from(fileLines(fd, from, to), (line) =>
    line.kind === 'line' ? line.bytes.toString('latin1') : `FAULT ${line.message}`,
  );
}

it.each<[string, string[]]>([
  ['', []],
  ['a\n', ['a']],
  ['a\nbb\nccc\n', ['a', 'bb', 'ccc']],
  ['\n\n', ['', '']],
  ['a\r\n', ['a\r']],
  ['\u00ef\u00bb\u00bfa\n', ['\u00ef\u00bb\u00bfa']],
  ['b\rc\n', ['b\rc']],
  ['\u00ff\n', ['\u00ff']],
  ['a\nb', ['a', 'FAULT the line has no end: the file is cut off']],
])('lines of %j', (text, lines) => {
  expect(linesOf(opened(Buffer.from(text, 'latin1')))).toEqual(lines);
});

it('are whole wherever the chunks of a large file are cut, with where each starts', () => {
  const texts = Array.from({ length: 900 }, (_, index) => String(index).repeat(index));
  texts.splice(500, 0, 'x'.repeat(1_000_000));
  const text = `${texts.join('\n')}\n`;
  const fd = opened(text);
  expect(linesOf(fd)).toEqual(texts);
  for (const line of fileLines(fd)) {
    if (line.kind === 'fault') throw new Error(line.message);
    const { start, bytes } = line;
    expect(text.startsWith(bytes.toString(), start)).toBe(true);
    expect(text[start + bytes.length]).toBe('\n');
  }
});

it('are those between two offsets', () => {
  expect(linesOf(opened('a\nbb\nccc\n'), 2, 5)).toEqual(['bb']);
});

it('end at one that would fill the memory', () => {
  const megabytes = 1024 * 1024;
  expect(linesOf(opened('short\n', 200 * megabytes))).toEqual([
    'short',
    `FAULT the line is longer than ${64 * megabytes} bytes`,
  ]);
});
