import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeMaps } from '../../../src/store/maps/write-maps.ts';
import { tempFolder } from '../../temp-folder.ts';

describe('the files of an export', () => {
  it('are written over those of before', async () => {
    const folder = join(tempFolder(), 'new', 'maps');
    await writeMaps(folder, [{ name: 'a', pieces: ['old'] }], 0);
    await writeMaps(folder, [{ name: 'a', pieces: ['n', 'ew'] }], 0);
    expect(readdirSync(folder)).toEqual(['a']);
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('new');
  });

  it('stay as they were where one of them cannot be made', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'a'), 'old');
    function* broken(): Generator<string> {
      yield 'half';
      throw new Error('no more');
    }
    const files = [
      { name: 'a', pieces: ['new'] },
      { name: 'b', pieces: broken() },
    ];
    await expect(writeMaps(folder, files, 0)).rejects.toThrow('no more');
    expect(readdirSync(folder)).toEqual(['a']);
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('old');
  });

  it('leave nothing hidden where a name is taken by a folder', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'a', 'x'), { recursive: true });
    await expect(writeMaps(folder, [{ name: 'a', pieces: ['new'] }], 0)).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(['a']);
  });
});
