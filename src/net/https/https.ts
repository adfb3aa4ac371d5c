import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { Fetched } from './fetched.ts';
import { errorCode, errorDetail, failureCodeOf } from '../../model/system-error.ts';
import { VERSION } from '../../model/version.ts';
import { Deadline } from '../deadline.ts';
import type { Dialler } from '../dial.ts';
import { openTls } from './https-connection.ts';

/** What fetching one file from one address of a web server takes. */
export interface FetchOptions {
  /** The name for SNI, the certificate and the Host field, in A-labels. */
  host: string;
  path: string;
  /** IP address and TCP port; `host` is not looked up. */
  address: string;
  port: number;
  dial: Dialler;
  /** Returns why the certificates (DER, as sent) are not valid for `host`, or null. */
  distrust: (chain: readonly Buffer[]) => string | null;
  /** The timeout of the whole fetch, in ms. */
  ms: number;
}

/** The longest policy, in bytes (RFC 8461 §3.3 lets senders limit it). */
const BODY_CAP = 65_536;

/** The longest header of an answer, in bytes. */
const HEADER_CAP = 16_384;

/** Interim answers (1xx) that are skipped at most. */
const INTERIM_CAP = 10;

/**
 * Fetches a policy file (RFC 8461 §3.3): GET over TLS, without redirects and content encodings; only status 200 with
 * text/plain counts. The request is sent only after the certificate is judged valid. Never rejects; closes the socket.
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
    // The first result counts, as later ones follow from it: resolving twice has no effect.
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
    // Without this, Node would report a protocol upgrade as a broken connection.
    asked.on('upgrade', ({ statusCode = 0 }) => {
      settle({ kind: 'status', status: statusCode });
    });
    let interim = 0;
    asked.on('information', () => {
      if (++interim > INTERIM_CAP) {
        settle(failed('malformed', `more than ${INTERIM_CAP} interim answers`));
      }
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

/** Reads an answer, and its body unless the header rules it out. */
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
  // A body that was cut short ends with an error and without `end`.
  answer.on('error', (error) => {
    settle(answerError(error));
  });
}

/** Returns why the header of an answer rules out a policy, or null. */
function refusal({ statusCode = 0, headers }: IncomingMessage): Fetched | null {
  if (statusCode !== 200) return { kind: 'status', status: statusCode };
  const type = headers['content-type'] ?? null;
  const [mediaType = ''] = (type ?? '').split(';');
  if (mediaType.trim().toLowerCase() !== 'text/plain')
    return { kind: 'media-type', mediaType: type };
  const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  return encoding === 'identity' ? null : { kind: 'encoded', encoding };
}

/** Maps an error of Node's HTTP client to a failure. */
function answerError(error: Error): Fetched {
  const code = errorCode(error);
  if (code === 'HPE_HEADER_OVERFLOW') return failed('too-long', code);
  if (code.startsWith('HPE_')) return failed('malformed', code);
  // Node reports the end of a stream with the code of a reset.
  if (code === 'ECONNRESET' && /hang up|aborted/.test(error.message)) {
    return failed('closed', 'closed before a whole answer');
  }
  return failed(failureCodeOf(error), errorDetail(error));
}

function failed(code: Extract<Fetched, { kind: 'failed' }>['code'], detail: string): Fetched {
  return { kind: 'failed', stage: 'answer', code, detail };
}
