import { DEPTHS } from '../../model/records/words.ts';
import type { Takes, ValueOf } from './option-kinds.ts';

/** An option of `scan`. Its long name is its key in kebab case. */
export interface ScanOption {
  /** The letter of its short name. */
  short?: string;
  /** The name of its argument in the help; an option without one is a flag. */
  argument?: string;
  takes: Takes;
  help: string;
  /** What holds where neither the command line nor a configuration file gives it. */
  default?: string | number | boolean | readonly string[];
  /** How the help gives the default, where it is not the text of `default`. */
  defaultText?: string;
  /** The key of an option that cannot be used with it. */
  conflicts?: string;
}

const FLAG = { kind: 'flag' } as const;
const FILE = { kind: 'text', what: 'a file name' } as const;

/**
 * All options of `scan` by their key, which is their name in a configuration file and in the API. The command line, the
 * help, the configuration files and the defaults come from here. Times are in seconds.
 */
export const SCAN_OPTIONS = {
  list: {
    argument: 'glob',
    takes: { kind: 'texts', what: 'file patterns' },
    help: 'the domain lists to survey; can be repeated',
    default: ['domains/**/*.{txt,csv}'],
  },
  out: {
    argument: 'file',
    takes: FILE,
    help: "write the snapshot to this file; '-' is stdout",
    conflicts: 'save',
  },
  save: { takes: FLAG, help: 'with domains: also write the snapshot to the results folder' },
  results: {
    argument: 'dir',
    takes: { kind: 'text', what: 'a folder' },
    help: 'the folder of snapshots',
    default: 'results',
  },
  depth: {
    argument: 'depth',
    takes: { kind: 'choice', choices: DEPTHS },
    help: 'how much to ask of each host',
    default: 'standard',
  },
  resolver: {
    argument: 'ip[:port]',
    takes: { kind: 'texts', what: 'IP addresses, each with :PORT or without' },
    help: 'ask this DNS resolver; can be repeated',
    defaultText: "the system's",
  },
  port: {
    argument: 'number',
    takes: { kind: 'whole', min: 1, max: 65_535 },
    help: 'the SMTP port',
    default: 25,
  },
  ehlo: {
    argument: 'name',
    takes: { kind: 'text', what: 'a host name' },
    help: 'the name in EHLO: one of your own that resolves to this machine',
  },
  vantage: {
    argument: 'name',
    takes: { kind: 'text', what: 'a name' },
    help: 'a name for the place of this machine, recorded in the snapshot',
  },
  concurrency: {
    argument: 'number',
    takes: { kind: 'whole', min: 1, max: 1_000 },
    help: 'connections at once in all',
    default: 100,
  },
  perOperator: {
    argument: 'number',
    takes: { kind: 'whole', min: 1, max: 1_000 },
    help: 'connections at once to the hosts of one operator',
    default: 4,
  },
  pause: {
    argument: 'seconds',
    takes: { kind: 'seconds', min: 0, max: 3_600 },
    help: 'between two connections to one address',
    default: 1,
  },
  timeout: {
    argument: 'seconds',
    takes: { kind: 'seconds', min: 0.1, max: 3_600 },
    help: 'for one whole connection',
    default: 120,
  },
  passes: {
    argument: 'number',
    takes: { kind: 'whole', min: 1, max: 10 },
    help: 'how often to ask a host that deferred us or did not answer',
    defaultText: 'lists 3, domains 1',
  },
  passDelay: {
    argument: 'seconds',
    takes: { kind: 'seconds', min: 0, max: 86_400 },
    help: 'between two passes',
    default: 300,
  },
  caFile: { argument: 'pem', takes: FILE, help: 'trust these roots as well' },
  roots: {
    argument: 'source',
    takes: { kind: 'text', what: 'node, system or a file name' },
    help: "the trusted roots: 'node', 'system' or a PEM file",
    default: 'node',
  },
  trustAd: {
    takes: FLAG,
    help: 'trust the DNSSEC status (AD bit) that a resolver on another machine reports',
    default: false,
  },
  exclude: {
    argument: 'file',
    takes: FILE,
    help: 'never ask the domains, hosts and networks of this file',
  },
  allowPrivate: {
    takes: FLAG,
    help: 'also connect to private and special-purpose addresses',
    default: false,
  },
  ipv4: { short: '4', takes: FLAG, help: 'IPv4 only', conflicts: 'ipv6' },
  ipv6: { short: '6', takes: FLAG, help: 'IPv6 only' },
  failOn: {
    argument: 'word',
    takes: { kind: 'texts', what: 'words' },
    help: 'exit with status 1 if the snapshot has this word, as in level:none; can be repeated',
    default: [],
    defaultText: '',
  },
  dryRun: {
    takes: FLAG,
    help: 'print what would be asked of which host, and connect to no mail server',
    default: false,
  },
  noProgress: { takes: FLAG, help: 'show no progress line', default: false },
  transcript: { takes: FLAG, help: 'print the SMTP dialogue with each host', default: false },
  json: { takes: FLAG, help: 'print the snapshot instead of the text', default: false },
} as const satisfies Record<string, ScanOption>;

type Table = typeof SCAN_OPTIONS;

/** Options of `scan` as the command line, a configuration file or a program gives them; the others are absent. */
export type ScanOptions = { -readonly [Key in keyof Table]?: ValueOf<Table[Key]['takes']> };

type WithDefault = {
  [Key in keyof Table as Table[Key] extends { default: unknown } ? Key : never]: ValueOf<
    Table[Key]['takes']
  >;
};

/** All options in the order of the help. */
export const SCAN_OPTION_ROWS = Object.entries<ScanOption>(SCAN_OPTIONS);

/** What holds where nothing is given; times are in seconds. */
export const SCAN_DEFAULTS = Object.fromEntries(
  SCAN_OPTION_ROWS.filter(([, row]) => row.default !== undefined).map(([key, row]) => [
    key,
    row.default,
  ]),
) as WithDefault;

/** The option as the command line has it, with its argument: `-4, --ipv4` or `--list <glob>`. */
export function usageOf(key: string, { short, argument }: ScanOption): string {
  const long = `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const names = short === undefined ? long : `-${short}, ${long}`;
  return argument === undefined ? names : `${names} <${argument}>`;
}

/** The line of the help about an option. */
export function helpOf(row: ScanOption): string {
  const isFlag = row.takes.kind === 'flag';
  const text =
    row.defaultText ?? (isFlag || row.default === undefined ? '' : row.default.toString());
  return text === '' ? row.help : `${row.help} (default: ${text})`;
}
