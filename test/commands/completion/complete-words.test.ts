import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { completeWords } from '../../../src/commands/complete-words.ts';
import { diffCommand } from '../../../src/commands/diff.ts';
import { explainCommand } from '../../../src/commands/explain.ts';
import { historyCommand } from '../../../src/commands/history.ts';
import { importCommand } from '../../../src/commands/import.ts';
import { reportCommand } from '../../../src/commands/report.ts';
import { scanCommand } from '../../../src/commands/scan.ts';
import { Interrupts } from '../../../src/commands/terminal/interrupts.ts';
import { openOutput } from '../../../src/commands/terminal/output.ts';
import { verifyCommand } from '../../../src/commands/verify.ts';

const COMMANDS = {
  scan: scanCommand,
  report: reportCommand,
  diff: diffCommand,
  history: historyCommand,
  verify: verifyCommand,
  explain: explainCommand,
  import: importCommand,
};

const output = openOutput();
const interrupts = new Interrupts(() => undefined);

function program(): Command {
  const mxtls = new Command('mxtls').version('1');
  for (const [name, describeCommand] of Object.entries(COMMANDS)) {
    describeCommand(mxtls.command(name).description(`what ${name} does`), output, interrupts);
  }
  return mxtls;
}

const SNAPSHOTS: Readonly<Record<string, readonly string[]>> = {
  results: ['2016-03-26', '2016-01-23'],
  old: ['2015-01-01'],
};

async function completed(words: readonly string[]): Promise<string> {
  const { candidates, files } = await completeWords(program(), words, {
    words: () => ['expired', 'level:none', 'outcome:tls', 'outcome:failed'],
    snapshots: (folder) => Promise.resolve(SNAPSHOTS[folder] ?? []),
  });
  return [...candidates.map(({ value }) => value), ...(files ? [':files'] : [])].join(' ');
}

describe('completeWords', () => {
  it.each<[string[], string]>([
    [[''], 'scan report diff history verify explain import help'],
    [['re'], 'report'],
    [['--v'], '--version'],
    [['help', 'h'], 'history help'],
    [['scan', '--de'], '--depth'],
    [['scan', '--depth', ''], 'quick standard deep'],
    [['scan', '--depth', 'q'], 'quick'],
    [['scan', '--depth=s'], '--depth=standard'],
    [['scan', '--depth', 'quick', '--de'], '--depth'],
    [['scan', 'wind.gr', '--dry'], '--dry-run'],
    [['scan', 'w'], ''],
    [['scan', '--ehlo', ''], ''],
    [['scan', '--ehlo', '--de'], ''],
    [['scan', '--exclude', 'x'], ':files'],
    [['scan', '--exclude=x'], ':files'],
    [['scan', '--fail-on', 'level:'], 'level:none'],
    [['scan', '--', '--de'], ''],
    [['scan', '-4', '--ipv6', '--tran'], '--transcript'],
    [['explain', ' '], 'expired level:none outcome:tls outcome:failed'],
    [['explain', 'outcome:t'], 'outcome:tls'],
    [['explain', 'expired', 'x'], ''],
    [['report', ''], 'latest previous 2016-03-26 2016-01-23 :files'],
    [['report', '2016-0'], '2016-03-26 2016-01-23 :files'],
    [['report', '--results', 'old', '20'], '2015-01-01 :files'],
    [['report', '--results=old', '20'], '2015-01-01 :files'],
    [['report', '--results=none', '20'], ':files'],
    [['report', '--format', 'c'], 'csv'],
    [['report', '--csv-separator', ''], ', ; tab'],
    [['diff', '2016-01-23', '2016-03'], '2016-03-26 :files'],
    [['verify', 'a.json', ''], ':files'],
    [['import', ''], 'gr-mx'],
    [['import', 'gr-mx', 'a', ''], ':files'],
    [['none', ''], ''],
    [[], 'scan report diff history verify explain import help'],
  ])('%j', async (words, expected) => {
    expect(await completed(words)).toBe(expected);
  });

  it('offers all options where nothing else is known', async () => {
    expect(await completed(['scan', ''])).toMatch(/^--list --out .* --help$/);
  });

  it('says what commands and options are', async () => {
    const { candidates } = await completeWords(program(), ['diff', '--exit'], {
      words: () => [],
      snapshots: () => Promise.resolve([]),
    });
    expect(candidates).toEqual([
      {
        value: '--exit-code',
        gist: 'exit with status 1 if there are changes (with --only: such changes)',
      },
    ]);
  });
});
