#!/usr/bin/env node
import './commands/heap.ts';
import { constants } from 'node:os';
import { Command, CommanderError } from 'commander';
import { diff } from './commands/diff.ts';
import { diffCommand } from './commands/diff-command.ts';
import { explain } from './commands/explain.ts';
import { importCommand } from './commands/import-command.ts';
import { importGrMx } from './commands/import.ts';
import { history } from './commands/history.ts';
import { historyCommand } from './commands/history-command.ts';
import { openOutput, type Output } from './commands/terminal/output.ts';
import { report } from './commands/report.ts';
import { reportCommand } from './commands/report-command.ts';
import { scan } from './commands/scan.ts';
import { scanCommand } from './commands/scan-command.ts';
import { scanFlags } from './commands/scan/scan-flags.ts';
import { settleScan } from './commands/scan/scan-settings.ts';
import { Stop } from './commands/terminal/stop.ts';
import { verify } from './commands/verify.ts';
import { VERSION } from './model/version.ts';

const EXAMPLES = `
Examples:
  mxtls scan wind.gr                      how does mail to wind.gr travel?
  mxtls scan --ehlo scan.example.org      the weekly survey of domains/, kept in results/
  mxtls report --format markdown          the latest survey, for publication
  mxtls diff                              what changed since the survey before?
  mxtls history forthnet.gr               since when is it as it is?
  mxtls verify results/*.json             are these snapshots sound?
  mxtls explain expired                   what does this word mean, and what is to be done?

'mxtls help scan' tells all about 'mxtls scan'.`;

function program(output: Output): Command {
  const mxtls = new Command('mxtls')
    .description('Surveys how mail servers encrypt: STARTTLS, TLS versions and certificates.')
    .version(VERSION)
    .exitOverride()
    .configureOutput({
      outputError: (text) => {
        output.warn(usageLine(text));
      },
    })
    .addHelpText('after', EXAMPLES);
  mxtls.addCommand(
    scanCommand(async (domains, said) => {
      const flags = await scanFlags(said, process.cwd());
      process.exitCode = await scan(settleScan(domains, flags), output);
    }),
  );
  mxtls.addCommand(
    importCommand(async (files, flags) => {
      await importGrMx(files, flags, output);
    }),
  );
  mxtls.addCommand(reportCommand((name, flags) => report(name, flags, output)));
  mxtls.addCommand(
    diffCommand(async (names, flags) => {
      process.exitCode = await diff(names, flags, output);
    }),
  );
  mxtls.addCommand(historyCommand((names, flags) => history(names, flags, output)));
  mxtls
    .command('verify')
    .description('hold snapshot files against their schema and their own cross references')
    .argument('<file...>', 'snapshot files')
    .action(async (files: string[]) => {
      process.exitCode = await verify(files, output);
    });
  mxtls
    .command('explain')
    .description('tell what a word of the answers means, why it matters, and what to do')
    .argument('[word]', "as 'expired', or with its place as 'level:none'; none lists them all")
    .action((word: string | undefined) => {
      explain(word, output);
    });
  for (const command of mxtls.commands) command.copyInheritedSettings(mxtls);
  return mxtls;
}

/** Commander's word on a wrong command line, its advice behind it, as one line. */
function usageLine(text: string): string {
  return text
    .trim()
    .replace(/^error: /, '')
    .replaceAll('\n', ' ');
}

/** Says in one line what ended the program, and gives the exit status for it. */
function statusOf(error: unknown, output: Output): number {
  if (error instanceof Stop) {
    output.warn(error.message);
    return error.status;
  }
  // Commander has said its own line already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const trace = error instanceof Error ? error.stack : undefined;
  output.warn(`a bug of mxtls ended this run, please report it:\n${trace ?? String(error)}`);
  return 3;
}

const output = openOutput();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    output.warn('interrupted');
    process.exit(128 + constants.signals[signal]);
  });
}
process.on('uncaughtException', (error) => {
  process.exit(statusOf(error, output));
});
const said = process.argv.slice(2);
try {
  await program(output).parseAsync(said.length === 0 ? ['--help'] : said, { from: 'user' });
} catch (error) {
  process.exitCode = statusOf(error, output);
}
