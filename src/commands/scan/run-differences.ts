import { shownText } from '../../model/text/shown-text.ts';
import type { RunLine } from '../../scan/journal/journal-line.ts';
import { longNameOf } from '../options/scan-options.ts';

type Value = RunLine['options'][string];

/** What is no option, or of an option another thing than its value: the digest of what a file says. */
const LABELS: Readonly<Record<string, string>> = {
  domains: 'the domains',
  stdin: 'the digest of the domains on stdin',
  exclude: 'the digest of the entries of --exclude',
};

function labelOf(key: string): string {
  return LABELS[key] ?? longNameOf(key);
}

/** The settings of a run that have to be the same where it is continued, by what the command line calls them. */
function settingsOf({ survey, options }: RunLine): Map<string, Value> {
  const { scanner, settings } = survey;
  return new Map<string, Value>([
    ['mxtls', scanner.mxtls],
    ['--depth', settings.depth],
    ['--port', settings.port],
    ['--passes', settings.passes],
    ['--ehlo', survey.ehlo],
    ['--vantage', survey.vantage],
    ['--resolver', survey.resolver],
    ['-4 and -6', survey.families],
    ['--roots', scanner.roots?.source ?? null],
    ['the trusted roots', scanner.roots?.sha256 ?? null],
    ...Object.entries(options).map(([key, value]): [string, Value] => [labelOf(key), value]),
  ]);
}

/**
 * How a run differs from the one that it is to continue, one line a difference: results of two kinds in one snapshot would
 * be compared with neither. How fast is asked makes no difference.
 */
export function runDifferences(journal: RunLine, now: RunLine): string[] {
  const [before, after] = [settingsOf(journal), settingsOf(now)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return [
    ...names.flatMap((name) => {
      const [one, other] = [shown(before.get(name)), shown(after.get(name))];
      return one === other ? [] : [`${name}: the journal has ${one}, this run ${other}`];
    }),
    ...listDifferences(journal.survey.lists, now.survey.lists),
  ];
}

type Lists = RunLine['survey']['lists'];

function listDifferences(before: Lists, after: Lists): string[] {
  const old = new Map(before.map((list) => [list.file, list]));
  const now = new Map(after.map((list) => [list.file, list]));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((file) => {
    const [one, other] = [old.get(file), now.get(file)];
    const name = shownText(file, 255);
    if (one === undefined) return [`${name}: is not a list of the journal`];
    if (other === undefined) return [`${name}: is a list of the journal, and not of this run`];
    return one.sha256 === other.sha256 ? [] : [`${name}: was changed since the journal was begun`];
  });
}

const MOST = 60;

function shown(value: Value | undefined): string {
  if (value === undefined || value === null) return 'none';
  return shownText(typeof value === 'object' ? value.join(' ') : String(value), MOST);
}
