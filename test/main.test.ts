import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { buildProgram, run, type Ended } from './program.ts';
import { tempFolder } from './temp-folder.ts';

let main = '';
beforeAll(() => {
  main = buildProgram();
});

function mxtls(args: readonly string[], cwd = tempFolder()): Promise<Ended> {
  return run(main, args, { cwd });
}

describe('help', () => {
  it.each([{ args: [] }, { args: ['--help'] }])(
    'has examples and status 0 for $args',
    async ({ args }) => {
      const { status, stdout, stderr } = await mxtls(args);
      expect(stdout).toMatch(/^Usage: mxtls /);
      expect(stdout).toContain('Examples:\n  mxtls scan wind.gr');
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    },
  );

  it.each([{ args: ['scan', '--help'] }, { args: ['help', 'scan'] }])(
    'of a command has its options and examples: $args',
    async ({ args }) => {
      const { status, stdout } = await mxtls(args);
      expect(stdout).toContain('--pass-delay <seconds>');
      expect(stdout).toContain('Examples:\n');
      expect(status).toBe(0);
    },
  );

  it('prints the version of the package', async () => {
    expect(await mxtls(['--version'])).toMatchObject({
      status: 0,
      stdout: `${packageJson.version}\n`,
    });
  });
});

describe('wrong usage is status 2 and one line', () => {
  it.each([
    { args: ['scna'], line: "unknown command 'scna' (Did you mean scan?)" },
    { args: ['scan', '--lits', 'x'], line: "unknown option '--lits' (Did you mean --list?)" },
    {
      args: ['scan', 'a.example', '--format', 'json'],
      line: "unknown option '--format': '--json' prints the snapshot",
    },
    {
      args: ['a.example'],
      line: "unknown command 'a.example'; 'mxtls scan a.example' asks the mail servers of a domain",
    },
    {
      args: ['report', 'wind.gr'],
      line: "wind.gr: does not exist (to ask a domain: 'mxtls scan wind.gr'; what the surveys showed of it: 'mxtls history wind.gr')",
    },
    { args: ['scan', '--list'], line: "option '--list <glob>' argument missing" },
    { args: ['verify'], line: "missing required argument 'file'" },
    {
      args: ['scan', '--port', '0', 'a.example'],
      line: "option '--port <number>' argument '0' is invalid. It takes a whole number from 1 to 65535.",
    },
    {
      args: ['scan', '-4', '-6', 'a.example'],
      line: "option '-4, --ipv4' cannot be used with option '-6, --ipv6'",
    },
    { args: ['scan', 'a_b'], line: /^argument 1: "a_b" / },
    { args: ['scan', '--exclude', 'none.txt', 'a.example'], line: 'none.txt: does not exist' },
    { args: ['scan', '--roots', 'none.pem', 'a.example'], line: 'none.pem: does not exist' },
    {
      args: ['explain', 'expierd'],
      line: '"expierd" is not a word of the format mxtls/1; did you mean "expired"?',
    },
    {
      args: ['explain', 'problem:wek-key'],
      line: '"problem:wek-key" is not a word of the format mxtls/1; did you mean "problem:weak-key"?',
    },
    {
      args: ['explain', '\u001b[2J'],
      line: '"\\u001b[2J" is not a word of the format mxtls/1; \'mxtls explain\' lists all words',
    },
    { args: ['explain', 'expired', 'weak-key'], line: /^too many arguments/ },
    { args: ['scan'], line: /^a survey over lists requires --ehlo NAME: / },
    {
      args: ['scan', '--ehlo', 'scan.example.org'],
      line: 'domains/**/*.{txt,csv}: names no file',
    },
  ])('mxtls $args', async ({ args, line }) => {
    const { status, stdout, stderr } = await mxtls(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    const [said = '', ...more] = stderr.split('\n');
    expect(more).toEqual(['']);
    expect(said.replace(/^mxtls: /, '')).toEqual(
      typeof line === 'string' ? line : expect.stringMatching(line),
    );
  });

  it('and so is a wrong mxtls.config.json', async () => {
    const cwd = tempFolder();
    writeFileSync(join(cwd, 'mxtls.config.json'), '{"eh1o": "scan.example.org", "port": "25"}');
    const { status, stderr } = await mxtls(['scan', 'a.example'], cwd);
    expect(status).toBe(2);
    expect(stderr.trimEnd().split('\n').sort()).toEqual([
      'mxtls: mxtls.config.json: "eh1o" is not an option of scan; did you mean "ehlo"?',
      'mxtls: mxtls.config.json: "port" has to be a whole number from 1 to 65535',
    ]);
  });

  it('shows no escape sequence of an argument', async () => {
    const { status, stderr } = await mxtls(['\u001b[31mred']);
    expect(status).toBe(2);
    expect(stderr).toContain("unknown command '\\x1b[31mred'");
  });
});

describe('explain', () => {
  it('prints the page of a word', async () => {
    const { status, stdout, stderr } = await mxtls(['explain', 'expired']);
    expect(stdout).toMatch(/^problem:expired: the certificate has expired\n/);
    expect(stdout).toContain('smtpd_tls_chain_files = /etc/postfix/mx.pem');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('lists all words', async () => {
    const { status, stdout, stderr } = await mxtls(['explain']);
    expect(stdout).toMatch(/^ {2}expired +the certificate has expired$/m);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('lists the meanings of an ambiguous word', async () => {
    const { status, stdout, stderr } = await mxtls(['explain', 'tls']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toEqual([
      'mxtls: "tls" has more than one meaning; choose one of these:',
      'mxtls:   outcome:tls  the TLS handshake was completed',
      'mxtls:   class:tls    TLS was completed',
      'mxtls:   TLS  the protocol that encrypts and authenticates a connection',
    ]);
  });
});
