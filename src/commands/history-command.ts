import { Command, Option } from 'commander';
import { DOCUMENT_FORMAT_NAMES } from '../report/format/formats.ts';

const HISTORY_FORMATS = [...DOCUMENT_FORMAT_NAMES, 'csv', 'json'] as const;

/** What the command line says of `history`. */
export interface HistoryFlags {
  results: string;
  format: (typeof HISTORY_FORMATS)[number];
}

const EXAMPLES = `
Examples:
  mxtls history forthnet.gr                        since when does it speak TLS?
  mxtls history mail5.dt-one.com "Radical Providers"
  mxtls history --format markdown > history.md     all providers, their domains and MX hosts

A name is a domain, an MX host, or a provider or category as the lists have it. All snapshots of the folder are read but
those that cannot be trusted (degraded).
Exit status: 0 done; 2 wrong usage or bad input.`;

/** Describes `mxtls history` to the command-line parser. */
export function historyCommand(
  run: (names: string[], flags: HistoryFlags) => Promise<void>,
): Command {
  const command = new Command('history')
    .description('tell what surveys showed over time, and since when')
    .argument('[name...]', 'domains, MX hosts, providers, categories; none for everything')
    .addOption(new Option('--results <dir>', 'the folder of snapshots').default('results'))
    .addOption(new Option('--format <format>').choices(HISTORY_FORMATS).default('text'))
    .addHelpText('after', EXAMPLES)
    .action((names: string[]) => run(names, command.opts<HistoryFlags>()));
  return command;
}
