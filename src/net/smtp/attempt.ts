import type { Socket } from 'node:net';
import type { SmtpFacts } from '../../model/records/endpoint.ts';
import { tlsStartOf } from '../../model/tls-start.ts';
import { Deadline } from '../deadline.ts';
import { connectFailure } from '../open.ts';
import type { AttemptOptions } from './attempt-options.ts';
import type { AttemptResult, HelloResult } from './attempt-result.ts';
import { SmtpConnection, type ConnectionEnd } from './smtp-connection.ts';
import { converse } from './smtp.ts';
import { quit, startTls, type Ready } from './start-tls.ts';

const NOTHING: SmtpFacts = { greeting: null, hello: null, ehlo: [], starttls: null };

/**
 * Makes one connection: greeting, EHLO, STARTTLS, the TLS action, QUIT (RFC 5321 §4.1, RFC 3207); on a port of implicit TLS the
 * TLS action first, and the greeting and EHLO after a handshake (RFC 8314 §3.3). Returns how far it got. Never rejects; closes
 * the socket.
 */
export async function attempt(options: AttemptOptions): Promise<AttemptResult | HelloResult> {
  const deadline = new Deadline(options.timeouts.attempt);
  const { open, timeouts, interruption } = options;
  const opened = interruption?.isRaised
    ? connectFailure('closed', 'interrupted')
    : await open(options, deadline.limit(timeouts.connect));
  if (opened.kind === 'failed') {
    options.record?.({ from: 'scanner', text: `${opened.failure.code}: ${opened.failure.detail}` });
    return { outcome: 'failed', smtp: NOTHING, notes: [], failure: opened.failure, reply: null };
  }
  try {
    return tlsStartOf(options.port) === 'implicit'
      ? await startTls(
          options,
          { socket: opened.socket, smtp: NOTHING, notes: [], reply: null },
          deadline,
        )
      : await speak(options, opened.socket, deadline);
  } finally {
    opened.socket.destroy();
  }
}

async function speak(
  options: AttemptOptions,
  socket: Socket,
  deadline: Deadline,
): Promise<AttemptResult | HelloResult> {
  const { host, ehlo, timeouts, record } = options;
  const connection = new SmtpConnection(socket, record);
  const clients = [ehlo, ...options.clients, socket.localAddress ?? ''];
  const stays = options.interruption?.whenRaised(() => {
    connection.leave();
  });
  const dialogue = await converse({ connection, host, ehlo, clients, deadline, timeouts });
  stays?.();
  if (dialogue.kind === 'ended') {
    if (dialogue.mayQuit) await quit(connection, socket, options, deadline);
    return dialogue.result;
  }
  const { smtp, notes, reply } = dialogue;
  const end = await connection.endBehindReply();
  if (connection.release().length > 0) notes.push('data-after-220');
  if (end !== null) return cutOff(options, end, dialogue);
  return startTls(options, { socket, smtp, notes, reply }, deadline);
}

/** The result of a connection that ended behind the 220 reply. */
function cutOff(
  { action, record }: AttemptOptions,
  { code, detail }: ConnectionEnd,
  { smtp, notes, reply }: Omit<Ready, 'socket'>,
): AttemptResult | HelloResult {
  record?.({ from: 'scanner', text: `TLS not started: ${code} (${detail})` });
  if (action.kind === 'hello') {
    return { outcome: 'hello', smtp, notes, answer: { kind: 'none', code, detail } };
  }
  const failure = { stage: 'handshake', code, detail } as const;
  return { outcome: 'tls-failed', smtp, notes, failure, handshake: null, reply };
}
