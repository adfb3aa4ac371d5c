import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { completionCommand } from '../../src/commands/completion.ts';
import { diffCommand } from '../../src/commands/diff.ts';
import { checkCommand } from '../../src/commands/check.ts';
import { exportCommand } from '../../src/commands/export.ts';
import { workerCommand } from '../../src/commands/worker.ts';
import { doctorCommand } from '../../src/commands/doctor.ts';
import { explainCommand } from '../../src/commands/explain.ts';
import { historyCommand } from '../../src/commands/history.ts';
import { importCommand } from '../../src/commands/import.ts';
import { reportCommand } from '../../src/commands/report.ts';
import { scanCommand } from '../../src/commands/scan.ts';
import { Interrupts } from '../../src/commands/terminal/interrupts.ts';
import { openOutput } from '../../src/commands/terminal/output.ts';
import { siteCommand } from '../../src/commands/site/site.ts';
import { verifyCommand } from '../../src/commands/verify.ts';
import { buildProgram, run } from '../program.ts';
import { helpOf, manPage, optionFlags, type HelpText } from './man-page.ts';

const PROJECT = join(import.meta.dirname, '../..');
const PAGE = join(PROJECT, 'man/mxtls.1');

const COMMANDS = {
  scan: scanCommand,
  import: importCommand,
  report: reportCommand,
  diff: diffCommand,
  history: historyCommand,
  site: siteCommand,
  verify: verifyCommand,
  explain: explainCommand,
  doctor: doctorCommand,
  check: checkCommand,
  export: exportCommand,
  worker: workerCommand,
  completion: completionCommand,
};

const output = openOutput();
const interrupts = new Interrupts(() => undefined);
let help = '';
beforeAll(async () => {
  help = (await run(buildProgram(), ['--help'], { cwd: PROJECT })).stdout;
});

/** The commands by name, as the program describes them; their summaries are in its help. */
function commandsOf(program: Command): Command[] {
  return Object.entries(COMMANDS).map(([name, describeCommand]) => {
    const command = program.command(name).description(summaryOf(name));
    describeCommand(command, output, interrupts);
    return command;
  });
}

/** The text of an entry of the program's help, over several lines. */
function summaryOf(name: string): string {
  const entry = new RegExp(`^  ${name}\\b[^ ]*(?: \\S+)*? {2,}(.*(?:\\n {10,}.*)*)`, 'm');
  return (entry.exec(help)?.[1] ?? '').replace(/\s+/g, ' ').trim();
}

/** The program's help, its lines joined as they were before they were wrapped. */
function programHelp(): HelpText {
  const unwrapped = help.replace(/\n {8,}(?=\S)/g, ' ');
  const summary = /\n\n(.*?)\n\n/s.exec(unwrapped)?.[1]?.replaceAll('\n', ' ') ?? '';
  return { name: 'mxtls', summary, help: unwrapped };
}

describe('man/mxtls.1', () => {
  it('has all commands of the program', () => {
    const named = [...help.matchAll(/^ {2}([a-z]+)\b(?= \[| <| {2})/gm)].map(([, name]) => name);
    expect(new Set(named)).toEqual(new Set([...Object.keys(COMMANDS), 'help']));
  });

  it('is the help of the program and of its commands', async () => {
    const commands = commandsOf(new Command('mxtls')).map(helpOf);
    const page = manPage(programHelp(), commands, packageJson.version);
    await expect(page).toMatchFileSnapshot(PAGE);
  });

  it('has every option with its argument', () => {
    const entries = readFileSync(PAGE, 'utf8').replaceAll('\\-', '-').split('\n');
    const flags = commandsOf(new Command('mxtls')).flatMap(optionFlags);
    expect(flags.length).toBeGreaterThan(40);
    expect(flags.filter((each) => !entries.includes(`.B ${each}`))).toEqual([]);
  });

  it.each([
    { tool: 'groff', args: ['-man', '-Tutf8', '-ww', '-z', PAGE] },
    { tool: 'mandoc', args: ['-Tlint', '-Wwarning', PAGE] },
  ])('has no fault for $tool (skipped where it is not installed)', ({ tool, args }) => {
    const { error, stdout, stderr } = spawnSync(tool, args, { encoding: 'utf8' });
    if (error !== undefined) return;
    // A date would make another page every day.
    const faults = (stdout + stderr).split('\n').filter((line) => !/missing date|^$/.test(line));
    expect(faults).toEqual([]);
  });
});
