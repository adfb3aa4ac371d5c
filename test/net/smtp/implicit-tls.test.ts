import { describe, expect, it, onTestFinished } from 'vitest';
import type { AttemptResult, HelloResult } from '../../../src/net/smtp/attempt-result.ts';
import type { AttemptOptions } from '../../../src/net/smtp/attempt-options.ts';
import { attempt } from '../../../src/net/smtp/attempt.ts';
import { openDirectly } from '../../../src/net/open.ts';
import { dialDirectly } from '../../../src/net/dial.ts';
import { formProbe } from '../../../src/scan/probe/probe.ts';
import type { SmtpBehaviour } from '../../lab/smtp/smtp-behaviour.ts';
import { startSmtpServer, type LabSmtp } from '../../lab/smtp/smtp-server.ts';

/** Long enough for loopback, and short enough for the tests that wait for a timeout. */
const SHORT = {
  attempt: 4_000,
  connect: 1_000,
  greeting: 400,
  command: 1_000,
  handshake: 400,
  quit: 200,
};

async function serve(behaviour: SmtpBehaviour): Promise<LabSmtp> {
  const server = await startSmtpServer({ name: 'mx.lab.example', behaviour });
  onTestFinished(() => server.close());
  return server;
}

/** Asks a server as if it stood on port 465. */
function ask(
  { port }: LabSmtp,
  options: Partial<AttemptOptions> = {},
): Promise<AttemptResult | HelloResult> {
  return attempt({
    host: 'mx.lab.example',
    address: '127.0.0.1',
    port: 465,
    open: openDirectly((address) => dialDirectly(address, port)),
    ehlo: 'scan.lab.example',
    clients: [],
    action: { kind: 'handshake', offer: 'certificate' },
    sni: true,
    timeouts: SHORT,
    record: null,
    ...options,
  });
}

/** The result in one line. */
function summary(result: AttemptResult | HelloResult): string {
  if (result.outcome === 'hello') return `hello ${result.answer.kind}`;
  const failure = 'failure' in result ? `${result.failure.stage}:${result.failure.code}` : null;
  const reply = 'reply' in result ? result.reply : null;
  const { greeting, hello, ehlo, starttls } = result.smtp;
  return [
    result.outcome,
    ...(failure === null ? [] : [failure]),
    ...(reply === null ? [] : [`reply ${reply.stage} ${reply.code}`]),
    `greeting ${greeting ?? 'null'}`,
    `${hello ?? 'null'} ${ehlo.length} ${starttls ?? 'null'}`,
    ...result.notes,
  ].join(' | ');
}

const POLITE = 'greeting 220 mx.lab.example ESMTP | EHLO 3 null';
const NOTHING = 'greeting null | null 0 null';

describe('port 465: a server that', () => {
  it.each<[string, SmtpBehaviour, string]>([
    ['speaks TLS at once', { implicitTls: true }, `tls | ${POLITE}`],
    [
      'offers STARTTLS inside TLS, which means nothing there',
      {
        implicitTls: true,
        ehloAfterTls: ['250-mx.lab.example', '250-A', '250-B', '250 STARTTLS'],
      },
      `tls | ${POLITE}`,
    ],
    [
      'knows HELO alone',
      { implicitTls: true, ehloAfterTls: '502 no' },
      'tls | greeting 220 mx.lab.example ESMTP | HELO 0 null | helo-only',
    ],
    [
      'rejects the client inside TLS',
      { implicitTls: true, greeting: '554 5.7.1 not you' },
      'tls | reply greeting 554 | greeting 554 5.7.1 not you | null 0 null',
    ],
    [
      'defers EHLO inside TLS',
      { implicitTls: true, ehloAfterTls: '421 4.3.2 later' },
      'tls | reply ehlo 421 | greeting 220 mx.lab.example ESMTP | null 0 null',
    ],
    ['is silent inside TLS', { implicitTls: true, greeting: 'silent' }, `tls | ${NOTHING}`],
    [
      'ends the connection after the handshake',
      { implicitTls: true, endAt: { step: 'after-handshake', how: 'close' } },
      `tls | ${NOTHING}`,
    ],
    [
      'requires a client certificate by an alert',
      { implicitTls: true, tls: { requiresClientCertificate: true } },
      `tls-failed | handshake:tls-alert | ${NOTHING}`,
    ],
    [
      'requires a client certificate by its greeting',
      { implicitTls: true, greeting: '554 5.7.1 No client certificate presented' },
      `tls-failed | handshake:tls-alert | reply handshake 554 | ${NOTHING}`,
    ],
    ['greets in plaintext', {}, `tls-failed | handshake:malformed | ${NOTHING}`],
    [
      'closes at the ClientHello',
      { implicitTls: true, endAt: { step: 'client-hello', how: 'close' } },
      `tls-failed | handshake:closed | ${NOTHING}`,
    ],
    [
      'says nothing at all',
      { implicitTls: true, onClientHello: () => ({ kind: 'say', reply: 'silent' }) },
      `tls-failed | handshake:timeout | ${NOTHING}`,
    ],
  ])('%s', async (_, behaviour, expected) => {
    expect(summary(await ask(await serve(behaviour)))).toBe(expected);
  });

  it('gets EHLO and QUIT inside TLS, and no STARTTLS', async () => {
    const server = await serve({ implicitTls: true });
    await ask(server);
    expect(server.connections.map(({ commands }) => commands)).toEqual([
      ['EHLO scan.lab.example', 'QUIT'],
    ]);
    expect(server.connections[0]?.tls?.servername).toBe('mx.lab.example');
  });

  it('gets a hello alone where only its answer is read', async () => {
    const server = await serve({ implicitTls: true, tls: { minVersion: 'TLSv1' } });
    const { action } = formProbe('version', 'TLSv1.1', 'ordinary', true);
    const result = await ask(server, { action });
    expect(result).toMatchObject({
      outcome: 'hello',
      smtp: { greeting: null },
      answer: { kind: 'server-hello', hello: { version: 'TLSv1.1' } },
    });
    expect(server.connections.map(({ commands }) => commands)).toEqual([[]]);
  });

  it('is asked in the old way on any other port', async () => {
    const server = await serve({});
    expect(summary(await ask(server, { port: 587 }))).toBe(
      'tls | greeting 220 mx.lab.example ESMTP | EHLO 4 offered',
    );
  });
});
