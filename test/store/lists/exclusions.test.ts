import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readExclusions } from '../../../src/store/lists/exclusions.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mxtls-exclusions-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('readExclusions', () => {
  it('reads names, addresses and blocks', async () => {
    const text =
      '\ufeff# asked on 2026-11-01\r\nwind.gr\r\n\r\n192.0.2.0/24 # all of it\r\n2001:db8::1';
    await writeFile(join(folder, 'no.txt'), text);
    const read = await readExclusions('no.txt', folder);
    if (read.kind !== 'exclusions') throw new Error(read.messages.join('\n'));
    expect(read.exclusions.size).toBe(3);
    expect(read.exclusions.excludesDomain('wind.gr')).toBe(true);
    expect(read.exclusions.excludesHost('mx.wind.gr')).toBe(true);
    expect(read.exclusions.excludesAddress('192.0.2.200')).toBe(true);
    expect(read.exclusions.excludesAddress('2001:db8:0::1')).toBe(true);
    expect(read.exclusions.excludesAddress('2001:db8::2')).toBe(false);
  });

  it('reads UTF-16 with its byte order mark, and says what it cannot read', async () => {
    await writeFile(join(folder, 'no.txt'), Buffer.from('\ufeffwind.gr\r\n', 'utf16le'));
    await writeFile(join(folder, 'no.csv'), Buffer.from('wind.gr\r\n', 'utf16le'));
    expect(await readExclusions('no.txt', folder)).toMatchObject({ exclusions: { size: 1 } });
    expect(await readExclusions('no.csv', folder)).toEqual({
      kind: 'bad-exclusions',
      messages: ['no.csv: is in UTF-16 without a byte order mark: save it as UTF-8'],
    });
  });

  it('reads a file of comments alone as no exclusions', async () => {
    await writeFile(join(folder, 'no.txt'), '# nobody yet\n');
    expect(await readExclusions('no.txt', folder)).toMatchObject({ exclusions: { size: 0 } });
  });

  it('is bad as a whole where one line is bad', async () => {
    const long = 'x'.repeat(2000);
    await writeFile(join(folder, 'no.txt'), `wind.gr\nwind,gr\n${long}\n192.0.2.1/24\n`);
    expect(await readExclusions('no.txt', folder)).toEqual({
      kind: 'bad-exclusions',
      messages: [
        'no.txt:2: "wind,gr" has ",", which no domain name has',
        `no.txt:3: "${'x'.repeat(80)}..." is a line of more than 1024 bytes`,
        'no.txt:4: "192.0.2.1/24" has bits set beyond its prefix: the block is 192.0.2.0/24',
      ],
    });
  });

  it('keeps twenty messages', async () => {
    await writeFile(join(folder, 'no.txt'), 'a_b\n'.repeat(100));
    const read = await readExclusions(join(folder, 'no.txt'), '/');
    expect(read).toMatchObject({ kind: 'bad-exclusions' });
    expect(read.kind === 'bad-exclusions' && read.messages.length).toBe(20);
  });

  it.each([
    ['none.txt', 'none.txt: does not exist'],
    ['.', '.: is a directory, not a file'],
  ])('%s is bad', async (file, message) => {
    expect(await readExclusions(file, folder)).toEqual({
      kind: 'bad-exclusions',
      messages: [message],
    });
  });
});
