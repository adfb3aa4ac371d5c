import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { SmtpFacts } from '../../model/records/endpoint.ts';
import type { Reply } from '../../model/records/failure.ts';
import type { Note } from '../../model/records/words.ts';
import { errorDetail } from '../../model/system-error.ts';
import { tlsStartOf } from '../../model/tls-start.ts';
import type { Deadline } from '../deadline.ts';
import type { HelloOffer } from '../tls/client-hello.ts';
import { answerText } from '../tls/hello-answer.ts';
import { exchangeHello } from '../tls/hello.ts';
import { isAlertError } from '../tls/tls-error.ts';
import { upgrade, type Handshake, type Offer } from '../tls/tls.ts';
import type { AttemptOptions } from './attempt-options.ts';
import type { AttemptResult, HelloResult } from './attempt-result.ts';
import { rejectionBy, type Rejection } from './rejection.ts';
import { SmtpConnection, type ReplyEvent } from './smtp-connection.ts';
import { converse } from './smtp.ts';

/** A connection whose server awaits TLS, and what it said before. */
export interface Ready {
  socket: Socket;
  smtp: SmtpFacts;
  notes: Note[];
  reply: Reply | null;
}

/** Carries out the TLS action of an attempt, and ends the dialogue inside TLS by QUIT. Never rejects. */
export function startTls(
  options: AttemptOptions,
  ready: Ready,
  deadline: Deadline,
): Promise<AttemptResult | HelloResult> {
  const { action } = options;
  return action.kind === 'hello'
    ? sayHello(options, action.offer, ready, deadline)
    : secure(options, action.offer, ready, deadline);
}

async function sayHello(
  { host, sni, timeouts, record }: AttemptOptions,
  offer: HelloOffer,
  { socket, smtp, notes }: Ready,
  deadline: Deadline,
): Promise<HelloResult> {
  const ms = deadline.left(timeouts.handshake);
  const answer = await exchangeHello(socket, { offer, servername: sni ? host : null, ms });
  record?.({ from: 'scanner', text: `TLS hello up to ${offer.version}: ${answerText(answer)}` });
  return { outcome: 'hello', smtp, notes, answer };
}

async function secure(
  options: AttemptOptions,
  offer: Offer,
  ready: Ready,
  deadline: Deadline,
): Promise<AttemptResult> {
  const { host, sni, timeouts, record } = options;
  const { socket, smtp, notes, reply } = ready;
  const { ms, text } = deadline.limit(timeouts.handshake);
  const result = await upgrade(socket, { offer, servername: sni ? host : null, ms });
  if (result.kind === 'failed') {
    const { code } = result;
    const detail = code === 'timeout' ? text : result.detail;
    record?.({ from: 'scanner', text: `TLS handshake failed: ${code} (${detail})` });
    const failure = { stage: 'handshake', code, detail } as const;
    return { outcome: 'tls-failed', smtp, notes, failure, handshake: null, reply };
  }
  const { handshake } = result;
  record?.({ from: 'scanner', text: `TLS started: ${handshake.version} ${handshake.cipher}` });
  const inside = insideOf(result.socket, options);
  return tlsStartOf(options.port) === 'implicit'
    ? converseInside(inside, ready, handshake, deadline)
    : endInside(inside, ready, handshake, deadline);
}

/** A dialogue inside TLS, with the fatal alerts that arrived after the handshake. */
interface Inside {
  options: AttemptOptions;
  socket: TLSSocket;
  connection: SmtpConnection;
  alerts: string[];
}

function insideOf(socket: TLSSocket, options: AttemptOptions): Inside {
  const { record } = options;
  const alerts: string[] = [];
  socket.on('error', (error) => {
    if (!isAlertError(error)) return;
    alerts.push(errorDetail(error));
    record?.({ from: 'scanner', text: `TLS alert after the handshake: ${errorDetail(error)}` });
  });
  return { options, socket, connection: new SmtpConnection(socket, record), alerts };
}

/** Ends a connection inside TLS, and reads on to the reply: a server may reject its client only after the handshake. */
async function endInside(
  inside: Inside,
  ready: Ready,
  handshake: Handshake,
  deadline: Deadline,
): Promise<AttemptResult> {
  const { connection, socket, options } = inside;
  const early = await connection.reply(deadline.limit(0));
  const event = early.kind === 'reply' ? early : await quit(connection, socket, options, deadline);
  const { smtp, notes, reply } = ready;
  return withRejection(rejectionIn(inside, event), { smtp, notes, reply, handshake });
}

/**
 * Reads the greeting and the EHLO reply inside implicit TLS, and says QUIT. The TLS is known, so that whatever the server
 * replies, the outcome is `tls`, unless it rejects its client for want of a certificate.
 */
async function converseInside(
  inside: Inside,
  { smtp: nothing, notes: before }: Ready,
  handshake: Handshake,
  deadline: Deadline,
): Promise<AttemptResult> {
  const { connection, socket, options } = inside;
  const { host, ehlo, timeouts } = options;
  const clients = [ehlo, ...options.clients, socket.localAddress ?? ''];
  const stays = options.interruption?.whenRaised(() => {
    connection.leave();
  });
  const dialogue = await converse({
    ...{ connection, host, ehlo, clients, deadline, timeouts },
    endsBeforeStarttls: true,
  });
  stays?.();
  const { smtp, notes, reply } = dialogue.kind === 'ended' ? dialogue.result : dialogue;
  const mayQuit = dialogue.kind === 'ready' || dialogue.mayQuit;
  const end = mayQuit ? await quit(connection, socket, options, deadline) : null;
  const rejection = rejectionIn(inside, reply === null ? end : replyEvent(reply));
  // A server that turned the client away has said nothing of itself.
  return rejection === null
    ? { outcome: 'tls', smtp, notes: [...before, ...notes], handshake, reply }
    : withRejection(rejection, { smtp: nothing, notes: before, reply: null, handshake });
}

function replyEvent({ code, text }: Reply): ReplyEvent {
  return { kind: 'reply', reply: { code, lines: [text], mixedCodes: false } };
}

function rejectionIn({ options, alerts }: Inside, event: ReplyEvent | null): Rejection | null {
  const { host, ehlo, clients } = options;
  return rejectionBy(alerts[0] ?? null, event, { host, clients: [ehlo, ...clients] });
}

function withRejection(
  rejection: Rejection | null,
  facts: Omit<Extract<AttemptResult, { outcome: 'tls' }>, 'outcome'>,
): AttemptResult {
  return rejection === null
    ? { outcome: 'tls', ...facts }
    : { outcome: 'tls-failed', ...facts, ...rejection };
}

/** Sends QUIT and waits for any reply (RFC 5321 §4.1.1.10). */
export async function quit(
  connection: SmtpConnection,
  socket: Socket,
  { timeouts }: Pick<AttemptOptions, 'timeouts'>,
  deadline: Deadline,
): Promise<ReplyEvent> {
  connection.send('QUIT');
  const event = await connection.reply(deadline.limit(timeouts.quit));
  socket.end();
  return event;
}
