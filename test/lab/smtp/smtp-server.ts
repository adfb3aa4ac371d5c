import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { makeCertificate, type LabCertificate } from '../certificates.ts';
import { behaviourList, type SmtpBehaviour, type SmtpBehaviours } from './smtp-behaviour.ts';
import { serve } from './smtp-dialogue.ts';
import type { ConnectionRecord, LabConnection } from './smtp-session.ts';
import { prepareTls, type TlsSetup } from './smtp-tls.ts';

/** How to start an SMTP server. */
export interface SmtpServerOptions {
  /** Default 127.0.0.1. */
  readonly address?: string;
  /** Default 0: any free one. */
  readonly port?: number;
  /** What it calls itself, and the name of the certificate it makes if none is given. Default mx.lab.example. */
  readonly name?: string;
  /** Default: a polite server with STARTTLS. */
  readonly behaviour?: SmtpBehaviours;
  /** Called with each connection when it ends. */
  readonly onConnection?: ((connection: LabConnection) => void) | undefined;
}

/** A running SMTP server. */
export interface LabSmtp {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** In the order in which they came. */
  readonly connections: readonly LabConnection[];
  /** The highest number that was open at once. */
  readonly maxSimultaneous: number;
  /** `start 1`, `start 2`, `end 1`, … by connection number. */
  readonly log: readonly string[];
  close(): Promise<void>;
}

/** A behaviour with its TLS contexts made. */
interface Prepared {
  readonly behaviour: SmtpBehaviour;
  readonly tls: TlsSetup;
}

/**
 * Starts an SMTP server that behaves, well or badly, as its options say. Whatever clients do, it does not throw: errors
 * of connections go to their records.
 * @throws what `listen` throws, such as EADDRINUSE, and what OpenSSL throws on TLS options it does not take
 */
export async function startSmtpServer(options: SmtpServerOptions = {}): Promise<LabSmtp> {
  const name = options.name ?? 'mx.lab.example';
  const prepared = await prepare(name, behaviourList(options.behaviour ?? {}));
  const server = createServer().listen(options.port ?? 0, options.address ?? '127.0.0.1');
  await once(server, 'listening');
  const { address, port } = server.address() as AddressInfo;
  const { onConnection = () => undefined } = options;
  const diary: Diary = {
    connections: [],
    log: [],
    open: new Set(),
    maxSimultaneous: 0,
    onConnection,
  };
  const sockets = new Set<Socket>();
  server.on('connection', (raw) => {
    sockets.add(raw.once('close', () => sockets.delete(raw)));
    const turn = prepared[Math.min(diary.connections.length, prepared.length - 1)];
    if (turn) receive(raw, name, turn, diary);
  });
  const { connections, log } = diary;
  return {
    name,
    address,
    port,
    connections,
    log,
    get maxSimultaneous() {
      return diary.maxSimultaneous;
    },
    close: () => close(server, sockets),
  };
}

/** What a server writes down. */
interface Diary {
  readonly connections: ConnectionRecord[];
  readonly log: string[];
  readonly open: Set<ConnectionRecord>;
  maxSimultaneous: number;
  readonly onConnection: (connection: LabConnection) => void;
}

function receive(raw: Socket, name: string, turn: Prepared, diary: Diary): void {
  const record = enter(diary);
  const over = (): void => {
    leave(diary, record);
  };
  raw.on('error', (error) => record.errors.push(error));
  raw.once('end', over).once('close', over).setNoDelay(true);
  const state = { stream: raw, phase: 'greeting', pending: '', busy: false } as const;
  serve({ raw, name, ...turn, record, over, ...state });
}

function enter(diary: Diary): ConnectionRecord {
  const record = newRecord(diary.connections.length + 1);
  diary.connections.push(record);
  diary.log.push(`start ${record.number}`);
  diary.open.add(record);
  diary.maxSimultaneous = Math.max(diary.maxSimultaneous, diary.open.size);
  return record;
}

function leave({ open, log, onConnection }: Diary, record: ConnectionRecord): void {
  if (!open.delete(record)) return;
  record.endedAt = performance.now();
  log.push(`end ${record.number}`);
  onConnection(record);
}

async function prepare(name: string, list: readonly SmtpBehaviour[]): Promise<readonly Prepared[]> {
  const own = list.some(({ tls }) => tls?.certificate === undefined)
    ? await makeCertificate({ subject: `CN=${name}`, names: [name] })
    : null;
  return list.map((behaviour) => ({ behaviour, tls: prepareTls(completed(behaviour, own)) }));
}

function completed(
  { tls = {} }: SmtpBehaviour,
  own: LabCertificate | null,
): NonNullable<SmtpBehaviour['tls']> {
  return tls.certificate === undefined ? { ...tls, certificate: own } : tls;
}

function newRecord(number: number): ConnectionRecord {
  return {
    number,
    names: [],
    commands: [],
    saidQuit: false,
    spokeEarly: false,
    clientHello: null,
    tls: null,
    startedAt: performance.now(),
    endedAt: null,
    errors: [],
  };
}

async function close(server: Server, open: ReadonlySet<Socket>): Promise<void> {
  for (const socket of open) socket.destroy();
  if (server.listening) await new Promise((resolve) => server.close(resolve));
}
