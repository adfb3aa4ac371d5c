import { Argument, Option, type Command } from 'commander';
import { grMxRecords } from '../importers/gr-mx-records.ts';
import { problemText, type ListEntry, type Lists } from '../model/names/list.ts';
import type { MxMap } from '../model/names/mx-map.ts';
import { shownText } from '../model/text/shown-text.ts';
import type { Snapshot } from '../model/records/snapshot.ts';
import { errorCode } from '../model/system-error.ts';
import { readLists } from '../store/lists/lists.ts';
import { readMxMap } from '../store/lists/mx-map.ts';
import { saveImported, importTarget, type ImportTarget } from '../store/snapshots/save-imported.ts';
import { unmappedHosts, judgeImported, type ImportContext } from './import/judge-imported.ts';
import type { Output } from './terminal/output.ts';
import { printLine } from './terminal/print-line.ts';
import { readGrMx } from './import/read-gr-mx.ts';
import { gather } from './options/option-kinds.ts';
import { Stop } from './terminal/stop.ts';

/** How many hosts a warning names at most. */
const NAMED_HOSTS = 10;

interface Imported {
  file: string;
  body: Omit<Snapshot, 'format'>;
}

/** What the command line says of `import`. */
interface ImportFlags {
  mxMap?: string;
  list?: string[];
  results: string;
}

const EXAMPLES = `
Examples:
  mxtls import gr-mx --mx-map mx-map.txt --list domains/gr.txt old/results-2016*

A file is dated by its name, results-YYYYMMDD, and becomes results/YYYY-MM-DD.json. Nothing is written if one of the \
files is refused, or if another snapshot has the name already.
Exit status: 0 done; 2 wrong usage or bad input.`;

/** Describes `mxtls import` to the command-line parser. */
export function importCommand(command: Command, output: Output): void {
  command
    .addArgument(new Argument('<format>', 'which program made the results').choices(['gr-mx']))
    .argument('<file...>', 'result files')
    .option(
      '--mx-map <file>',
      "the MX hosts of each domain: lines as 'wind.gr: mailrelay*.wind.gr'",
    )
    .addOption(
      new Option(
        '--list <glob>',
        'take the providers and categories of the domains from these lists',
      ).argParser(gather),
    )
    .addOption(new Option('--results <dir>', 'the folder of snapshots').default('results'))
    .addHelpText('after', EXAMPLES)
    .action((_format: string, files: string[]) => importGrMx(files, command.opts(), output));
}

/**
 * Makes a snapshot of each result in the results folder. All files are read and judged before the first is written.
 * Throws a Stop with status 2, and writes nothing, if a file is refused or another snapshot has its name.
 */
export async function importGrMx(
  files: readonly string[],
  flags: ImportFlags,
  output: Output,
): Promise<void> {
  const context = await contextOf(flags, output);
  const imported = await readAll(files, context, flags.mxMap ?? null, output);
  const folder = flags.results;
  const targets = checkAll(folder, imported);
  for (const [index, { file, body }] of imported.entries()) {
    const target = targets[index];
    if (target?.kind !== 'same') await save(folder, body);
    printLine(summary(target, body, file), output);
  }
}

async function contextOf({ mxMap, list }: ImportFlags, output: Output): Promise<ImportContext> {
  const lists = await listsOf(list ?? []);
  for (const notice of lists.notices) output.warn(notice);
  for (const problem of lists.problems) output.warn(problemText(problem));
  const map = await mapOf(mxMap);
  if (mxMap === undefined) {
    output.warn(
      'without --mx-map the domains of these MX hosts are unknown: the snapshots have no domains',
    );
  }
  return {
    map,
    entries: await entriesOf(lists),
    lists: lists.lists.map(({ file, sha256, domains }) => ({ file, sha256, domains })),
    categories: lists.categories,
  };
}

async function listsOf(patterns: readonly string[]): Promise<Extract<Lists, { kind: 'lists' }>> {
  const lists = await readLists(patterns, process.cwd());
  if (lists.kind === 'no-list') throw new Stop(2, lists.message);
  return lists;
}

async function entriesOf({
  entries,
}: Extract<Lists, { kind: 'lists' }>): Promise<ImportContext['entries']> {
  const byDomain = new Map<string, ListEntry>();
  for await (const taken of entries()) {
    if (taken.kind === 'fault') throw new Stop(2, taken.message);
    byDomain.set(taken.entry.domain, taken.entry);
  }
  return byDomain;
}

async function mapOf(file: string | undefined): Promise<MxMap> {
  if (file === undefined) return new Map();
  const read = await readMxMap(file);
  if (read.kind === 'bad-mx-map') throw new Stop(2, read.messages.join('\n'));
  return read.map;
}

async function readAll(
  files: readonly string[],
  context: ImportContext,
  mxMap: string | null,
  output: Output,
): Promise<Imported[]> {
  const imported: Imported[] = [];
  const refusals: string[] = [];
  const byDate = new Map<string, string>();
  const unmapped = new Set<string>();
  for (const file of files) {
    const read = await readGrMx(file);
    if (read.kind === 'refused') {
      refusals.push(read.message);
      continue;
    }
    const before = byDate.get(read.date);
    if (before !== undefined) {
      refusals.push(`${shown(file)}: has the same date as ${shown(before)}, ${read.date}`);
      continue;
    }
    byDate.set(read.date, file);
    const records = grMxRecords(read.hosts);
    for (const host of unmappedHosts(records, context.map)) unmapped.add(host);
    imported.push({ file, body: judgeImported(records, read.date, context) });
  }
  if (refusals.length > 0) throw new Stop(2, [...refusals, 'nothing was imported'].join('\n'));
  if (mxMap !== null && unmapped.size > 0) output.warn(unmappedText([...unmapped], mxMap));
  return imported;
}

function unmappedText(hosts: readonly string[], mxMap: string): string {
  const more = hosts.length - NAMED_HOSTS;
  const named = hosts.slice(0, NAMED_HOSTS).join(', ') + (more > 0 ? ` and ${more} more` : '');
  return `${shown(mxMap)}: no pattern matches ${named}: these hosts are in the snapshots, but belong to no domain`;
}

function checkAll(folder: string, imported: readonly Imported[]): ImportTarget[] {
  try {
    const targets = imported.map(({ body }) => importTarget(folder, body));
    const others = targets.filter(({ kind }) => kind === 'other');
    if (others.length === 0) return targets;
    const lines = others.map(
      ({ file }) => `${shown(file)} is there already, and is another snapshot`,
    );
    throw new Stop(2, [...lines, 'nothing was imported'].join('\n'));
  } catch (error) {
    throw systemStop(error, folder);
  }
}

async function save(folder: string, body: Imported['body']): Promise<void> {
  try {
    const written = await saveImported(folder, body);
    if (written.kind === 'exists')
      throw new Stop(2, `${shown(written.file)} was just created by another process`);
  } catch (error) {
    throw systemStop(error, folder);
  }
}

/** A Stop for a system error; anything else is a bug or already a Stop and is returned as it is. */
function systemStop(error: unknown, folder: string): unknown {
  const code = errorCode(error);
  if (code === '') return error;
  return new Stop(2, `${shown(folder)}: a snapshot could not be written there (${code})`);
}

function summary(
  target: ImportTarget | undefined,
  { survey }: Imported['body'],
  from: string,
): string {
  const { endpoints, tls } = survey.counts;
  const hosts = endpoints === 1 ? '1 host' : `${endpoints} hosts`;
  const unchanged = target?.kind === 'same' ? 'unchanged, ' : '';
  return `${shown(target?.file ?? '')}: ${unchanged}${hosts}, ${tls} with TLS, from ${shown(from)}`;
}

function shown(file: string): string {
  return shownText(file, 255);
}
