import { DEPTHS } from '../../model/records/words.ts';
import { ENDS_SOON_DAYS } from '../../report/format/dates.ts';
import type { Takes, ValueOf } from './option-kinds.ts';

/** An option of `scan`. Its long name is its key in kebab case. */
export interface ScanOption extends MoreOfOption {
  takes: Takes;
  help: string;
}

interface MoreOfOption {
  /** The letter of its short name. */
  short?: string;
  /** What holds where neither the command line nor a configuration file gives it. */
  default?: string | number | boolean | readonly string[];
  /** How the help gives the default, where it is not the text of `default`. */
  defaultText?: string;
  /** The key of an option that cannot be used with it. */
  conflicts?: string;
  /** The environment variable that gives it where the command line does not. */
  env?: string;
}

function option<const T extends Takes, const M extends MoreOfOption>(
  takes: T,
  help: string,
  more: M,
): { takes: T; help: string } & M {
  return { takes, help, ...more };
}

/** An option that can be given several times. */
function repeatable<const M extends MoreOfOption>(
  argument: string,
  what: string,
  help: string,
  more: M,
): { takes: { kind: 'texts'; argument: string; what: string }; help: string } & M {
  return option({ kind: 'texts', argument, what }, `${help}; can be repeated`, more);
}

function text(argument: string, what: string): { kind: 'text'; argument: string; what: string } {
  return { kind: 'text', argument, what };
}

type NumberTakes = Extract<Takes, { min: number }>;

function whole(min: number, max: number): NumberTakes {
  return { kind: 'whole', argument: 'number', min, max };
}

function seconds(min: number, max: number): NumberTakes {
  return { kind: 'seconds', argument: 'seconds', min, max };
}

function days(min: number, max: number): NumberTakes {
  return { kind: 'whole', argument: 'days', min, max };
}

const FLAG = { kind: 'flag' } as const;
const FILE = text('file', 'a file name');
const DEPTH = { kind: 'choice', argument: 'depth', choices: DEPTHS } as const;
const NOTIFY_FORMATS = ['json', 'chat'] as const;
const OFF = { default: false } as const;

/**
 * All options of `scan` by their key, which is their name in a configuration file and in the API. The command line, the
 * help, the configuration files and the defaults come from here. Times are in seconds.
 */
export const SCAN_OPTIONS = {
  list: repeatable('glob', 'file patterns', 'the domain lists to survey', {
    default: ['domains/**/*.{txt,csv}'],
  }),
  out: option(FILE, "write the snapshot to this file; '-' is stdout", { conflicts: 'save' }),
  save: option(FLAG, 'with domains: also write the snapshot to the results folder', {}),
  results: option(text('dir', 'a folder'), 'the folder of snapshots', { default: 'results' }),
  depth: option(DEPTH, 'how much to ask of each host', { default: 'standard' }),
  resolver: repeatable(
    'ip[:port]',
    'IP addresses, each with :PORT or without',
    'ask this DNS resolver',
    { defaultText: "the system's" },
  ),
  mx: repeatable(
    'host[@address]',
    'host names, each with @ADDRESS or without',
    'one domain: ask this host in place of those that the DNS names, to test it',
    { default: [], defaultText: '' },
  ),
  port: option(whole(1, 65_535), 'the SMTP port', { default: 25 }),
  ehlo: option(
    text('name', 'a host name'),
    'the name in EHLO: one of your own that resolves to this machine',
    {},
  ),
  vantage: option(
    { kind: 'text-or-texts', argument: 'name', what: 'a name' },
    'a name for the place of this machine, recorded in the snapshot; over lists with --queue it can be repeated: a snapshot from each',
    {},
  ),
  concurrency: option(whole(1, 1_000), 'connections at once in all', { default: 100 }),
  threads: option(whole(0, 64), 'processes that make the connections, beside the main one', {
    defaultText: 'by the number of connections',
  }),
  queue: option(
    text('url', 'the URL of a Redis server'),
    'have the connections made by mxtls worker, over this Redis server: redis[s]://[:PASSWORD@]HOST[:PORT]',
    // The command line of a process is shown to all users of its machine, the environment is not.
    { conflicts: 'threads', env: 'MXTLS_QUEUE' },
  ),
  perOperator: option(whole(1, 1_000), 'connections at once to the hosts of one operator', {
    default: 4,
  }),
  pause: option(seconds(0, 3_600), 'between two connections to one address', { default: 1 }),
  timeout: option(seconds(0.1, 3_600), 'for one whole connection', { default: 120 }),
  passes: option(whole(1, 10), 'how often to ask a host that deferred us or did not answer', {
    defaultText: 'lists 3, domains 1',
  }),
  passDelay: option(seconds(0, 86_400), 'between two passes', { default: 300 }),
  caFile: option(text('pem', 'a file name'), 'trust these roots as well', {}),
  roots: option(
    text('source', 'node, system or a file name'),
    "the trusted roots: 'node', 'system' or a PEM file",
    { default: 'node' },
  ),
  trustAd: option(
    FLAG,
    'trust the DNSSEC status (AD bit) that a resolver on another machine reports',
    OFF,
  ),
  dnsbl: repeatable('zone', 'zones of DNS lists', 'look up each MX address on this DNS list', {
    default: [],
    defaultText: '',
  }),
  tor: option(
    text('host:port', 'a host and a port'),
    'ask the onion MX hosts that are found over this SOCKS port of Tor; without it none is asked',
    {},
  ),
  exclude: option(FILE, 'never ask the domains, hosts and networks of this file', {}),
  allowPrivate: option(FLAG, 'also connect to private and special-purpose addresses', OFF),
  ipv4: option(FLAG, 'IPv4 only', { short: '4', conflicts: 'ipv6' }),
  ipv6: option(FLAG, 'IPv6 only', { short: '6' }),
  failOn: repeatable(
    'word',
    'words',
    'exit with status 1 if the snapshot has this word, as in level:none',
    { default: [], defaultText: '' },
  ),
  onlyChanges: option(
    FLAG,
    'over lists: print what changed, and nothing if nothing changed and no certificate ends soon',
    { default: false, conflicts: 'json' },
  ),
  notify: repeatable(
    'url',
    'URLs',
    'over lists: post the changes to this URL when the snapshot is written',
    { default: [], defaultText: '' },
  ),
  notifyFormat: option(
    { kind: 'choice', argument: 'format', choices: NOTIFY_FORMATS },
    'what is posted: all as JSON with a text for chat tools, or the text alone for those that refuse more',
    { default: 'json' },
  ),
  endsWithin: option(days(0, 3_650), 'before its end a certificate is reported', {
    default: ENDS_SOON_DAYS,
  }),
  resume: option(
    FLAG,
    'continue the newest survey that was interrupted, without asking again what is known',
    OFF,
  ),
  keepJournal: option(FLAG, 'keep the journal of the survey beside its snapshot', OFF),
  dryRun: option(FLAG, 'print what would be asked of which host, and ask no mail server', OFF),
  noProgress: option(FLAG, 'show no progress line', OFF),
  stream: option(FLAG, 'print each answer when it is ready, as in a terminal', OFF),
  transcript: option(FLAG, 'print the SMTP dialogue with each host', OFF),
  json: option(FLAG, 'print the snapshot instead of the text', OFF),
} satisfies Record<string, ScanOption>;

type Table = typeof SCAN_OPTIONS;

/** Options of `scan` as the command line, a configuration file or a program gives them; the others are absent. */
export type ScanOptions = { -readonly [Key in keyof Table]?: ValueOf<Table[Key]['takes']> };

/** The options that have a default; times are in seconds. */
export type ScanDefaults = {
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
) as ScanDefaults;

/** The long name of an option on the command line: `--per-operator` for `perOperator`. */
export function longNameOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The option as the command line has it, with its argument: `-4, --ipv4` or `--list <glob>`. */
export function usageOf(key: string, { short, takes }: ScanOption): string {
  const long = longNameOf(key);
  const names = short === undefined ? long : `-${short}, ${long}`;
  return takes.kind === 'flag' ? names : `${names} <${takes.argument}>`;
}

/** The line of the help about an option. */
export function helpOf(row: ScanOption): string {
  const standard = row.takes.kind === 'flag' ? undefined : row.default?.toString();
  const text = row.defaultText ?? standard ?? '';
  return text === '' ? row.help : `${row.help} (default: ${text})`;
}
