import { describe, expect, it } from 'vitest';
import { buildProgram, run } from './program.ts';
import { tempFolder } from './temp-folder.ts';

const REFUSING = ['--resolver', '127.0.0.1:9', '--ehlo', 'scan.lab.example', '--pause', '0'];

describe('mxtls check', () => {
  it('asks nothing without --mine, and says what it would ask', async () => {
    const ended = await run(buildProgram(), ['check', 'mail.lab.example'], { cwd: tempFolder() });
    expect(ended.status).toBe(2);
    expect(ended.stdout).toBe('');
    expect(ended.stderr).toBe(
      [
        'mxtls: this would ask mail.lab.example on port 25, 465, 587 how it does TLS, with up to 15 connections to each address and port,',
        'mxtls: and whether it relays for strangers: MAIL FROM and RCPT TO a domain that does not exist, four times, then RSET, never a message.',
        'mxtls: A server may take that for an attack. If it is yours, say so with --mine. Nothing was asked.',
        '',
      ].join('\n'),
    );
  });

  it.each([
    [['mail..example', '--mine'], '"mail..example"'],
    [['mail.example@elsewhere', '--mine'], 'has no IP address behind the @'],
    [['mail.example', '--address', 'elsewhere', '--mine'], 'has no IP address behind the @'],
    [['mail.example@127.0.0.1', '--address', '127.0.0.1', '--mine'], 'has no IP address behind'],
    [['mail.example', '--port', '0', '--mine'], 'It takes a whole number from 1 to 65535.'],
    [['mail.example', '--port', '25', '--port', '25', '--mine'], 'It is given twice.'],
    [['mail.example', '--mine', '--onion', 'wy6zk3pmcwiyhiao.onion'], 'go together'],
    [['mail.example', '--mine', '--tor', '127.0.0.1:9050'], 'go together'],
    [
      ['mail.example', '--mine', '--tor', '127.0.0.1:9050', '--onion', 'wy6zk3pmcwiyhiao.onion'],
      'which Tor removed in 2021',
    ],
    [
      ['mail.example', '--mine', '--tor', '127.0.0.1:9050', '--onion', `${'a'.repeat(56)}.onion`],
      'with a right checksum',
    ],
    [
      ['mail.example', '--mine', '--tor', '127.0.0.1:9050', '--onion', 'a.onion:25:25'],
      'is not NAME.onion:PORT',
    ],
    [[], "missing required argument 'host'"],
  ])('rejects %j with status 2 in one line', async (args, message) => {
    const ended = await run(buildProgram(), ['check', ...args], { cwd: tempFolder() });
    expect(ended.status).toBe(2);
    expect(ended.stderr).toContain(message);
    expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('ends with status 3 where no port answers, and calls that unknown', async () => {
    const args = ['check', 'mail.lab.example@127.0.0.1', '--mine', '--port', '1', ...REFUSING];
    const ended = await run(buildProgram(), [...args, '--exit-code'], { cwd: tempFolder() });
    expect(ended.stdout).toContain('mail.lab.example: nothing could be found out');
    expect(ended.stdout).toContain('no server on this port: connection refused');
    expect(ended.status).toBe(3);
  });
});
