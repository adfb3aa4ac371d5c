import { expect, it } from 'vitest';
import type { CommandLine } from '../../../src/commands/options/scan-config.ts';
import { scanCall } from '../../../src/commands/scan/scan-call.ts';

it.each<[string, CommandLine, string]>([
  ['nothing', {}, 'mxtls scan a.gr b.gr'],
  ['a number and a flag', { port: 2525, json: true }, 'mxtls scan --port 2525 --json a.gr b.gr'],
  ['a flag that is off', { json: false, progress: true }, 'mxtls scan a.gr b.gr'],
  ['no progress', { progress: false }, 'mxtls scan --no-progress a.gr b.gr'],
  [
    'a repeated option',
    { failOn: ['level:none', 'expired'] },
    'mxtls scan --fail-on level:none --fail-on expired a.gr b.gr',
  ],
  ['lists, which give way to the domains', { list: ['x/*.txt'] }, 'mxtls scan a.gr b.gr'],
  [
    'what a shell would take apart',
    { vantage: "Nikos' place", caFile: '$HOME/ca.pem' },
    "mxtls scan --vantage 'Nikos'\\'' place' --ca-file '$HOME/ca.pem' a.gr b.gr",
  ],
  ['IPv6', { resolver: ['[::1]:53'] }, "mxtls scan --resolver '[::1]:53' a.gr b.gr"],
])('a command line with %s', (_, given, expected) => {
  expect(scanCall(given, ['a.gr', 'b.gr'])).toBe(expected);
});
