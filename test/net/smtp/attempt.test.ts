import { createServer, Socket, type AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { AttemptResult } from '../../../src/net/smtp/attempt-result.ts';
import type { TranscriptLine } from '../../../src/model/transcript.ts';
import type { AttemptOptions } from '../../../src/net/smtp/attempt-options.ts';
import { attempt } from '../../../src/net/smtp/attempt.ts';
import { TIMEOUTS } from '../../../src/net/deadline.ts';
import { dialDirectly } from '../../../src/net/dial.ts';
import { openDirectly } from '../../../src/net/open.ts';
import { suiteName } from '../../../src/net/tls/cipher-suites.ts';
import { makeCertificate } from '../../lab/certificates.ts';
import type { SmtpBehaviour } from '../../lab/smtp/smtp-behaviour.ts';
import { startSmtpServer, type LabSmtp } from '../../lab/smtp/smtp-server.ts';
import { alert, message, record, serverHello } from '../tls/server-bytes.ts';

/** Long enough for loopback, and short enough for the tests that wait for a timeout. */
const SHORT = {
  attempt: 4_000,
  connect: 1_000,
  greeting: 400,
  command: 1_000,
  handshake: 400,
  quit: 200,
};

const EMPTY_RECORD = record(22, Buffer.alloc(0));

async function serve(behaviour: SmtpBehaviour): Promise<LabSmtp> {
  const server = await startSmtpServer({ name: 'mx.lab.example', behaviour });
  onTestFinished(() => server.close());
  return server;
}

async function ask(port: number, options: Partial<AttemptOptions> = {}): Promise<AttemptResult> {
  const seen = await attempt({
    host: 'mx.lab.example',
    address: '127.0.0.1',
    port,
    open: openDirectly(dialDirectly),
    ehlo: 'scan.lab.example',
    clients: [],
    action: { kind: 'handshake', offer: 'certificate' },
    sni: true,
    timeouts: SHORT,
    record: () => undefined,
    ...options,
  });
  if (seen.outcome === 'hello') throw new Error('no hello was asked for');
  return seen;
}

/** An observation in one line: what it says of the server, without what varies. */
function summary(observation: AttemptResult): string {
  const failure = 'failure' in observation ? observation.failure : null;
  const said = 'reply' in observation ? observation.reply : null;
  return [
    observation.outcome,
    failure === null ? '' : `${failure.stage}:${failure.code}`,
    said === null ? '' : `said ${said.stage} ${said.code} ${said.text}`,
    [...observation.notes].sort().join(' '),
  ]
    .filter((part) => part !== '')
    .join(' | ');
}

describe('one connection to a server that', () => {
  it.each<[string, SmtpBehaviour, string]>([
    ['is polite', {}, 'tls'],
    ['does not offer STARTTLS', { starttls: 'absent' }, 'plaintext'],
    ['had STARTTLS masked', { starttls: { keyword: 'XXXXXXXA' } }, 'stripped'],
    ['writes it small', { starttls: { keyword: 'starttls' } }, 'tls'],
    ['has it in another word', { starttls: { keyword: 'XSTARTTLS' } }, 'plaintext'],
    ['has it in the greeting line only', { ehlo: '250 STARTTLS' }, 'plaintext'],
    [
      'greets in two lines',
      {
        greeting: {
          kind: 'timed',
          lines: [
            { afterMs: 0, line: '220-wait' },
            { afterMs: 150, line: '220 now' },
          ],
        },
        earlyTalk: '554 early',
      },
      'tls',
    ],
    ['drips its replies', { dripMs: 2 }, 'tls'],
    [
      'ends each reply with a bare LF',
      { greeting: Buffer.from('220 mx\n'), ehlo: Buffer.from('250-mx\n250 STARTTLS\n') },
      'tls',
    ],
    ['greets twice at once', { greeting: ['220 mx', '220 mx'] }, 'tls | unsolicited-data'],
    [
      'changes its code within a reply',
      { ehlo: ['250-mx', '500 no'] },
      'plaintext | said ehlo 500 mx\nno | helo-only mixed-codes-ehlo',
    ],
    ['glues plaintext to the 220', { glued: '250 injected\r\n' }, 'tls | data-after-220'],
    [
      'answers STARTTLS with 221',
      { starttlsReply: '221 going on', startsTls: true },
      'tls | said starttls 221 going on',
    ],
    [
      'rejects with 554',
      { greeting: '554 5.7.1 go away' },
      'rejected | said greeting 554 5.7.1 go away',
    ],
    [
      'rejects without a line end',
      { greeting: Buffer.from('554 go'), endAt: { step: 'greeting', how: 'close' } },
      'rejected | said greeting 554 go',
    ],
    [
      'is too busy',
      { greeting: '421 4.7.0 too many connections from 127.0.0.1' },
      'deferred | said greeting 421 4.7.0 too many connections from <client>',
    ],
    [
      'greets with 221',
      { greeting: '221 bye' },
      'failed | greeting:unexpected | said greeting 221 bye',
    ],
    ['is a web server', { greeting: 'HTTP/1.1 400 Bad Request' }, 'failed | greeting:not-smtp'],
    ['is an SSH server', { greeting: 'SSH-2.0-OpenSSH_9.2' }, 'failed | greeting:not-smtp'],
    [
      'speaks TLS at once',
      { greeting: Buffer.from([21, 3, 1, 0, 2, 2, 70, 10]) },
      'failed | greeting:not-smtp',
    ],
    ['never speaks', { greeting: 'silent' }, 'failed | greeting:timeout'],
    [
      'drips without an end',
      { greeting: { kind: 'drip', everyMs: 50, text: '220 '.padEnd(2_000, 'a') } },
      'failed | greeting:timeout | tarpit',
    ],
    [
      'floods',
      { greeting: { kind: 'flood', chunk: '220-aaaaaaaaaaaaaaaaaaaaaaaaa\r\n' } },
      'failed | greeting:too-long',
    ],
    [
      'floods one line',
      { greeting: { kind: 'flood', chunk: 'a'.repeat(5_000) } },
      'failed | greeting:too-long',
    ],
    [
      'knows HELO only',
      { ehlo: '502 what?', helo: '250 mx' },
      'plaintext | said ehlo 502 what? | helo-only',
    ],
    [
      'knows neither EHLO nor HELO',
      { ehlo: '500 what?', helo: '500 what?' },
      'rejected | said ehlo 500 what?',
    ],
    [
      'dislikes our name',
      { ehlo: '550 5.7.1 bad HELO' },
      'rejected | said ehlo 550 5.7.1 bad HELO',
    ],
    ['answers EHLO with no reply', { ehlo: 'hello?' }, 'failed | ehlo:malformed'],
    ['rejects the syntax', { ehlo: '501 5.5.4 syntax' }, 'rejected | said ehlo 501 5.5.4 syntax'],
    ['defers at EHLO', { ehlo: '450 4.3.2 later' }, 'deferred | said ehlo 450 4.3.2 later'],
    ['wants STARTTLS first', { ehlo: '530 5.7.0 Must issue STARTTLS first' }, 'tls'],
    [
      'refuses STARTTLS for now',
      { starttlsReply: '454 4.7.0 not now' },
      'refused-starttls | said starttls 454 4.7.0 not now',
    ],
    [
      'refuses STARTTLS for good',
      { starttlsReply: '502 5.5.1 no' },
      'refused-starttls | said starttls 502 5.5.1 no',
    ],
    [
      'answers STARTTLS with 354',
      { starttlsReply: '354 go on' },
      'failed | starttls:unexpected | said starttls 354 go on',
    ],
    ['never answers STARTTLS', { starttlsReply: 'silent' }, 'failed | starttls:timeout'],
    [
      'goes on in plaintext',
      { onClientHello: () => ({ kind: 'say', reply: '500 what?' }) },
      'tls-failed | handshake:malformed',
    ],
    [
      'never answers the hello',
      { onClientHello: () => ({ kind: 'say', reply: 'silent' }) },
      'tls-failed | handshake:timeout',
    ],
    [
      'cuts the hello off',
      { onClientHello: () => ({ kind: 'end', how: 'reset' }) },
      'tls-failed | handshake:reset',
    ],
    [
      'ends at the hello',
      { onClientHello: () => ({ kind: 'end', how: 'close' }) },
      'tls-failed | handshake:closed',
    ],
    [
      'sends half a ServerHello',
      { onClientHello: () => ({ kind: 'say', reply: serverHello().subarray(0, 20) }) },
      'tls-failed | handshake:timeout',
    ],
    [
      'drips its ServerHello',
      {
        onClientHello: () => ({
          kind: 'say',
          reply: { kind: 'drip', everyMs: 50, text: serverHello().toString('latin1') },
        }),
      },
      'tls-failed | handshake:timeout',
    ],
    [
      'warns without end',
      { onClientHello: () => ({ kind: 'say', reply: Buffer.alloc(7_000, alert(1, 90)) }) },
      'tls-failed | handshake:malformed',
    ],
    [
      'sends empty records without end',
      { onClientHello: () => ({ kind: 'say', reply: Buffer.alloc(5_000, EMPTY_RECORD) }) },
      'tls-failed | handshake:malformed',
    ],
    [
      'announces a message of 16 MB',
      { onClientHello: () => ({ kind: 'say', reply: message(2, Buffer.alloc(9), 0xffffff) }) },
      'tls-failed | handshake:too-long',
    ],
    [
      'speaks on in plaintext a moment after its 220',
      {
        startsTls: true,
        starttlsReply: {
          kind: 'timed',
          lines: [
            { afterMs: 0, line: '220 go on' },
            { afterMs: 20, line: '250 injected' },
          ],
        },
      },
      'tls-failed | handshake:malformed',
    ],
    [
      'sends an internal_error alert',
      { onClientHello: () => ({ kind: 'say', reply: Buffer.from([21, 3, 3, 0, 2, 2, 80]) }) },
      'tls-failed | handshake:tls-alert',
    ],
    [
      'sends a protocol_version alert',
      { onClientHello: () => ({ kind: 'say', reply: Buffer.from([21, 3, 3, 0, 2, 2, 70]) }) },
      'tls-failed | handshake:no-shared-version',
    ],
    [
      'accepts nothing in the offer',
      { onClientHello: () => ({ kind: 'say', reply: Buffer.from([21, 3, 3, 0, 2, 2, 40]) }) },
      'tls-failed | handshake:local-limit',
    ],
    [
      'wants a client certificate',
      { tls: { requiresClientCertificate: true } },
      'tls-failed | handshake:tls-alert',
    ],
    ['closes after the handshake', { endAt: { step: 'after-handshake', how: 'cut' } }, 'tls'],
    ['resets after the handshake', { endAt: { step: 'after-handshake', how: 'reset' } }, 'tls'],
    ['never answers QUIT', { quit: 'silent' }, 'tls'],
    ['floods at QUIT', { quit: { kind: 'flood', chunk: '221-a\r\n'.repeat(999) } }, 'tls'],
    [
      'answers QUIT without an end',
      { quit: { kind: 'drip', everyMs: 20, text: '2'.repeat(999) } },
      'tls',
    ],
    ['answers QUIT with 500', { quit: '500 what?' }, 'tls'],
    ['closes at connect', { endAt: { step: 'connect', how: 'close' } }, 'failed | greeting:closed'],
    [
      'closes after its greeting',
      { endAt: { step: 'ehlo', how: 'close' } },
      'failed | ehlo:closed',
    ],
    ['resets at EHLO', { endAt: { step: 'ehlo', how: 'reset' } }, 'failed | ehlo:reset'],
    [
      'resets at STARTTLS',
      { endAt: { step: 'starttls', how: 'reset' } },
      'failed | starttls:reset',
    ],
    [
      'closes behind its 220',
      { endAt: { step: 'starttls-answered', how: 'close' } },
      'tls-failed | handshake:closed',
    ],
    ['never reads', { reads: false }, 'failed | ehlo:timeout'],
    ['resets at connect', { endAt: { step: 'connect', how: 'reset' } }, 'failed | greeting:reset'],
    [
      'resets behind its greeting',
      { endAt: { step: 'greeting', how: 'reset' } },
      'failed | ehlo:reset',
    ],
    [
      'closes behind its greeting',
      { endAt: { step: 'greeting', how: 'close' } },
      'failed | ehlo:closed',
    ],
    [
      'closes at STARTTLS',
      { endAt: { step: 'starttls', how: 'close' } },
      'failed | starttls:closed',
    ],
    [
      'resets behind its 220',
      { endAt: { step: 'starttls-answered', how: 'reset' } },
      'tls-failed | handshake:reset',
    ],
    [
      'offers STARTTLS in the 65th line',
      { ehlo: ['250-mx', ...Array.from({ length: 64 }, (_, n) => `250-X${n}`), '250 STARTTLS'] },
      'tls',
    ],
    [
      'offers STARTTLS in the 2,000th line',
      { ehlo: ['250-mx', ...Array.from({ length: 1_998 }, (_, n) => `250-X${n}`), '250 STARTTLS'] },
      'tls',
    ],
    [
      'offers STARTTLS behind a line of 3,000 bytes',
      { ehlo: ['250-mx', `250-X ${'a'.repeat(3_000)}`, '250 STARTTLS'] },
      'tls',
    ],
    [
      'has a reply to EHLO of more than 64 kB',
      { ehlo: ['250-mx', ...Array.from({ length: 9_000 }, (_, n) => `250-X${n}`), '250 STARTTLS'] },
      'failed | ehlo:too-long',
    ],
    ['has its greeting masked', { greeting: '220 *****2***0****' }, 'tls | masked-greeting'],
  ])('%s', async (_, behaviour, expected) => {
    const server = await serve(behaviour);
    expect(summary(await ask(server.port))).toBe(expected);
    expect(server.connections).toHaveLength(1);
  });
});

describe('a connection that fails', () => {
  it('is refused', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(summary(await ask(port))).toBe('failed | connect:refused');
  });

  it('times out, and its socket does not connect later', async () => {
    const socket = new Socket();
    const timeouts = { ...SHORT, connect: 20 };
    expect(summary(await ask(25, { open: openDirectly(() => socket), timeouts }))).toBe(
      'failed | connect:timeout',
    );
    expect(socket.destroyed).toBe(true);
  });

  it.each([
    ['ENETUNREACH', '2001:db8::1', 'no-ipv6'],
    ['EADDRNOTAVAIL', '2001:db8::1', 'no-ipv6'],
    ['ENETUNREACH', '192.0.2.1', 'unreachable'],
    ['EHOSTUNREACH', '2001:db8::1', 'unreachable'],
    ['EMFILE', '192.0.2.1', 'local-limit'],
    ['EADDRNOTAVAIL', '192.0.2.1', 'local-limit'],
    ['EACCES', '192.0.2.1', 'blocked'],
    ['ESOMETHING', '192.0.2.1', 'unexpected'],
  ])('%s to %s is %s', async (code, address, word) => {
    const dial = () => new Socket().destroy(Object.assign(new Error('no'), { code }));
    expect(summary(await ask(25, { open: openDirectly(dial), address }))).toBe(
      `failed | connect:${word}`,
    );
  });

  it('is reset before or after it is open', async () => {
    const server = await serve({ endAt: { step: 'connect', how: 'reset' } });
    expect(summary(await ask(server.port))).toMatch(/^failed \| (connect|greeting):reset$/);
  });
});

describe('the commands sent', () => {
  it('are EHLO, STARTTLS and QUIT, and nothing else', async () => {
    const server = await serve({});
    await ask(server.port);
    const [connection] = server.connections;
    expect(connection?.commands).toEqual(['EHLO scan.lab.example', 'STARTTLS', 'QUIT']);
  });

  it.each<[string, SmtpBehaviour]>([
    ['without STARTTLS', { starttls: 'absent' }],
    ['rejected', { greeting: '554 no' }],
    ['refused STARTTLS', { starttlsReply: '454 no' }],
    ['unanswered EHLO', { ehlo: 'silent' }],
  ])('end in QUIT: %s', async (_, behaviour) => {
    const server = await serve(behaviour);
    await ask(server.port);
    expect(server.connections[0]?.commands.at(-1)).toBe('QUIT');
  });

  it('are none without a greeting', async () => {
    const server = await serve({ greeting: 'silent' });
    await ask(server.port);
    expect(server.connections[0]?.commands).toEqual([]);
  });

  it('wait for the whole greeting', async () => {
    const server = await serve({
      greeting: {
        kind: 'timed',
        lines: [
          { afterMs: 0, line: '220-wait' },
          { afterMs: 200, line: '220 now' },
        ],
      },
    });
    await ask(server.port);
    expect(server.connections[0]?.spokeEarly).toBe(false);
  });

  it('are recorded, each line once', async () => {
    const lines: TranscriptLine[] = [];
    const server = await serve({ starttls: 'absent', keywords: ['SIZE 5'] });
    await ask(server.port, { record: (line) => lines.push(line) });
    expect(lines).toEqual([
      { from: 'server', text: '220 mx.lab.example ESMTP' },
      { from: 'client', text: 'EHLO scan.lab.example' },
      { from: 'server', text: '250-mx.lab.example' },
      { from: 'server', text: '250 SIZE 5' },
      { from: 'client', text: 'QUIT' },
      { from: 'server', text: '221 2.0.0 Bye' },
    ]);
  });
});

/** The suites that a ClientHello offers, behind its session id (RFC 8446 §4.1.2). */
function suitesOf(record: Buffer): string[] {
  const hello = record.subarray(5 + 4);
  const start = 35 + hello.readUInt8(34);
  const length = hello.readUInt16BE(start);
  return Array.from({ length: length / 2 }, (_, index) =>
    suiteName(hello.readUInt16BE(start + 2 + 2 * index)),
  );
}

describe('the hello', () => {
  it('names the MX host, so that the server can choose its certificate', async () => {
    const right = await makeCertificate({ subject: 'CN=right', names: ['mx.lab.example'] });
    const wrong = await makeCertificate({ subject: 'CN=wrong', names: ['other.lab.example'] });
    const server = await serve({
      tls: { certificate: wrong, sni: { 'mx.lab.example': { certificate: right } } },
    });
    const chainOf = (observation: AttemptResult) =>
      observation.outcome === 'tls' ? observation.handshake.chain : [];
    expect(chainOf(await ask(server.port))[0]?.equals(right.der)).toBe(true);
    expect(chainOf(await ask(server.port, { sni: false }))[0]?.equals(wrong.der)).toBe(true);
  });

  it('is small, and offers groups by name, not the defaults of Node', async () => {
    const server = await serve({});
    await ask(server.port);
    const hello = server.connections[0]?.clientHello ?? Buffer.alloc(1_000);
    // Extension 10 (RFC 8446 §4.2.7) with the NIST curves behind X25519, then X448, secp256k1, Brainpool and RFC 7919.
    const groups = '001d001700180019' + '001e0016' + '001a001b001c' + '010001010102';
    expect(hello.toString('hex')).toContain(`000a001a0018${groups}`);
    expect(hello.length).toBeLessThanOrEqual(512);
  });

  it('offers no anonymous suites, which would hide the certificate, and no finite-field groups', async () => {
    const server = await serve({});
    await ask(server.port);
    const offered = suitesOf(server.connections[0]?.clientHello ?? Buffer.alloc(1_000));
    expect(offered).toContain('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256');
    expect(offered.filter((name) => /_anon_|_NULL_|_DHE_|EXPORT/.test(name))).toEqual([]);
  });

  it('goes on with a server that knows no secure renegotiation (RFC 5746)', async () => {
    const body = Buffer.concat([
      Buffer.from([3, 3]),
      Buffer.alloc(32, 7),
      Buffer.from([0, 0, 0x2f, 0]),
    ]);
    const handshake = Buffer.concat([Buffer.from([2, 0, 0, body.length]), body]);
    const record = Buffer.concat([Buffer.from([22, 3, 3, 0, handshake.length]), handshake]);
    const server = await serve({ onClientHello: () => ({ kind: 'say', reply: record }) });
    expect(summary(await ask(server.port))).toBe('tls-failed | handshake:timeout');
  });
});

describe('the detail of a timeout is its limit, not what was left of it:', () => {
  it.each<[string, SmtpBehaviour, string]>([
    ['greeting', { greeting: 'silent' }, '400 ms'],
    ['EHLO', { ehlo: 'silent' }, '1000 ms'],
    ['handshake', { onClientHello: () => ({ kind: 'say', reply: 'silent' }) }, '400 ms'],
    ['the whole attempt', { dripMs: 60, greeting: '220 a', ehlo: 'silent' }, '900 ms for all'],
  ])('%s', async (what, behaviour, detail) => {
    const server = await serve(behaviour);
    const timeouts =
      what === 'the whole attempt' ? { ...SHORT, greeting: 900, attempt: 900 } : SHORT;
    const seen = await ask(server.port, { timeouts });
    expect('failure' in seen && seen.failure.detail).toBe(detail);
  });
});

describe('deadlines', () => {
  it('bound the whole attempt, whatever each phase may take', async () => {
    const server = await serve({
      greeting: { kind: 'drip', everyMs: 20, text: '220 '.padEnd(9_999, 'a') },
    });
    const timeouts = { ...TIMEOUTS, attempt: 300 };
    expect(summary(await ask(server.port, { timeouts }))).toBe(
      'failed | greeting:timeout | tarpit',
    );
  });
});
