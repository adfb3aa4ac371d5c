import type { Argument, Command, Option } from 'commander';

/** A word that a shell can complete to, and what it is. */
interface Candidate {
  value: string;
  gist: string;
}

/** What may stand in the place of a word; `files`: names of files too. */
export interface Completion {
  candidates: Candidate[];
  files: boolean;
}

/** Values that the definitions of commands do not list. */
export interface CompletionSources {
  /** The words of the format that may begin so, as `explain` takes them. */
  words: (start: string) => readonly string[];
  /** The names of the snapshots in a folder, the newest first. */
  snapshots: (folder: string) => Promise<readonly string[]>;
}

/** What the argument of an option or of a command is, by its name in the help. Others are for people to think of. */
const KINDS: Readonly<Record<string, 'files' | 'words' | 'snapshots'>> = {
  file: 'files',
  dir: 'files',
  glob: 'files',
  pem: 'files',
  source: 'files',
  word: 'words',
  snapshot: 'snapshots',
  old: 'snapshots',
  new: 'snapshots',
};

/**
 * Completes the last of the words after the name of the program, by the definitions of its commands.
 * @param program with the options and arguments of the command that the words name.
 */
export async function completeWords(
  program: Command,
  words: readonly string[],
  sources: CompletionSources,
): Promise<Completion> {
  const before = words.slice(0, -1);
  const current = (words.at(-1) ?? '').trim(); // PowerShell loses an empty word, and sends a blank
  const at = before.findIndex((word) => !word.startsWith('-'));
  const name = before[at];
  if (name === undefined || name === 'help') return completeCommand(program, current);
  const command = program.commands.find((each) => each.name() === name);
  if (command === undefined) return NOTHING;
  return completeIn({ command, before: before.slice(at + 1), sources }, current);
}

const NOTHING: Completion = { candidates: [], files: false };

function completeCommand(program: Command, current: string): Completion {
  const commands = program.createHelp().visibleCommands(program);
  const named = commands.map((each) => ({ value: each.name(), gist: each.description() }));
  return matching(current.startsWith('-') ? optionsOf(program) : named, current);
}

/** The command that is being written, its words so far, and where values come from. */
interface Place {
  command: Command;
  before: readonly string[];
  sources: CompletionSources;
}

async function completeIn(place: Place, current: string): Promise<Completion> {
  const { command, before } = place;
  const { open, positional, onlyArguments } = readWords(command, before);
  if (open !== null) return completeValue(place, open, current);
  if (current.startsWith('-') && !onlyArguments) return completeOption(place, current);
  const argument = command.registeredArguments[positional] ?? lastVariadic(command);
  const found = argument === undefined ? NOTHING : await completeValue(place, argument, current);
  const isEmpty = found.candidates.length === 0 && !found.files && current === '';
  return isEmpty ? matching(optionsOf(command), current) : found;
}

/** Completes `--opt`, and the value in `--option=val`. */
async function completeOption(place: Place, current: string): Promise<Completion> {
  const [, long = '', value = ''] = /^(--[^=]+)=(.*)$/.exec(current) ?? [];
  const option = optionNamed(place.command, long);
  if (option === undefined) return matching(optionsOf(place.command), current);
  const { candidates, files } = await completeValue(place, option, value);
  const whole = candidates.map((each) => ({ ...each, value: `${long}=${each.value}` }));
  return { candidates: whole, files };
}

/** How far the words of a command have come: the option that waits for its value, and the number of arguments. */
function readWords(
  command: Command,
  words: readonly string[],
): { open: Option | null; positional: number; onlyArguments: boolean } {
  let open: Option | null = null;
  let positional = 0;
  let onlyArguments = false;
  for (const word of words) {
    if (open !== null) open = null;
    else if (word === '--' && !onlyArguments) onlyArguments = true;
    else if (onlyArguments || !/^-./.test(word)) positional += 1;
    else open = valueOption(optionNamed(command, word));
  }
  return { open, positional, onlyArguments };
}

function valueOption(option: Option | undefined): Option | null {
  return option?.required === true ? option : null;
}

function optionNamed(command: Command, name: string): Option | undefined {
  return command.options.find(({ long, short }) => name !== '' && [long, short].includes(name));
}

function lastVariadic(command: Command): Argument | undefined {
  const last = command.registeredArguments.at(-1);
  return last?.variadic === true ? last : undefined;
}

function optionsOf(command: Command): Candidate[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map(({ long, short, description }) => ({ value: long ?? short ?? '', gist: description }));
}

async function completeValue(
  { before, sources }: Place,
  of: Option | Argument,
  current: string,
): Promise<Completion> {
  const values = of.argChoices;
  if (values !== undefined) return matching(values.map(ungisted), current);
  const name = 'flags' in of ? (/<([^>.]+)/.exec(of.flags)?.[1] ?? '') : of.name();
  const kind = KINDS[name];
  if (kind === 'words') return matching(sources.words(current).map(ungisted), current);
  if (kind === 'files') return { candidates: [], files: true };
  if (kind !== 'snapshots') return NOTHING;
  const names = ['latest', 'previous', ...(await sources.snapshots(resultsIn(before)))];
  return { ...matching(names.map(ungisted), current), files: true };
}

/** The folder of snapshots that the words name. */
function resultsIn(words: readonly string[]): string {
  const named = words.findLast(
    (word, at) => words[at - 1] === '--results' || /^--results=/.test(word),
  );
  return named?.replace(/^--results=/, '') ?? 'results';
}

function ungisted(value: string): Candidate {
  return { value, gist: '' };
}

function matching(candidates: readonly Candidate[], start: string): Completion {
  return { candidates: candidates.filter(({ value }) => value.startsWith(start)), files: false };
}
