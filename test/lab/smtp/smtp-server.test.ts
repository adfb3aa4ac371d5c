import { afterEach, describe, expect, it } from 'vitest';
import { openClient, type AskingClient } from './smtp-ask.ts';
import type { SmtpBehaviours } from './smtp-behaviour.ts';
import { startSmtpServer, type LabSmtp } from './smtp-server.ts';

const started: LabSmtp[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.close()));
});

async function start(behaviour: SmtpBehaviours = {}): Promise<LabSmtp> {
  const server = await startSmtpServer({ name: 'mx.lab.example', behaviour });
  started.push(server);
  return server;
}

/** What the server says to each line in turn, the greeting first. */
async function dialogue(server: LabSmtp, ...lines: readonly string[]): Promise<string[]> {
  const client = openClient(server);
  const said = [await client.reply()];
  for (const line of lines) said.push(await client.ask(line));
  client.socket.destroy();
  return said;
}

const EHLO = '250-mx.lab.example\r\n250-PIPELINING\r\n250-SIZE 20971520\r\n250-8BITMIME\r\n';

describe('a polite server', () => {
  it('talks, switches to TLS, talks on and says goodbye; all is written down', async () => {
    const server = await start();
    const client = openClient(server);
    expect(await client.reply()).toBe('220 mx.lab.example ESMTP\r\n');
    expect(await client.ask('EHLO scan.example')).toBe(`${EHLO}250 STARTTLS\r\n`);
    expect(await client.ask('starttls')).toBe('220 2.0.0 Ready to start TLS\r\n');
    const tls = await client.secure({ servername: 'mx.lab.example' });
    expect(tls.getPeerCertificate().subjectaltname).toBe('DNS:mx.lab.example');
    expect(await client.ask('EHLO scan.example')).toContain('250 8BITMIME');
    expect(await client.ask('STARTTLS')).toMatch(/^502 /);
    expect(await client.ask('QUIT')).toBe('221 2.0.0 Bye\r\n');
    expect(await client.ended).toBe('end');
    expect(server.connections).toMatchObject([
      {
        number: 1,
        names: ['scan.example', 'scan.example'],
        commands: ['EHLO scan.example', 'starttls', 'EHLO scan.example', 'STARTTLS', 'QUIT'],
        saidQuit: true,
        spokeEarly: false,
        tls: { version: 'TLSv1.3', servername: 'mx.lab.example' },
        errors: [],
      },
    ]);
    expect(server.connections[0]?.clientHello?.subarray(0, 2)).toEqual(Buffer.from([22, 3]));
  });

  it('counts its connections', async () => {
    const server = await start();
    const clients = [openClient(server), openClient(server)];
    await Promise.all(clients.map((client) => client.reply()));
    await Promise.all(clients.map((client) => client.ask('QUIT')));
    await Promise.all(clients.map((client) => client.ended));
    await dialogue(server, 'QUIT');
    expect(server.connections).toHaveLength(3);
    expect(server.maxSimultaneous).toBe(2);
    expect(server.log.slice(0, 4).toSorted()).toEqual(['end 1', 'end 2', 'start 1', 'start 2']);
    const [first] = server.connections;
    expect(first?.endedAt).toBeGreaterThanOrEqual(first?.startedAt ?? Infinity);
  });
});

describe('replies', () => {
  it.each([
    { name: 'greeting', behaviour: { greeting: '554 no' }, lines: [], last: '554 no\r\n' },
    {
      name: 'bytes',
      behaviour: { greeting: Buffer.from('220 bare\n') },
      lines: [],
      last: '220 bare\n',
    },
    {
      name: 'timed',
      behaviour: {
        greeting: {
          kind: 'timed',
          lines: [
            { afterMs: 0, line: '220-wait' },
            { afterMs: 20, line: '220 go' },
          ],
        },
      },
      lines: [],
      last: '220-wait\r\n220 go\r\n',
    },
    {
      name: 'drip',
      behaviour: { ehlo: { kind: 'drip', everyMs: 1, text: '250 slow\r\n' } },
      lines: ['EHLO x'],
      last: '250 slow\r\n',
    },
    {
      name: 'all dripped',
      behaviour: { dripMs: 1 },
      lines: ['HELO x'],
      last: '250 mx.lab.example\r\n',
    },
    {
      name: 'keywords',
      behaviour: { keywords: ['A', 'B'] },
      lines: ['EHLO x'],
      last: '250-mx.lab.example\r\n250-A\r\n250-B\r\n250 STARTTLS\r\n',
    },
    { name: 'ehlo', behaviour: { ehlo: '502 no' }, lines: ['EHLO x'], last: '502 no\r\n' },
    {
      name: 'helo',
      behaviour: { helo: ['250-a', '250 b'] },
      lines: ['HELO x'],
      last: '250-a\r\n250 b\r\n',
    },
    {
      name: 'masked STARTTLS',
      behaviour: { keywords: [], starttls: { keyword: 'XXXXXXXA' } },
      lines: ['EHLO x'],
      last: '250-mx.lab.example\r\n250 XXXXXXXA\r\n',
    },
    {
      name: 'no STARTTLS',
      behaviour: { keywords: [], starttls: 'absent' },
      lines: ['EHLO x'],
      last: '250 mx.lab.example\r\n',
    },
    {
      name: 'STARTTLS all the same',
      behaviour: { starttls: 'absent' },
      lines: ['STARTTLS'],
      last: '502 5.5.2 Command not recognized\r\n',
    },
    {
      name: 'STARTTLS refused',
      behaviour: { starttlsReply: '454 later' },
      lines: ['STARTTLS'],
      last: '454 later\r\n',
    },
    {
      name: 'SMTP after 454',
      behaviour: { starttlsReply: '454 later' },
      lines: ['STARTTLS', 'NOOP'],
      last: '502 5.5.2 Command not recognized\r\n',
    },
    {
      name: 'SMTP after 220',
      behaviour: { startsTls: false, others: { NOOP: '250 ok' } },
      lines: ['STARTTLS', 'NOOP'],
      last: '250 ok\r\n',
    },
    {
      name: 'glued bytes',
      behaviour: { glued: '250 injected\r\n' },
      lines: ['STARTTLS'],
      last: '220 2.0.0 Ready to start TLS\r\n250 injected\r\n',
    },
    { name: 'unknown', behaviour: { unknown: '500 what' }, lines: ['NOOP'], last: '500 what\r\n' },
  ] satisfies { name: string; behaviour: SmtpBehaviours; lines: string[]; last: string }[])(
    '$name',
    async ({ behaviour, lines, last }) => {
      expect((await dialogue(await start(behaviour), ...lines)).at(-1)).toBe(last);
    },
  );

  it.each([
    {
      name: 'a reply',
      behaviour: { greeting: { kind: 'drip', everyMs: 5, text: '220 slow\r\n' } },
    },
    { name: 'every reply', behaviour: { greeting: '220 slow', dripMs: 5 } },
  ] as const)('takes its time for each byte of $name', async ({ behaviour }) => {
    const server = await start(behaviour);
    const before = performance.now();
    await dialogue(server);
    expect(performance.now() - before).toBeGreaterThan(9 * 4);
  });

  it('changes from one connection to the next; the last behaviour stays', async () => {
    const server = await start([{ greeting: '421 busy' }, { greeting: '220 now' }]);
    const greetings = [];
    for (let n = 0; n < 3; n++) greetings.push(...(await dialogue(server)));
    expect(greetings).toEqual(['421 busy\r\n', '220 now\r\n', '220 now\r\n']);
  });
});

describe('silence and noise', () => {
  /** Waits for what the client's socket or the server's record shows in the end. */
  const quiet = async (client: AskingClient, line: string): Promise<string> =>
    Promise.race([
      client.ask(line),
      new Promise<string>((resolve) => setTimeout(resolve, 60, 'nothing')),
    ]);

  it.each([
    {
      name: 'greets nobody',
      behaviour: { greeting: 'silent', ehlo: 'silent' },
      greeted: false,
      line: 'EHLO x',
    },
    { name: 'does not answer QUIT', behaviour: { quit: 'silent' }, greeted: true, line: 'QUIT' },
    { name: 'never reads', behaviour: { reads: false }, greeted: true, line: 'EHLO x' },
  ])('$name', async ({ behaviour, greeted, line }) => {
    const client = openClient(await start(behaviour));
    if (greeted) expect(await client.reply()).toMatch(/^220 /);
    expect(await quiet(client, line)).toBe('nothing');
    client.socket.destroy();
  });

  it('floods until the client is gone', async () => {
    const server = await start({ greeting: { kind: 'flood', chunk: '220-x\r\n'.repeat(100) } });
    const client = openClient(server);
    let bytes = 0;
    await new Promise<void>((resolve) => {
      client.socket.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > 1_000_000) resolve();
      });
    });
    client.socket.destroy();
    await expect.poll(() => server.connections[0]?.endedAt).not.toBeNull();
  });

  it('notices a client that speaks too early, and can say so', async () => {
    const late = { kind: 'timed', lines: [{ afterMs: 50, line: '220 late' }] } as const;
    const server = await start({ greeting: late, earlyTalk: '554 too early' });
    const client = openClient(server);
    expect(await client.ask('EHLO x')).toBe('554 too early\r\n');
    expect(await client.ended).toBe('end');
    expect(server.connections[0]?.spokeEarly).toBe(true);
  });
});
