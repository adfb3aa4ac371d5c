import { expect, it } from 'vitest';
import { nextCommands } from '../../../src/commands/scan/describe-survey.ts';

it.each([
  {
    destination: { kind: 'results' },
    results: 'results',
    commands: ['mxtls report', 'mxtls diff', 'mxtls history NAME'],
  },
  {
    destination: { kind: 'results' },
    results: 'my surveys',
    commands: [
      "mxtls report --results 'my surveys'",
      "mxtls diff --results 'my surveys'",
      "mxtls history NAME --results 'my surveys'",
    ],
  },
  {
    destination: { kind: 'file', file: "it's.json" },
    results: 'results',
    commands: [
      String.raw`mxtls report 'it'\''s.json'`,
      String.raw`mxtls diff latest 'it'\''s.json'`,
      'mxtls history NAME',
    ],
  },
] as const)('names the commands that print more of a survey: $commands', (each) => {
  const { report, diff, history } = nextCommands(each);
  expect([report, diff, history]).toEqual(each.commands);
});
