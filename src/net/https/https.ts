import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { Fetched } from './fetched.ts';
import { errorCode, errorDetail, failureCodeOf } from '../../model/system-error.ts';
import { VERSION } from '../../model/version.ts';
import { Deadline } from '../deadline.ts';
import type { Dialler } from '../dial.ts';
import { openTls } from './https-connection.ts';

/** One file from one address of a web server: what it takes. */
export interface FetchOptions {
  /** The name for SNI, the certificate and the Host field, in A-labels. */
  host: string;
  path: string;
  /** IP address and TCP port; the host is not looked up. */
  address: string;
  port: number;
  dial: Dialler;
  /** Judges the certificates that the server sent, in DER and its order; gives why they do not prove the host, else null. */
  distrust: (chain: readonly Buffer[]) => string | null;
  /** An absolute end for all of it, in ms. */
  ms: number;
}

/** A longer policy is none (RFC 8461 §3.3 lets senders stop there). */
const BODY_CAP = 65_536;

/** The status line and fields of an answer together, in bytes. */
const HEADER_CAP = 16_384;

/** Interim answers (1xx) that are waited past. */
const INTERIM_CAP = 10;

/**
 * Fetches a policy file (RFC 8461 §3.3): GET over TLS, no redirects followed, nothing unpacked, status 200 and text/plain
 * or it is none. The request leaves only for a server whose certificate proves it. Never rejects; the socket is closed.
 */
export async function fetchPolicyFile(options: FetchOptions): Promise<Fetched> {
  const deadline = new Deadline(options.ms);
  const opened = await openTls(options, deadline);
  if (opened.kind === 'failed') return opened;
  try {
    const reason = options.distrust(opened.chain);
    return reason === null
      ? await ask(opened.socket, options, deadline)
      : { kind: 'untrusted', reason };
  } finally {
    opened.socket.destroy();
  }
}

function ask(socket: TLSSocket, options: FetchOptions, deadline: Deadline): Promise<Fetched> {
  const { host, path, ms } = options;
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      settle(failed('timeout', 'no whole answer in time'));
    }, deadline.left(ms));
    // The first word counts, as later ones follow from it: resolving twice has no effect.
    const settle = (fetched: Fetched): void => {
      clearTimeout(timer);
      resolve(fetched);
      asked.destroy();
    };
    const asked = request({
      createConnection: () => socket,
      host,
      path,
      headers: {
        host,
        'user-agent': `mxtls/${VERSION}`,
        accept: 'text/plain',
        'accept-encoding': 'identity',
      },
      maxHeaderSize: HEADER_CAP,
    });
    asked.on('response', (answer) => {
      read(answer, settle);
    });
    // Without this, Node would take a change of protocols for a broken connection.
    asked.on('upgrade', ({ statusCode = 0 }) => {
      settle({ kind: 'status', status: statusCode });
    });
    let interim = 0;
    asked.on('information', () => {
      if (++interim > INTERIM_CAP) settle(failed('malformed', 'interim answers without end'));
    });
    asked.on('error', (error) => {
      settle(answerError(error));
    });
    asked.on('close', () => {
      settle(failed('closed', 'closed before a whole answer'));
    });
    asked.end();
  });
}

/** Reads an answer as far as it is worth it. */
function read(answer: IncomingMessage, settle: (fetched: Fetched) => void): void {
  const refused = refusal(answer);
  if (refused !== null) {
    settle(refused);
    return;
  }
  const received: Buffer[] = [];
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > BODY_CAP) settle({ kind: 'too-long', bytes: BODY_CAP });
    else received.push(chunk);
  });
  answer.on('end', () => {
    settle({ kind: 'body', body: Buffer.concat(received) });
  });
  // What was cut short ends in an error, and in no `end`.
  answer.on('error', (error) => {
    settle(answerError(error));
  });
}

/** What in the head of an answer makes it no policy. */
function refusal({ statusCode = 0, headers }: IncomingMessage): Fetched | null {
  if (statusCode !== 200) return { kind: 'status', status: statusCode };
  const type = headers['content-type'] ?? null;
  const [mediaType = ''] = (type ?? '').split(';');
  if (mediaType.trim().toLowerCase() !== 'text/plain')
    return { kind: 'media-type', mediaType: type };
  const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  return encoding === 'identity' ? null : { kind: 'encoded', encoding };
}

/** Puts an error of Node's HTTP client into our words. */
function answerError(error: Error): Fetched {
  const code = errorCode(error);
  if (code === 'HPE_HEADER_OVERFLOW') return failed('too-long', code);
  if (code.startsWith('HPE_')) return failed('malformed', code);
  // Node gives the end of a stream the code of a reset.
  if (code === 'ECONNRESET' && /hang up|aborted/.test(error.message)) {
    return failed('closed', 'closed before a whole answer');
  }
  return failed(failureCodeOf(error), errorDetail(error));
}

function failed(code: Extract<Fetched, { kind: 'failed' }>['code'], detail: string): Fetched {
  return { kind: 'failed', stage: 'answer', code, detail };
}
