import { Command, Option } from 'commander';
import { DOCUMENT_FORMAT_NAMES } from '../report/format/formats.ts';

const DIFF_FORMATS = [...DOCUMENT_FORMAT_NAMES, 'json'] as const;

/** What the flags of `diff` say. */
export interface DiffFlags {
  results: string;
  format: (typeof DIFF_FORMATS)[number];
  only?: 'regressions';
  exitCode?: boolean;
  force?: boolean;
}

const OPTIONS = [
  new Option('--results <dir>', 'the folder of snapshots').default('results'),
  new Option('--format <format>', 'how to print it').choices(DIFF_FORMATS).default('text'),
  new Option('--only <what>', 'tell of these alone').choices(['regressions']),
  new Option(
    '--exit-code',
    'exit with status 1 if there are changes (with --only: if there are such)',
  ),
  new Option('--force', 'compare a snapshot that is marked degraded all the same'),
];

const EXAMPLES = `
A snapshot is a file, a date as in 2016-01-23 (the last good survey of that day), 'latest' or 'previous'.
Examples:
  mxtls diff                              the newest survey against the one before it
  mxtls diff 2016-01-23                   the newest survey against that of a day
  mxtls diff 2016-01-23 2016-03-26        two days
  mxtls diff --only regressions --exit-code   what got worse, for a script

What could not be told in one of the surveys is no change, nor is what the scanner alone explains.
Exit status: 0 done; 1 with --exit-code: there are changes; 2 wrong usage or bad input; 3 a snapshot is degraded.`;

/** Describes `mxtls diff` to the command-line parser. */
export function diffCommand(
  run: (names: { older?: string; newer?: string }, flags: DiffFlags) => Promise<void>,
): Command {
  const command = new Command('diff')
    .description('tell what changed between two snapshots')
    .argument('[old]', "the older snapshot (default: the one before the newer: 'previous')")
    .argument('[new]', "the newer snapshot (default: 'latest')")
    .addHelpText('after', EXAMPLES)
    .action((older: string | undefined, newer: string | undefined) =>
      run(
        { ...(older === undefined ? {} : { older }), ...(newer === undefined ? {} : { newer }) },
        command.opts<DiffFlags>(),
      ),
    );
  for (const option of OPTIONS) command.addOption(option);
  return command;
}
