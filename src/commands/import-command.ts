import { Argument, Command, Option } from 'commander';
import { gather } from './scan-command.ts';

/** What the command line says of `import`. */
export interface ImportFlags {
  mxMap?: string;
  list?: string[];
  results?: string;
}

const OPTIONS = [
  new Option(
    '--mx-map <file>',
    "which MX hosts served which domain: lines as 'wind.gr: mailrelay*.wind.gr'",
  ),
  new Option(
    '--list <glob>',
    'take the providers and categories of the domains from these lists',
  ).argParser(gather),
  new Option('--results <dir>', 'the folder of snapshots (default: results)'),
];

const EXAMPLES = `
Examples:
  mxtls import gr-mx --mx-map mx-map.txt --list domains/gr.txt old/results-2016*

A file is dated by its name, results-YYYYMMDD, and becomes results/YYYY-MM-DD.json. Nothing is written if one of the
files is refused, or if another snapshot has the name already.
Exit status: 0 done; 2 wrong usage or bad input.`;

/** Describes `mxtls import` to the command-line parser. */
export function importCommand(
  run: (files: string[], flags: ImportFlags) => Promise<void>,
): Command {
  const command = new Command('import')
    .description('make snapshots of the results of another program')
    .addArgument(new Argument('<format>', 'what made the results').choices(['gr-mx']))
    .argument('<file...>', 'result files')
    .addHelpText('after', EXAMPLES)
    .action((_format: string, files: string[]) => run(files, command.opts()));
  for (const option of OPTIONS) command.addOption(option);
  return command;
}
