#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { openOutput, type Output } from './commands/output.ts';
import { scan } from './commands/scan.ts';
import { scanCommand } from './commands/scan-command.ts';
import { scanFlags } from './commands/scan-flags.ts';
import { settleScan } from './commands/scan-settings.ts';
import { Stop } from './commands/stop.ts';
import { verify } from './commands/verify.ts';
import { VERSION } from './model/version.ts';

function program(output: Output): Command {
  const mxtls = new Command('mxtls')
    .description('surveys how mail servers encrypt: STARTTLS, TLS versions and certificates')
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError('(mxtls --help tells more)');
  mxtls.addCommand(
    scanCommand(async (domains, said) => {
      const flags = await scanFlags(said, process.cwd());
      process.exitCode = await scan(settleScan(domains, flags), output);
    }),
  );
  mxtls
    .command('verify')
    .description('hold snapshot files against their schema and their own cross references')
    .argument('<file...>', 'snapshot files')
    .action(async (files: string[]) => {
      process.exitCode = await verify(files, output);
    });
  for (const command of mxtls.commands) command.copyInheritedSettings(mxtls);
  return mxtls;
}

/** Says in one line what ended the program, and gives the exit status for it. */
function statusOf(error: unknown, output: Output): number {
  if (error instanceof Stop) {
    output.warn(error.message);
    return error.status;
  }
  // Commander has said its own line already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  throw error;
}

const output = openOutput();
process.on('SIGINT', () => {
  output.warn('interrupted: nothing was written');
  process.exit(130);
});
try {
  await program(output).parseAsync();
} catch (error) {
  process.exitCode = statusOf(error, output);
}
