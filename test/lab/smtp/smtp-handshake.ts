import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { endings, endsAt, note, speak, type Session } from './smtp-session.ts';
import { upgrade } from './smtp-tls.ts';

/**
 * Waits for the ClientHello and answers it as the behaviour says.
 * @param serveInside takes the connection once the handshake is complete
 */
export function awaitHello(
  session: Session,
  serveInside: (session: Session, stream: Socket) => void,
): void {
  const { raw, pending } = session;
  if (pending !== '') raw.unshift(Buffer.from(pending, 'latin1'));
  session.pending = '';
  raw.once('data', (hello: Buffer) => {
    raw.pause();
    session.record.clientHello = hello;
    note(session, answerHello(session, hello, serveInside));
  });
  raw.resume();
}

async function answerHello(
  session: Session,
  hello: Buffer,
  serveInside: (session: Session, stream: Socket) => void,
): Promise<void> {
  if (endsAt(session, 'client-hello')) return;
  const answer = session.behaviour.onClientHello?.(hello) ?? { kind: 'tls' };
  switch (answer.kind) {
    case 'say':
      session.raw.resume();
      return speak(session, answer.reply);
    case 'end':
      endings[answer.how](session);
      return;
    case 'tls':
      session.raw.unshift(hello);
      shakeHands(session, hello, serveInside);
  }
}

function shakeHands(
  session: Session,
  hello: Buffer,
  serveInside: (session: Session, stream: Socket) => void,
): void {
  const { record } = session;
  const tls = upgrade(session.raw, hello, session.tls);
  session.stream = tls;
  tls.on('error', (error: Error) => record.errors.push(error));
  tls.once('secure', () => {
    tls.once('end', session.over);
    record.tls = agreed(tls);
    session.phase = 'tls';
    if (!endsAt(session, 'after-handshake')) serveInside(session, tls);
  });
}

function agreed(tls: TLSSocket): Session['record']['tls'] {
  const { servername } = tls as { servername?: unknown };
  return {
    version: tls.getProtocol() ?? 'unknown',
    cipher: tls.getCipher().name,
    servername: typeof servername === 'string' ? servername : '',
  };
}
