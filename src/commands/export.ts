import { Argument, InvalidArgumentError, Option, type Command } from 'commander';
import { chooseBasis, type Basis } from '../compare/export/choose-basis.ts';
import { domainDemands, type ReadingRules } from '../compare/export/domain-demands.ts';
import { isSameSeries, type SnapshotEntry } from '../model/records/baseline.ts';
import { errorCode } from '../model/system-error.ts';
import { shownText } from '../model/text/shown-text.ts';
import { eximPolicy } from '../report/export/exim.ts';
import { exportJson } from '../report/export/export-json.ts';
import type { ExportView } from '../report/export/export-view.ts';
import { exportSummary, leftOutLines } from '../report/export/left-out-words.ts';
import { noBasisText } from '../report/export/no-basis-words.ts';
import { postfixTlsPolicy, postfixTransport } from '../report/export/postfix.ts';
import type { OpenSnapshot } from '../store/snapshots/open-snapshot.ts';
import { writeMaps, type MapFile } from '../store/maps/write-maps.ts';
import { assertNotEmpty, assertSound, entriesOf, openChosen } from './snapshots/choose-snapshot.ts';
import { keepHeapSmall } from './snapshots/small-heap.ts';
import type { Output } from './terminal/output.ts';
import { Stop } from './terminal/stop.ts';

type Make = (view: ExportView) => Iterable<string>;

/** The files of each target, by name; the first is what standard output gets. */
const TARGETS = {
  postfix: { tls_policy: postfixTlsPolicy, transport: postfixTransport },
  exim: { tls_policy: eximPolicy },
  json: { 'export.json': exportJson },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Make>>>>;
type Target = keyof typeof TARGETS;
const MAPS = Object.keys(TARGETS.postfix);
const TARGET_NAMES = Object.keys(TARGETS) as Target[];

/** What the command line says of `export`. */
interface Flags {
  format?: Target;
  results: string;
  vantage?: string | undefined;
  surveys: number;
  minDays: number;
  maxAge: number;
  out?: string;
  map?: string;
  ipv4?: boolean;
  includeDane?: boolean;
  includeMtaSts?: boolean;
  explain?: true;
}

const EXAMPLES = `
Examples:
  mxtls export postfix --out /etc/postfix/mxtls && postmap /etc/postfix/mxtls/tls_policy
  mxtls export postfix                    the TLS policy map on standard output
  mxtls export postfix --map transport    the transport map, for onion services
  mxtls export exim                       the same for Exim, with the lines of its configuration
  mxtls export json | jq -r '.entries[] | select(.demand == "secure") | .domain'
  mxtls export --explain > /dev/null      which domains are left out, and why

A domain gets an entry only if every survey saw every address of every MX host of it with STARTTLS: 'secure' where every \
certificate was valid for its host as well, else 'encrypt'. The last good surveys of the newest one's lists, vantage and \
depth count. docs/export.md says how to use the files, and what happens when they expire.
Exit status: 0 done; 2 wrong usage or bad input; 3 the surveys are too old, too few or too close together to rely on.`;

/** Describes `mxtls export` to the command-line parser. */
export function exportCommand(command: Command, output: Output): void {
  command
    .addArgument(new Argument('[target]', 'what to write (default: postfix)').choices(TARGET_NAMES))
    .addOption(new Option('--format <target>', 'the same as an option').choices(TARGET_NAMES))
    .addOption(new Option('--results <dir>', 'the folder of snapshots').default('results'))
    .option('--vantage <name>', 'surveys of this vantage point alone')
    .option('--out <dir>', 'write the files there, over those of before')
    .addOption(new Option('--map <name>', 'which file on standard output').choices(MAPS))
    .addOption(daysOption('--surveys <number>', 'how many surveys at least', 4, 2))
    .addOption(daysOption('--min-days <days>', 'from the oldest to the newest at least', 21, 1))
    .addOption(daysOption('--max-age <days>', 'how old the newest may be', 14, 1))
    .option('-4, --ipv4', 'the mail server delivers over IPv4 alone: leave IPv6 addresses aside')
    .option('--include-dane', "write 'dane-only' for domains where DANE matched in every survey")
    .option('--include-mta-sts', 'write entries for domains with an MTA-STS policy too')
    .option('--explain', 'name each domain that is left out, on standard error')
    .addHelpText('after', EXAMPLES)
    .action((target: Target | undefined) => exportMaps(target, command.opts(), output));
}

function daysOption(flags: string, text: string, usual: number, least: number): Option {
  return new Option(flags, text).default(usual).argParser((value: string) => {
    const number = /^\d{1,4}$/.test(value) ? Number(value) : NaN;
    if (number >= least) return number;
    throw new InvalidArgumentError(`It takes a whole number from ${least} to 9999.`);
  });
}

/**
 * Writes what surveys support that a mail server demands. Throws a Stop with status 2 for files that cannot be read or
 * written, and with status 3 where the surveys cannot be relied on.
 */
async function exportMaps(target: Target | undefined, flags: Flags, output: Output): Promise<void> {
  keepHeapSmall();
  const chosen = targetOf(target, flags.format);
  assertMap(chosen, flags);
  const now = new Date();
  const { results } = flags;
  const entries = await entriesOf(results, output);
  assertNotEmpty({ results, entries });
  const basis = chooseBasis(entries, flags, now.getTime());
  if (basis.kind !== 'basis') {
    throw new Stop(3, `${shownText(results, 255)}: ${noBasisText(basis, flags)}`);
  }
  warnOfDegraded(entries, basis, output);
  const view = viewOf(basis, flags, now);
  const files = Object.entries<Make>(TARGETS[chosen]).map(([name, make]) => ({
    name,
    pieces: make(view),
  }));
  if (flags.out !== undefined) await writeTo(flags.out, files, now);
  else await output.results(printed(files, flags).pieces);
  tell(view, flags, output);
}

/** Throws a Stop with status 2 for a map that the target does not have, and where all of them are written. */
function assertMap(target: Target, { map, out }: Flags): void {
  if (map === undefined) return;
  if (out !== undefined) throw new Stop(2, '--out writes all files: leave --map out');
  const names = Object.keys(TARGETS[target]);
  if (!names.includes(map)) {
    throw new Stop(2, `export ${target} has no ${map}: it has ${names.join(' and ')}`);
  }
}

/** The file that standard output gets: that which is named, or else the first. */
function printed(files: readonly MapFile[], { map }: Flags): MapFile {
  const file = files.find(({ name }) => map === undefined || name === map);
  if (file === undefined) throw new Error('a target without files');
  return file;
}

function targetOf(argument: Target | undefined, option: Target | undefined): Target {
  if (argument !== undefined && option !== undefined && argument !== option) {
    throw new Stop(2, `export ${argument} and --format ${option} are two targets: give one`);
  }
  return argument ?? option ?? 'postfix';
}

/** Says that the newest survey does not count, where it is degraded. */
function warnOfDegraded(entries: readonly SnapshotEntry[], basis: Basis, output: Output): void {
  const used = basis.entries.at(-1);
  if (used === undefined) return;
  const newer = entries.filter(
    ({ survey }) =>
      survey.startedAt > used.survey.startedAt &&
      survey.degraded.length > 0 &&
      isSameSeries(survey, used.survey),
  );
  for (const { file } of newer) {
    output.warn(`${shownText(file, 255)} is degraded, and is left aside`);
  }
}

function viewOf(
  { entries, holdsUntil }: Basis,
  { ipv4 = false, includeDane = false, includeMtaSts = false, maxAge, minDays }: Flags,
  now: Date,
): ExportView {
  const madeAt = instantOf(now.getTime());
  const domains = readDomains(entries, { includeDane, includeMtaSts, madeAt, ipv4Only: ipv4 });
  const surveys = entries.map(({ survey }) => survey);
  const days = maxAge + minDays;
  return { surveys, holdsUntil: instantOf(holdsUntil), days, ipv4Only: ipv4, domains };
}

function instantOf(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** Reads the surveys side by side. All records have been read when it returns: a fault is found before anything is written. */
function readDomains(
  entries: readonly SnapshotEntry[],
  rules: ReadingRules,
): ExportView['domains'] {
  const opened: OpenSnapshot[] = [];
  try {
    for (const entry of entries) opened.push(openChosen(entry));
    const domains = [...domainDemands(opened, rules)];
    opened.forEach(assertSound);
    return domains;
  } finally {
    for (const each of opened) each.close();
  }
}

async function writeTo(folder: string, files: readonly MapFile[], now: Date): Promise<void> {
  try {
    await writeMaps(folder, files, now.getTime());
  } catch (error) {
    const code = errorCode(error);
    if (code === '') throw error;
    throw new Stop(
      2,
      `${shownText(folder, 255)}: cannot be written (${code}), and is as before: name another folder with --out`,
    );
  }
}

/** What was written, and what was left out: a result where the files are elsewhere, else beside the result. */
function tell(view: ExportView, { out, explain }: Flags, output: Output): void {
  const [first = '', ...reasons] = exportSummary(view);
  if (out === undefined) output.warn(first);
  else output.result(`${shownText(out, 255)}: ${first}\n`);
  for (const line of explain === true ? leftOutLines(view) : reasons) output.warn(line);
}
