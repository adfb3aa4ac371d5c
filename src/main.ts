#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { optionAdvice } from './commands/option-advice.ts';
import { Interrupts } from './commands/terminal/interrupts.ts';
import { openOutput, type Output } from './commands/terminal/output.ts';
import { Stop } from './commands/terminal/stop.ts';
import { VERSION } from './model/version.ts';

/** A command; `load` gives what describes its arguments and options to the parser, and carries it out. */
interface CommandEntry {
  name: string;
  summary: string;
  load: () => Promise<(command: Command, output: Output, interrupts: Interrupts) => void>;
}

const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'scan',
    summary: 'ask the MX hosts of domains, or of domain lists, how they encrypt',
    load: async () => (await import('./commands/scan.ts')).scanCommand,
  },
  {
    name: 'import',
    summary: 'make snapshots of the results of another program',
    load: async () => (await import('./commands/import.ts')).importCommand,
  },
  {
    name: 'report',
    summary: 'print what a survey found: by provider, in all, what expires soon, what changed',
    load: async () => (await import('./commands/report.ts')).reportCommand,
  },
  {
    name: 'diff',
    summary: 'print what changed between two snapshots',
    load: async () => (await import('./commands/diff.ts')).diffCommand,
  },
  {
    name: 'history',
    summary: 'print what the surveys showed over time, and since when',
    load: async () => (await import('./commands/history.ts')).historyCommand,
  },
  {
    name: 'site',
    summary: 'build a static web site of all surveys, with feeds and badges',
    load: async () => (await import('./commands/site/site.ts')).siteCommand,
  },
  {
    name: 'export',
    summary: 'write TLS policies for Postfix or Exim: what the surveys support that they demand',
    load: async () => (await import('./commands/export.ts')).exportCommand,
  },
  {
    name: 'verify',
    summary: 'check snapshot files against the schema and their own cross references',
    load: async () => (await import('./commands/verify.ts')).verifyCommand,
  },
  {
    name: 'explain',
    summary: 'print what a word means, why it matters, and what to do',
    load: async () => (await import('./commands/explain.ts')).explainCommand,
  },
  {
    name: 'doctor',
    summary:
      'check whether this machine is fit to survey: clock, resolver, port 25, PTR, DNS lists',
    load: async () => (await import('./commands/doctor.ts')).doctorCommand,
  },
  {
    name: 'worker',
    summary: 'make connections for a scan that runs elsewhere, over a Redis server',
    load: async () => (await import('./commands/worker.ts')).workerCommand,
  },
  {
    name: 'check',
    summary: 'check a mail server that you run: TLS on ports 25, 465 and 587, AUTH, relaying',
    load: async () => (await import('./commands/check.ts')).checkCommand,
  },
  {
    name: 'completion',
    summary: 'print a script by which a shell completes commands, options and words',
    load: async () => (await import('./commands/completion.ts')).completionCommand,
  },
];

const EXAMPLES = `
Examples:
  mxtls scan wind.gr                      how well is mail to wind.gr encrypted? ('mxtls wind.gr' does the same)
  mxtls scan --ehlo scan.example.org      the weekly survey of domains/, kept in results/
  mxtls report --format markdown          the latest survey, for publication
  mxtls diff                              what changed since the survey before?
  mxtls history forthnet.gr               since when does it offer TLS?
  mxtls verify results/*.json             are these snapshots sound?
  mxtls doctor                            is this machine fit to survey?
  mxtls explain expired                   what does this word mean, and what should be done?

'mxtls help scan' describes 'mxtls scan' in full.`;

/** The words of the command line: without any the help, and `scan` before a domain that stands first. */
async function readWords(given: readonly string[]): Promise<readonly string[]> {
  const [first] = given;
  if (first === undefined) return ['--help'];
  const isKnown = first === 'help' || COMMANDS.some(({ name }) => name === first);
  if (isKnown || first.startsWith('-')) return given;
  return (await import('./commands/first-word.ts')).withCommand(given);
}

/**
 * The parser of the command line. Only the commands that `args` name are loaded: the others cost time and memory.
 * @param help takes the text of a help that was asked for.
 */
async function program(
  args: readonly string[],
  output: Output,
  interrupts: Interrupts,
  help: string[],
): Promise<Command> {
  const mxtls = new Command('mxtls')
    .description('Surveys how mail servers encrypt: STARTTLS, TLS versions and certificates.')
    .version(VERSION)
    .exitOverride()
    .configureOutput({
      getOutHelpWidth: () => output.screen.width,
      writeOut: (text) => {
        help.push(text);
      },
      outputError: (text) => {
        output.warn(usageLine(text, args));
      },
    })
    .addHelpText('after', EXAMPLES);
  for (const { name, summary, load } of COMMANDS) {
    const command = mxtls.command(name).description(summary);
    if (args.includes(name)) (await load())(command, output, interrupts);
  }
  return mxtls;
}

/** Commander's message about a wrong command line as one line, with our advice or else its own. */
function usageLine(text: string, args: readonly string[]): string {
  const line = text
    .trim()
    .replace(/^error: /, '')
    .replaceAll('\n', ' ');
  const [unknown = '', option = ''] = /^unknown option '([^'=]+)(?:=[^']*)?'/.exec(line) ?? [];
  const advice = optionAdvice(args, option);
  return advice === null ? line : `${unknown}: ${advice}`;
}

/** Prints in one line why the program ends, and gives the exit status for it. */
function statusOf(error: unknown, output: Output): number {
  if (error instanceof Stop) {
    output.warn(error.message);
    return error.status;
  }
  // Commander has printed its own line already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const place = error instanceof Error ? placeLine(error) : null;
  if (place !== null) {
    output.warn(place);
    return 3;
  }
  const trace = error instanceof Error ? error.stack : undefined;
  output.warn(`a bug of mxtls ended this run, please report it:\n${trace ?? String(error)}`);
  return 3;
}

/** What is wrong with the place that the program runs in, and what to do; null for any other error. */
function placeLine(error: Error): string | null {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === 'uv_cwd') return 'the working folder does not exist any more: change to another';
  if (code !== 'EMFILE' && code !== 'ENFILE') return null;
  const whose = code === 'EMFILE' ? 'this process' : 'this machine';
  return `${whose} may open no more files at once (${code}): raise the limit, as by ulimit -n 4096, or lower --concurrency`;
}

const output = openOutput();
const interrupts = new Interrupts((status) => {
  output.warn('interrupted');
  process.exit(status);
});
process.on('uncaughtException', (error) => {
  process.exit(statusOf(error, output));
});
const help: string[] = [];
try {
  const args = await readWords(process.argv.slice(2));
  await (await program(args, output, interrupts, help)).parseAsync(args, { from: 'user' });
  // What an interrupted command still waits for is not waited for.
  if (interrupts.status !== null) process.exit(interrupts.status);
} catch (error) {
  process.exitCode = statusOf(error, output);
}
if (help.length > 0) {
  const { helpText } = await import('./commands/terminal/help-text.ts');
  output.result(helpText(help.join(''), output.screen.width));
}
