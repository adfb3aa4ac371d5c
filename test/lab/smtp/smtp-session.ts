import type { Socket } from 'node:net';
import type { Ending, Reply, SmtpBehaviour, SmtpStep } from './smtp-behaviour.ts';
import { dripping, say } from './smtp-say.ts';
import type { TlsSetup } from './smtp-tls.ts';

/** What one connection to a lab server was like. */
export interface LabConnection {
  /** 1 for the first. */
  readonly number: number;
  /** Names said in EHLO and HELO, in order. */
  readonly names: readonly string[];
  /** Command lines without their line ends, in order, inside and outside TLS. */
  readonly commands: readonly string[];
  readonly saidQuit: boolean;
  /** The client spoke before the greeting was complete. */
  readonly spokeEarly: boolean;
  /** The first chunk after the answer to STARTTLS, or null. */
  readonly clientHello: Buffer | null;
  /** null until a handshake is complete. */
  readonly tls: {
    readonly version: string;
    readonly cipher: string;
    readonly servername: string;
  } | null;
  /** Milliseconds of the process's monotonic clock. */
  readonly startedAt: number;
  /** When QUIT was answered or the client ended it, whichever came first; null while it is open. */
  readonly endedAt: number | null;
  /** Errors of its sockets, such as ECONNRESET. */
  readonly errors: readonly Error[];
}

/** A connection while it is written down. */
export type ConnectionRecord = {
  -readonly [K in keyof LabConnection]: LabConnection[K] extends readonly (infer T)[]
    ? T[]
    : LabConnection[K];
};

/** One connection and how it is to be treated. */
export interface Session {
  readonly raw: Socket;
  /** The raw socket, then the one inside TLS. */
  stream: Socket;
  readonly name: string;
  readonly behaviour: SmtpBehaviour;
  readonly tls: TlsSetup;
  readonly record: ConnectionRecord;
  /** The connection counts as ended from now on; only the first call has an effect. */
  readonly over: () => void;
  /** Lines are handled when `plain` and `tls`; `ended` awaits the ending of the behaviour. */
  phase: 'greeting' | 'plain' | 'switching' | 'tls' | 'ended';
  pending: string;
  busy: boolean;
}

/** Says a reply on the connection as it is now. */
export async function speak({ stream, raw, behaviour }: Session, reply: Reply): Promise<void> {
  await say(stream, stream === raw ? dripping(reply, behaviour.dripMs) : reply);
}

/** Ends the connection if the behaviour says so for this step, and says whether it did. */
export function endsAt(session: Session, step: SmtpStep): boolean {
  const { endAt } = session.behaviour;
  if (endAt?.step !== step) return false;
  session.phase = 'ended';
  endings[endAt.how](session);
  return true;
}

/** How connections are ended. */
export const endings = {
  close: ({ stream }) => stream.end(),
  reset: ({ raw }) => {
    later(raw, () => raw.resetAndDestroy());
  },
  cut: ({ raw }) => {
    later(raw, () => raw.end());
  },
} satisfies Record<Ending, (session: Session) => unknown>;

/**
 * A client that finds a reply and the reset behind it at once can see an orderly end, and what ends a handshake in
 * TLS 1.2 is still to be sent when the server holds it for complete: let it go out and be read first.
 */
const LATER_MS = 20;

function later(raw: Socket, end: () => void): void {
  setTimeout(() => {
    if (!raw.destroyed) end();
  }, LATER_MS);
}

/** Writes down what goes wrong in work that nobody waits for. */
export function note({ record }: Session, work: Promise<unknown>): void {
  work.catch((error: unknown) => {
    record.errors.push(error instanceof Error ? error : new Error(String(error)));
  });
}
