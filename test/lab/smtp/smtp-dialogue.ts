import type { Socket } from 'node:net';
import type { Reply } from './smtp-behaviour.ts';
import { awaitHello } from './smtp-handshake.ts';
import { isPositive, withGlued } from './smtp-say.ts';
import { endsAt, note, speak, type Session } from './smtp-session.ts';

const KEYWORDS = ['PIPELINING', 'SIZE 20971520', '8BITMIME'];

/** Greets and serves a connection until it ends; errors go to its record. */
export function serve(session: Session): void {
  note(session, greet(session));
}

async function greet(session: Session): Promise<void> {
  const { raw, behaviour, name } = session;
  if (endsAt(session, 'connect')) return;
  if (behaviour.implicitTls === true) {
    awaitHello(session, (_, stream) => {
      listen(session, stream);
      note(session, speak(session, behaviour.greeting ?? `220 ${name} ESMTP`));
    });
    return;
  }
  if (behaviour.reads !== false) listen(session, raw);
  await speak(session, behaviour.greeting ?? `220 ${name} ESMTP`);
  session.phase = 'plain';
  if (!endsAt(session, 'greeting')) await handleLines(session);
}

function listen(session: Session, stream: Socket): void {
  stream.on('data', (chunk: Buffer) => {
    if (session.phase === 'greeting') hearEarly(session);
    session.pending += chunk.toString('latin1');
    if (session.phase !== 'greeting') note(session, handleLines(session));
  });
}

function hearEarly(session: Session): void {
  session.record.spokeEarly = true;
  const { earlyTalk } = session.behaviour;
  if (earlyTalk === undefined) return;
  note(
    session,
    speak(session, earlyTalk).then(() => session.raw.end()),
  );
}

async function handleLines(session: Session): Promise<void> {
  if (session.busy) return;
  session.busy = true;
  for (let line = nextLine(session); line !== undefined; line = nextLine(session)) {
    session.record.commands.push(line);
    await handle(session, line);
  }
  session.busy = false;
}

function nextLine(session: Session): string | undefined {
  const end = session.pending.indexOf('\n');
  if (end < 0 || !(session.phase === 'plain' || session.phase === 'tls')) return undefined;
  const line = session.pending.slice(0, end).replace(/\r$/, '');
  session.pending = session.pending.slice(end + 1);
  return line;
}

async function handle(session: Session, line: string): Promise<void> {
  const [verb = '', ...rest] = line.split(' ');
  const handler = handlers.get(verb.toUpperCase());
  if (handler) await handler(session, rest.join(' '));
  else await speak(session, other(session, verb.toUpperCase(), rest.join(' ')));
}

function other({ behaviour }: Session, verb: string, argument = ''): Reply {
  const own = Object.entries(behaviour.others ?? {}).find(([name]) => name === verb)?.[1];
  const reply = typeof own === 'function' ? own(argument) : own;
  return reply ?? behaviour.unknown ?? '502 5.5.2 Command not recognized';
}

const handlers = new Map<string, (session: Session, argument: string) => Promise<void>>([
  ['EHLO', ehlo],
  ['HELO', helo],
  ['STARTTLS', starttls],
  ['QUIT', quit],
]);

async function ehlo(session: Session, argument: string): Promise<void> {
  session.record.names.push(argument);
  if (endsAt(session, 'ehlo')) return;
  const { behaviour, phase } = session;
  const own = phase === 'tls' ? behaviour.ehloAfterTls : behaviour.ehlo;
  await speak(session, own ?? politeEhlo(session));
}

function politeEhlo({ behaviour, phase, name }: Session): Reply {
  const { starttls = 'offered' } = behaviour;
  const keyword = typeof starttls === 'object' ? starttls.keyword : 'STARTTLS';
  const shown = starttls === 'absent' || phase === 'tls' ? [] : [keyword];
  const lines = [name, ...(behaviour.keywords ?? KEYWORDS), ...shown];
  return lines.map((line, n) => `250${n === lines.length - 1 ? ' ' : '-'}${line}`);
}

async function helo(session: Session, argument: string): Promise<void> {
  session.record.names.push(argument);
  await speak(session, session.behaviour.helo ?? `250 ${session.name}`);
}

async function quit(session: Session): Promise<void> {
  session.record.saidQuit = true;
  if (endsAt(session, 'quit')) return;
  const reply = session.behaviour.quit ?? '221 2.0.0 Bye';
  await speak(session, reply);
  if (reply === 'silent') return;
  session.stream.end();
  session.over();
}

async function starttls(session: Session): Promise<void> {
  const { behaviour } = session;
  if (endsAt(session, 'starttls')) return;
  const reply = starttlsReply(session);
  const switches = behaviour.startsTls ?? (isPositive(reply) && session.phase === 'plain');
  if (switches) {
    session.phase = 'switching';
    session.raw.removeAllListeners('data').pause();
  }
  await speak(session, withGlued(reply, behaviour.glued));
  if (endsAt(session, 'starttls-answered') || !switches) return;
  awaitHello(session, listen);
}

function starttlsReply(session: Session): Reply {
  const { behaviour, phase } = session;
  if (phase === 'tls') return other(session, 'STARTTLS');
  const offered = behaviour.starttls !== 'absent';
  const usual = offered ? '220 2.0.0 Ready to start TLS' : other(session, 'STARTTLS');
  return behaviour.starttlsReply ?? usual;
}
