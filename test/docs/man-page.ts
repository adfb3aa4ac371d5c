import type { Command, Option } from 'commander';

/** A command with its whole help text, lines not wrapped. */
export interface HelpText {
  name: string;
  summary: string;
  help: string;
}

/** The help of a command in lines of any length. */
export function helpOf(command: Command): HelpText {
  let help = '';
  command.configureOutput({
    getOutHelpWidth: () => 10_000,
    writeOut: (text) => {
      help += text;
    },
  });
  command.outputHelp();
  return { name: command.name(), summary: command.description(), help };
}

/** The options of a command as its help lists them. */
export function optionFlags(command: Command): string[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map((option: Option) => option.flags);
}

/**
 * The manual page mxtls(1), in man(7) macros: the program's own help, and that of each command.
 * @param program its name, summary and help; the help's lists are made to tagged paragraphs.
 */
export function manPage(program: HelpText, commands: readonly HelpText[], version: string): string {
  const sections = [
    `.TH MXTLS 1 "" "mxtls ${version}" "User Commands"`,
    '.SH NAME',
    `mxtls \\- ${roff(program.summary.replace(/^./, (letter) => letter.toLowerCase()).replace(/\.$/, ''))}`,
    '.SH SYNOPSIS',
    ...commands.flatMap(({ help }) => ['.nf', `.B ${roff(usageOf(help))}`, '.fi']),
    '.SH DESCRIPTION',
    ...roffLines(program.help),
    ...commands.flatMap((each) => [
      `.SH MXTLS ${roff(each.name.toUpperCase())}`,
      ...roffLines(each.help),
    ]),
    '.SH SEE ALSO',
    'The documents in the package:',
    '.IR docs/usage.md ,',
    '.I docs/lists.md',
    'and',
    '.IR docs/format.md .',
    '.BR openssl (1),',
    '.BR postconf (5)',
  ];
  return `${sections.join('\n')}\n`;
}

function usageOf(help: string): string {
  return /^Usage: (.*)$/m.exec(help)?.[1] ?? '';
}

/** A help text as man(7) macros. */
function roffLines(help: string): string[] {
  const [, ...blocks] = help.trim().split(/\n\n+/);
  // A paragraph begins by itself below its heading.
  return blocks.flatMap(blockLines).filter((line, at) => at > 0 || line !== '.PP');
}

/** A block of a help text: a list below its heading, examples, or sentences. */
function blockLines(block: string): string[] {
  const [first = '', ...rest] = block.split('\n');
  if (!/^[A-Z]\w+:$/.test(first)) return ['.PP', ...block.split('\n').map(roff)];
  if (first === 'Examples:') return ['.SS Examples', '.nf', ...rest.map(roff), '.fi'];
  return [`.SS ${first.slice(0, -1)}`, ...rest.flatMap(entryLines)];
}

function entryLines(line: string): string[] {
  const [, entry = line, text = ''] = /^ {2}(\S.*?) {2,}(\S.*)$/.exec(line) ?? [];
  return ['.TP', `.B ${roff(entry.trim())}`, roff(text)];
}

/** A line of text: what roff would take for its own is escaped (groff_char(7)). */
function roff(text: string): string {
  return text
    .trimEnd()
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll('"', '\\(dq')
    .replaceAll('^', '\\(ha')
    .replaceAll('`', '\\(ga')
    .replaceAll('~', '\\(ti')
    .replace(/^\./, '\\&.');
}
