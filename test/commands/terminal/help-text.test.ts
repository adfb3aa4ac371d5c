import { describe, expect, it } from 'vitest';
import { helpText } from '../../../src/commands/terminal/help-text.ts';

describe('help on a narrow screen', () => {
  it.each([
    {
      name: 'an option and its explanation',
      text: '  --ehlo <name>     the name in EHLO: one of your own',
      shown: ['  --ehlo <name>', '      the name in EHLO: one of your own'],
    },
    {
      name: 'a sentence',
      text: 'A snapshot is a file, or a date as in 2016-01-23.',
      shown: ['A snapshot is a file, or a date as in', '  2016-01-23.'],
    },
    {
      name: 'what fits',
      text: 'Examples:\n  mxtls scan wind.gr',
      shown: ['Examples:', '  mxtls scan wind.gr'],
    },
  ])('$name', ({ text, shown }) => {
    expect(helpText(text, 40).split('\n')).toEqual(shown);
  });
});
