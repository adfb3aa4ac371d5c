import type { Socket } from 'node:net';
import type { RelayTrial, ServerDialogue } from '../../model/output/server-dialogue.ts';
import type { Failure } from '../../model/records/failure.ts';
import { shownText } from '../../model/text/shown-text.ts';
import { tlsStartOf } from '../../model/tls-start.ts';
import { Deadline } from '../deadline.ts';
import { upgrade } from '../tls/tls.ts';
import type { AttemptOptions } from './attempt-options.ts';
import { ehloKeywords } from './ehlo.ts';
import { relayAnswer, relayEnvelopes, type Envelope } from './relay-forms.ts';
import { SmtpConnection, type ReplyEvent } from './smtp-connection.ts';
import { converse, type Dialogue } from './smtp.ts';
import { quit } from './start-tls.ts';

/** What a dialogue with a server that the user runs takes. */
export type ServerDialogueOptions = Pick<
  AttemptOptions,
  'host' | 'address' | 'port' | 'open' | 'ehlo' | 'clients' | 'timeouts'
>;

const NOTHING: ServerDialogue = {
  from: null,
  greeting: null,
  beforeTls: null,
  insideTls: null,
  trials: [],
  failure: null,
  reply: null,
};

/** The longest text of a reply that is kept, in characters. */
const TEXT_CAP = 512;

/**
 * Makes one connection to a server that the user runs: EHLO, STARTTLS where it is offered, EHLO inside TLS, and MAIL, RCPT and
 * RSET for each form of relaying; never DATA. Never rejects; closes the socket.
 */
export async function askServer(options: ServerDialogueOptions): Promise<ServerDialogue> {
  const deadline = new Deadline(options.timeouts.attempt);
  const opened = await options.open(options, deadline.limit(options.timeouts.connect));
  if (opened.kind === 'failed') return { ...NOTHING, failure: opened.failure };
  const { socket } = opened;
  try {
    const from = socket.localAddress ?? null;
    const asking = { options, deadline };
    const found =
      tlsStartOf(options.port) === 'implicit'
        ? await askInside(asking, socket)
        : await askOutside(asking, socket);
    return { ...NOTHING, from, ...found };
  } finally {
    socket.destroy();
  }
}

interface Asking {
  options: ServerDialogueOptions;
  deadline: Deadline;
}

/** Where TLS comes first. */
async function askInside(asking: Asking, socket: Socket): Promise<Partial<ServerDialogue>> {
  const secured = await secure(asking, socket);
  if (secured.kind === 'failed') return { failure: secured.failure };
  const connection = new SmtpConnection(secured.socket, null);
  const dialogue = await talk(asking, connection, true);
  if (dialogue.kind === 'ended') return ended(asking, connection, secured.socket, dialogue);
  const { greeting, ehlo } = dialogue.smtp;
  const trials = await tryRelaying(asking, connection, secured.socket);
  return { greeting, insideTls: ehlo, trials };
}

async function askOutside(asking: Asking, socket: Socket): Promise<Partial<ServerDialogue>> {
  const outside = new SmtpConnection(socket, null);
  const dialogue = await talk(asking, outside, false);
  if (dialogue.kind === 'ended') {
    const { outcome, smtp } = dialogue.result;
    if (outcome !== 'plaintext') return ended(asking, outside, socket, dialogue);
    const trials = await tryRelaying(asking, outside, socket);
    return { greeting: smtp.greeting, beforeTls: smtp.ehlo, trials };
  }
  const { greeting, hello, ehlo } = dialogue.smtp;
  const before = { greeting, beforeTls: hello === null ? null : ehlo };
  outside.release();
  const secured = await secure(asking, socket);
  if (secured.kind === 'failed') return { ...before, failure: secured.failure };
  const inside = new SmtpConnection(secured.socket, null);
  const event = await send(asking, inside, `EHLO ${asking.options.ehlo}`);
  const insideTls =
    event.kind === 'reply' && event.reply.code === 250 ? ehloKeywords(event.reply.lines) : null;
  return { ...before, insideTls, trials: await tryRelaying(asking, inside, secured.socket) };
}

function talk(
  { options, deadline }: Asking,
  connection: SmtpConnection,
  endsBeforeStarttls: boolean,
): Promise<Dialogue> {
  const { host, ehlo, clients, timeouts } = options;
  const parties = { host, ehlo, clients: [ehlo, ...clients] };
  return converse({ connection, deadline, timeouts, ...parties, endsBeforeStarttls });
}

async function ended(
  { options, deadline }: Asking,
  connection: SmtpConnection,
  socket: Socket,
  { result, mayQuit }: Extract<Dialogue, { kind: 'ended' }>,
): Promise<Partial<ServerDialogue>> {
  if (mayQuit) await quit(connection, socket, options, deadline);
  const failure = result.outcome === 'failed' ? result.failure : null;
  const { greeting, hello, ehlo } = result.smtp;
  const beforeTls = hello === null ? null : ehlo;
  return { greeting, beforeTls, failure, reply: result.reply };
}

type Secured = { kind: 'done'; socket: Socket } | { kind: 'failed'; failure: Failure };

async function secure({ options, deadline }: Asking, socket: Socket): Promise<Secured> {
  const { ms } = deadline.limit(options.timeouts.handshake);
  const result = await upgrade(socket, { offer: 'certificate', servername: options.host, ms });
  if (result.kind === 'done') return result;
  const { code, detail } = result;
  return { kind: 'failed', failure: { stage: 'handshake', code, detail } };
}

/** Tries each form in turn, until the server ends the dialogue, and says QUIT. */
async function tryRelaying(
  asking: Asking,
  connection: SmtpConnection,
  socket: Socket,
): Promise<RelayTrial[]> {
  const { host, ehlo } = asking.options;
  const trials: RelayTrial[] = [];
  for (const envelope of relayEnvelopes(host, ehlo)) {
    const trial = await tryEnvelope(asking, connection, envelope);
    trials.push(trial);
    if (trial.reply === null || trial.reply.code === 421) break;
    await send(asking, connection, 'RSET');
  }
  await quit(connection, socket, asking.options, asking.deadline);
  return trials;
}

async function tryEnvelope(
  asking: Asking,
  connection: SmtpConnection,
  envelope: Envelope,
): Promise<RelayTrial> {
  const mail = await send(asking, connection, `MAIL FROM:${envelope.sender}`);
  if (mail.kind !== 'reply' || mail.reply.code >= 300) return trialOf(envelope, 'MAIL', mail);
  const rcpt = await send(asking, connection, `RCPT TO:${envelope.recipient}`);
  return trialOf(envelope, 'RCPT', rcpt);
}

function trialOf(envelope: Envelope, command: 'MAIL' | 'RCPT', event: ReplyEvent): RelayTrial {
  if (event.kind !== 'reply') return { ...envelope, answer: 'unknown', reply: null };
  const { code, lines } = event.reply;
  const text = shownText(lines.join(' '), TEXT_CAP);
  return {
    ...envelope,
    answer: relayAnswer(command, { code, text }),
    reply: { command, code, text },
  };
}

function send(
  { options, deadline }: Asking,
  connection: SmtpConnection,
  command: string,
): Promise<ReplyEvent> {
  connection.send(command);
  return connection.reply(deadline.limit(options.timeouts.command));
}
