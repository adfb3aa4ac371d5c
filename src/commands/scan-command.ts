import { Command, InvalidArgumentError, Option } from 'commander';
import { DEPTHS } from '../model/records/words.ts';

/** Gives a parser of whole numbers from `min` to `max`. */
function whole(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It takes a whole number from ${min} to ${max}.`);
  };
}

/** Gives a parser of seconds, fractions allowed, from `min` to `max`. */
function seconds(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,6}(\.\d{1,3})?$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It takes seconds from ${min} to ${max}.`);
  };
}

/** Gathers the values of an option that can be given several times. */
export function gather(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}

const OPTIONS = [
  new Option('--list <glob>', "survey these lists, instead of 'domains/**/*.{txt,csv}'").argParser(
    gather,
  ),
  new Option('--out <file>', "write the snapshot to this file; '-' is stdout").conflicts('save'),
  new Option('--save', 'with domains: write the snapshot to the results folder as well'),
  new Option('--results <dir>', 'the folder of snapshots (default: results)'),
  new Option('--depth <depth>', 'how much to ask of each host (default: standard)').choices(DEPTHS),
  new Option('--resolver <ip[:port]>', "ask this DNS resolver, instead of the system's").argParser(
    gather,
  ),
  new Option('--port <number>', 'the SMTP port (default: 25)').argParser(whole(1, 65_535)),
  new Option(
    '--ehlo <name>',
    'the name said in EHLO: one of your own, that resolves to this machine',
  ),
  new Option('--vantage <name>', 'a name for where the survey is made from, kept in the snapshot'),
  new Option('--concurrency <number>', 'connections at once in all (default: 100)').argParser(
    whole(1, 1_000),
  ),
  new Option(
    '--per-operator <number>',
    'connections at once to the hosts of one operator (default: 4)',
  ).argParser(whole(1, 1_000)),
  new Option('--pause <seconds>', 'between two connections to one address (default: 1)').argParser(
    seconds(0, 3_600),
  ),
  new Option('--timeout <seconds>', 'for one whole connection (default: 120)').argParser(
    seconds(0.1, 3_600),
  ),
  new Option(
    '--passes <number>',
    'how often to ask what was put off (default: lists 3, domains 1)',
  ).argParser(whole(1, 10)),
  new Option('--pass-delay <seconds>', 'between two passes (default: 300)').argParser(
    seconds(0, 86_400),
  ),
  new Option('--ca-file <pem>', 'trust these roots as well'),
  new Option(
    '--roots <source>',
    "the trusted roots: 'node', 'system' or a PEM file (default: node)",
  ),
  new Option(
    '--trust-ad',
    'believe the DNSSEC status (AD bit) that a resolver on another machine gives',
  ),
  new Option('--exclude <file>', 'leave the domains, hosts and networks of this file alone'),
  new Option('--allow-private', 'connect to private and special-purpose addresses too'),
  new Option('-4, --ipv4', 'IPv4 only').conflicts('ipv6'),
  new Option('-6, --ipv6', 'IPv6 only'),
  new Option(
    '--fail-on <word>',
    'exit with status 1 if the word is found, as in level:none',
  ).argParser(gather),
  new Option('--dry-run', 'print what would be asked of whom, and connect to no mail server'),
  new Option('--no-progress', 'no progress line'),
  new Option('--transcript', 'print the SMTP dialogue with each host'),
  new Option('--json', 'print the snapshot instead of the text'),
];

const EXAMPLES = `
Examples:
  mxtls scan wind.gr                      how does mail to wind.gr travel?
  mxtls scan wind.gr --transcript         ... with each word that was exchanged
  cut -d, -f2 top.csv | mxtls scan - --json > top.json
  mxtls scan --ehlo scan.example.org      the weekly survey of domains/, kept in results/
  mxtls scan --ehlo scan.example.org --list 'domains/gr.txt' --dry-run

Options can stand in mxtls.config.json in the working folder too, as in { "ehlo": "scan.example.org" }.
Exit status: 0 done; 1 a --fail-on word was found; 2 wrong usage or bad input; 3 the survey cannot be trusted.`;

/** Describes `mxtls scan` to the command-line parser. */
export function scanCommand(
  run: (domains: string[], flags: Record<string, unknown>) => Promise<void>,
): Command {
  const command = new Command('scan')
    .description('ask the mail hosts of domains, or of domain lists, how they encrypt')
    .argument('[domain...]', "domains to ask; '-' reads them from stdin; none surveys the lists")
    .addHelpText('after', EXAMPLES)
    .action((domains: string[]) => run(domains, command.opts()));
  for (const option of OPTIONS) command.addOption(option);
  return command;
}
