import { Command, Option } from 'commander';
import { DOCUMENT_FORMAT_NAMES } from '../report/format/formats.ts';

const REPORT_FORMATS = [...DOCUMENT_FORMAT_NAMES, 'csv', 'json'] as const;

/** What the command line says of `report`. */
export interface ReportFlags {
  results: string;
  format: (typeof REPORT_FORMATS)[number];
}

const EXAMPLES = `
Examples:
  mxtls report                                     the latest survey, to read
  mxtls report 2016-01-23 --format markdown > 2016-01-23.md
  mxtls report --format csv | cut -d, -f4,6        the level of each domain
  mxtls report --format json | jq '.standings'

A snapshot is a file, a date as in 2016-01-23, 'latest' or 'previous'. What changed is told against the survey before it
that asked the same.
Exit status: 0 done; 2 wrong usage or bad input.`;

/** Describes `mxtls report` to the command-line parser. */
export function reportCommand(
  run: (snapshot: string, flags: ReportFlags) => Promise<void>,
): Command {
  const command = new Command('report')
    .description('tell what a survey found: by provider, in all, what ends soon, what changed')
    .argument('[snapshot]', 'which survey', 'latest')
    .addOption(new Option('--results <dir>', 'the folder of snapshots').default('results'))
    .addOption(new Option('--format <format>').choices(REPORT_FORMATS).default('text'))
    .addHelpText('after', EXAMPLES)
    .action((snapshot: string) => run(snapshot, command.opts<ReportFlags>()));
  return command;
}
