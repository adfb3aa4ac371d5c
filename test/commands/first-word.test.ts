import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withCommand } from '../../src/commands/first-word.ts';
import { Stop } from '../../src/commands/terminal/stop.ts';
import { tempFolder } from '../temp-folder.ts';

describe('a command line whose first word is no command', () => {
  it.each([
    { args: ['wind.gr'], runs: ['scan', 'wind.gr'] },
    { args: ['Wind.GR', '--json'], runs: ['scan', 'Wind.GR', '--json'] },
    { args: ['wind.gr', 'ote.gr'], runs: ['scan', 'wind.gr', 'ote.gr'] },
    { args: ['βουλή.gr'], runs: ['scan', 'βουλή.gr'] },
    { args: ['scna'], runs: ['scna'] },
    { args: ['gr'], runs: ['gr'] },
  ])('$args runs $runs', ({ args, runs }) => {
    expect(withCommand(args)).toEqual(runs);
  });

  it.each([
    { word: 'a.example', offers: "'mxtls scan a.example' asks" },
    { word: 'reprot.json', offers: "'mxtls scan reprot.json' asks" },
    { word: 'me@wind.gr', offers: "'mxtls scan wind.gr' asks" },
    { word: 'https://wind.gr/mail', offers: "'mxtls scan wind.gr' asks" },
    { word: 'com.gr', offers: "'mxtls scan com.gr' asks" },
  ])('$word: $offers, and nobody is asked', ({ word, offers }) => {
    expect(() => withCommand([word])).toThrow(Stop);
    expect(() => withCommand([word])).toThrow(`unknown command '${word}'; ${offers}`);
  });

  it('and a file has its name: it is not asked', () => {
    const file = join(tempFolder(), 'list.gr');
    writeFileSync(file, '');
    expect(() => withCommand([file])).toThrow('which is a file');
  });
});
