import { describe, expect, it } from 'vitest';
import { exactLines } from '../../../src/store/snapshots/exact-lines.ts';

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) {
    yield await Promise.resolve(bytes.subarray(at, at + size));
  }
}

async function linesOf(bytes: Buffer, size: number, maxBytes?: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of exactLines(chunksOf(bytes, size), maxBytes)) {
    lines.push(line.kind === 'line' ? line.text : `FAULT ${line.message}`);
  }
  return lines;
}

describe.each([1, 2, 3, 5, 1000])('lines from chunks of %d bytes', (size) => {
  it.each<[string | Buffer, string[]]>([
    ['', []],
    ['a\n', ['a']],
    ['a\nbb\nccc\n', ['a', 'bb', 'ccc']],
    ['\n\n', ['', '']],
    ['a\r\n', ['a\r']],
    ['\ufeffa\n', ['\ufeffa']],
    ['a\u2028b\rc\n', ['a\u2028b\rc']],
    ['ω😀\n', ['ω😀']],
    ['a\nb', ['a', 'FAULT the line has no end: the file is cut off']],
    [Buffer.from([0x61, 0x0a, 0xff, 0x0a, 0x61, 0x0a]), ['a', 'FAULT the line is not UTF-8']],
    [Buffer.from([0xc3, 0x0a, 0xa9, 0x0a]), ['FAULT the line is not UTF-8']],
  ])('%j', async (text, lines) => {
    expect(await linesOf(Buffer.from(text as string), size)).toEqual(lines);
  });

  it('end at one that would fill the memory', async () => {
    const bytes = Buffer.from(`short\n${'x'.repeat(5000)}\nmore\n`);
    const lines = await linesOf(bytes, size, 2000);
    const cut = ['short', 'FAULT the line is longer than 2000 bytes'];
    // A chunk that has the whole line in it has it in memory already.
    expect(lines).toEqual(cut);
  });
});

it('holds no more than the longest line: endless bytes end', async () => {
  let made = 0;
  async function* endless(): AsyncGenerator<Buffer> {
    for (;;) {
      made += 65_536;
      yield await Promise.resolve(Buffer.alloc(65_536, 0x20));
    }
  }
  const found = [];
  for await (const line of exactLines(endless())) found.push(line.kind);
  expect(found).toEqual(['fault']);
  expect(made).toBeLessThan(65 * 1024 * 1024);
});
