import { basename } from 'node:path';
import { Argument, type Command } from 'commander';
import { parseWord, placedText, PLACES, wordsOf } from '../model/records/word-places.ts';
import { readFolder } from '../store/snapshots/snapshot-folder.ts';
import { readPackageFile } from '../store/words/package-file.ts';
import { completeWords } from './complete-words.ts';
import type { Output } from './terminal/output.ts';
import { Stop } from './terminal/stop.ts';

/** The scripts of the shells, in the package. */
const SCRIPTS = {
  bash: 'completion/mxtls.bash',
  zsh: 'completion/_mxtls',
  fish: 'completion/mxtls.fish',
  powershell: 'completion/mxtls.ps1',
} as const;

type Shell = keyof typeof SCRIPTS;

const EXAMPLES = `
Examples:
  mxtls completion bash > ~/.local/share/bash-completion/completions/mxtls
  mxtls completion zsh > ~/.zfunc/_mxtls       with fpath+=~/.zfunc above compinit in ~/.zshrc
  mxtls completion fish > ~/.config/fish/completions/mxtls.fish
  mxtls completion powershell >> $PROFILE
  mxtls completion bash -- scan --de           what the script asks: the values for the last word`;

/** Describes `mxtls completion` to the command-line parser. */
export function completionCommand(command: Command, output: Output): void {
  command
    .addArgument(
      new Argument('<shell>', 'which shell the script is for').choices(Object.keys(SCRIPTS)),
    )
    .argument('[word...]', "after '--': the words so far, to complete the last one")
    .addHelpText('after', EXAMPLES)
    .action(async (shell: Shell, words: string[]) => {
      output.result(words.length === 0 ? script(shell) : await answer(command.parent, words));
    });
}

function script(shell: Shell): string {
  const read = readPackageFile(SCRIPTS[shell]);
  if (read.kind === 'unreadable') throw new Stop(2, read.message);
  return read.text;
}

/** The answer to a script: a line `VALUE<tab>GIST` for each value, and `:files` where a file can be named as well. */
async function answer(program: Command | null, words: readonly string[]): Promise<string> {
  if (program === null) return '';
  const { candidates, files } = await completeWords(program, words, {
    words: explainedWords,
    snapshots: snapshotNames,
  });
  const lines = candidates.map(({ value, gist }) => `${value}\t${gist}`);
  return [...lines, ...(files ? [':files'] : [])].map((line) => `${line}\n`).join('');
}

/** Each word as `explain` takes it: with its place where it has several, or where a place is being written. */
function explainedWords(start: string): string[] {
  const isPlaced = (word: string): boolean =>
    start.includes(':') || parseWord(word, PLACES).kind === 'ambiguous';
  return PLACES.flatMap((place) =>
    wordsOf(place).map((word) => (isPlaced(word) ? placedText({ place, word }) : word)),
  );
}

async function snapshotNames(folder: string): Promise<string[]> {
  const { entries } = await readFolder(folder);
  return entries.map(({ file }) => basename(file, '.json')).reverse();
}
