import { request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { errorCode, failureCodeOf } from '../../model/system-error.ts';
import { VERSION } from '../../model/version.ts';

/** A document that is posted. */
export interface Post {
  /** http: or https:. Its path, query and user may be a secret: none of them is in a result. */
  url: URL;
  body: string;
  mediaType: string;
  /** The same for each try, so that a receiver can drop a repeated one. */
  id: string;
  /** The trusted roots as PEM texts, for https:. */
  roots: readonly string[];
}

/**
 * What became of one request. `answered`: any status; `retryAfterMs` is the wait that the answer asks for. `untrusted`: the
 * certificate is not valid for the host, and nothing was sent. `failed`: no answer, in the system's own word.
 */
export type Posted =
  | { kind: 'answered'; status: number; retryAfterMs: number | null }
  | { kind: 'untrusted'; detail: string }
  | { kind: 'failed'; detail: string };

/** The longest header of an answer, in bytes; the body is not read. */
const HEADER_CAP = 16_384;

/**
 * Posts a document once, with HTTP/1.1. Redirects are not followed, and the body of the answer is not read: it may repeat the
 * secret in the URL. Never rejects; closes the connection.
 * @param ms the timeout of it all, in ms.
 */
export function postOnce(post: Post, ms: number): Promise<Posted> {
  return new Promise((resolve) => {
    const asked = openRequest(post);
    const timer = setTimeout(() => {
      settle({ kind: 'failed', detail: 'no answer in time' });
    }, ms);
    // The first result counts, as later ones follow from it: resolving twice has no effect.
    const settle = (posted: Posted): void => {
      clearTimeout(timer);
      resolve(posted);
      asked.destroy();
    };
    asked.on('response', (answer) => {
      settle(answered(answer));
    });
    // Without this, Node would report a protocol upgrade as a broken connection.
    asked.on('upgrade', (answer) => {
      settle(answered(answer));
    });
    asked.on('error', (error) => {
      const detail = errorCode(error) || failureCodeOf(error);
      settle({ kind: isUntrusted(asked) ? 'untrusted' : 'failed', detail });
    });
    asked.on('close', () => {
      settle({ kind: 'failed', detail: 'closed before an answer' });
    });
    asked.end(post.body);
  });
}

function openRequest({ url, body, mediaType, id, roots }: Post): ClientRequest {
  const options = {
    method: 'POST',
    agent: false,
    maxHeaderSize: HEADER_CAP,
    headers: {
      'user-agent': `mxtls/${VERSION}`,
      'content-type': mediaType,
      'content-length': Buffer.byteLength(body),
      'idempotency-key': `"${id}"`,
      connection: 'close',
    },
  };
  if (url.protocol === 'http:') return requestHttp(url, options);
  // Explicit, as NODE_TLS_REJECT_UNAUTHORIZED would turn the default off.
  return requestHttps(url, { ...options, ca: [...roots], rejectUnauthorized: true });
}

function answered({ statusCode = 0, headers }: IncomingMessage): Posted {
  const { date, 'retry-after': wait } = headers;
  return { kind: 'answered', status: statusCode, retryAfterMs: retryAfterMs(wait, date) };
}

/**
 * The wait of Retry-After (RFC 9110 §10.2.3) in ms: seconds, or a date, which is counted from the Date of the same answer, by
 * the clock of the server. Null where there is none, or it makes no sense.
 */
export function retryAfterMs(wait: string | undefined, date: string | undefined): number | null {
  if (wait === undefined) return null;
  if (/^\d{1,9}$/.test(wait)) return Number(wait) * 1_000;
  // Date.parse takes more than the date of RFC 9110 §5.6.7.
  const ms = / GMT$/.test(wait) ? Date.parse(wait) - Date.parse(date ?? '') : NaN;
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}

function isUntrusted({ socket }: ClientRequest): boolean {
  // The type of Node says that there always is an error.
  const reason: unknown = (socket as Partial<TLSSocket> | null)?.authorizationError;
  return reason !== undefined && reason !== null;
}
