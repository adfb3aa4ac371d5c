import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { SmtpFacts } from '../../model/records/endpoint.ts';
import type { Failure, Reply } from '../../model/records/failure.ts';
import type { HelloOffer } from '../tls/client-hello.ts';
import { answerText } from '../tls/hello-answer.ts';
import type { HelloResult, AttemptResult } from './attempt-result.ts';
import type { TranscriptLine } from '../../model/transcript.ts';
import { errorCode, errorDetail, failureCodeOf } from '../../model/system-error.ts';
import type { Note } from '../../model/records/words.ts';
import { Deadline, type Timeouts } from '../deadline.ts';
import type { Dialler } from '../dial.ts';
import type { Interruption } from '../interruption.ts';
import { exchangeHello } from '../tls/hello.ts';
import { isAlertError } from '../tls/tls-error.ts';
import { rejectionBy, type Rejection } from './rejection.ts';
import { SmtpConnection, type ConnectionEnd, type ReplyEvent } from './smtp-connection.ts';
import { converse } from './smtp.ts';
import { upgrade, type Offer } from '../tls/tls.ts';

/** What a connection does once the server awaits TLS: a handshake, or one ClientHello whose answer is only read. */
export type TlsAction = { kind: 'handshake'; offer: Offer } | { kind: 'hello'; offer: HelloOffer };

/** What one connection to an address of an MX host takes. */
export interface AttemptOptions {
  /** The MX host, for SNI (RFC 7672 §8.1). */
  host: string;
  /** IP address and TCP port. */
  address: string;
  port: number;
  dial: Dialler;
  /** The name sent in EHLO. */
  ehlo: string;
  /** Further names and addresses of the scanner, which are replaced in stored server text. */
  clients: readonly string[];
  action: TlsAction;
  sni: boolean;
  timeouts: Timeouts;
  /** Takes each line of the dialogue as it happens; null: nobody reads them. */
  record: ((line: TranscriptLine) => void) | null;
  /** Raised: no connection is made, and an open dialogue ends with QUIT. */
  interruption?: Interruption | undefined;
}

const NOTHING: SmtpFacts = { greeting: null, hello: null, ehlo: [], starttls: null };

/**
 * Makes one connection: greeting, EHLO, STARTTLS, the TLS action, QUIT (RFC 5321 §4.1, RFC 3207). Returns how far it got.
 * Never rejects; closes the socket.
 */
export async function attempt(options: AttemptOptions): Promise<AttemptResult | HelloResult> {
  const deadline = new Deadline(options.timeouts.attempt);
  const opened = await open(options, deadline);
  if (opened.kind === 'failed') {
    options.record?.({ from: 'scanner', text: `${opened.failure.code}: ${opened.failure.detail}` });
    return { outcome: 'failed', smtp: NOTHING, notes: [], failure: opened.failure, reply: null };
  }
  try {
    return await speak(options, opened.socket, deadline);
  } finally {
    opened.socket.destroy();
  }
}

type Opened = { kind: 'open'; socket: Socket } | { kind: 'failed'; failure: Failure };

function open(
  { dial, address, port, timeouts, interruption }: AttemptOptions,
  deadline: Deadline,
): Promise<Opened> {
  if (interruption?.isRaised) return Promise.resolve(connectFailure('closed', 'interrupted'));
  const { ms, text } = deadline.limit(timeouts.connect);
  return new Promise((resolve) => {
    const socket = dial(address, port);
    const timer = setTimeout(() => {
      // Destroyed, so that a connection that opens later does not stay open.
      socket.destroy();
      resolve(connectFailure('timeout', text));
    }, ms);
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve({ kind: 'open', socket });
    });
    // Never removed: an error without a listener would end the process.
    socket.on('error', (error) => {
      clearTimeout(timer);
      resolve(connectFailure(connectCode(error, address), errorDetail(error)));
    });
  });
}

function connectFailure(code: Failure['code'], detail: string): Opened {
  return { kind: 'failed', failure: { stage: 'connect', code, detail } };
}

/** An IPv6 address without a route is a limit of this machine, not of the server. */
function connectCode(error: Error, address: string): Failure['code'] {
  const hasNoRoute = ['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(errorCode(error));
  return hasNoRoute && address.includes(':') ? 'no-ipv6' : failureCodeOf(error);
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
  const { action } = options;
  const end = await connection.endBehindReply();
  if (connection.release().length > 0) notes.push('data-after-220');
  if (end !== null) return cutOff(options, end, dialogue);
  const ready = { socket, smtp, notes, reply };
  return action.kind === 'hello'
    ? sayHello(options, action.offer, ready, deadline)
    : secure(options, action.offer, ready, deadline);
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

interface Ready {
  socket: Socket;
  smtp: SmtpFacts;
  notes: Note[];
  reply: Reply | null;
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
  { socket, smtp, notes, reply }: Ready,
  deadline: Deadline,
): Promise<AttemptResult> {
  const { host, sni, timeouts, record } = options;
  const { ms, text } = deadline.limit(timeouts.handshake);
  const result = await upgrade(socket, { offer, servername: sni ? host : null, ms });
  if (result.kind === 'failed') {
    const { code } = result;
    const detail = code === 'timeout' ? text : result.detail;
    record?.({ from: 'scanner', text: `TLS handshake failed: ${code} (${detail})` });
    const failure = { stage: 'handshake', code, detail } as const;
    return { outcome: 'tls-failed', smtp, notes, failure, handshake: null, reply };
  }
  const { socket: secured, handshake } = result;
  record?.({ from: 'scanner', text: `TLS started: ${handshake.version} ${handshake.cipher}` });
  const rejection = await rejectionOf(secured, options, deadline);
  return rejection === null
    ? { outcome: 'tls', smtp, notes, handshake, reply }
    : { outcome: 'tls-failed', smtp, notes, handshake, ...rejection };
}

/** Ends a connection inside TLS, and reads on to the reply: a server may reject its client only after the handshake. */
async function rejectionOf(
  socket: TLSSocket,
  options: AttemptOptions,
  deadline: Deadline,
): Promise<Rejection | null> {
  const { host, ehlo, record } = options;
  const alerts: string[] = [];
  socket.on('error', (error) => {
    if (!isAlertError(error)) return;
    alerts.push(errorDetail(error));
    record?.({ from: 'scanner', text: `TLS alert after the handshake: ${errorDetail(error)}` });
  });
  const connection = new SmtpConnection(socket, record);
  const early = await connection.reply(deadline.limit(0));
  const event = early.kind === 'reply' ? early : await quit(connection, socket, options, deadline);
  return rejectionBy(alerts[0] ?? null, event, { host, clients: [ehlo, ...options.clients] });
}

/** Sends QUIT and waits for any reply (RFC 5321 §4.1.1.10). */
async function quit(
  connection: SmtpConnection,
  socket: Socket,
  { timeouts }: AttemptOptions,
  deadline: Deadline,
): Promise<ReplyEvent> {
  connection.send('QUIT');
  const event = await connection.reply(deadline.limit(timeouts.quit));
  socket.end();
  return event;
}
