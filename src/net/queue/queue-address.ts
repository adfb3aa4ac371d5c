/** The Redis server that a survey and its workers meet at. */
export interface QueueAddress {
  host: string;
  port: number;
  username: string | null;
  password: string | null;
  /** The number of the database. */
  db: number;
  /** Whether the connection is by TLS: `rediss:`. */
  tls: boolean;
  /** How messages call it: its URL without name and password. */
  shown: string;
}

export type ReadAddress = { kind: 'address'; address: QueueAddress } | { kind: 'invalid' };

const PORT = 6_379;

/**
 * Reads the URL of a Redis server: `redis://[[USER]:PASSWORD@]HOST[:PORT][/DB]`, or `rediss:` for TLS. What is wrong with an
 * invalid one is not said: it may hold a password.
 */
export function readQueueAddress(text: string): ReadAddress {
  const url = parsedUrl(text);
  const db = /^\/?(\d{0,5})$/.exec(url?.pathname ?? '-')?.[1];
  if (url === null || db === undefined) return { kind: 'invalid' };
  const [username, password] = [decoded(url.username), decoded(url.password)];
  if (username === null || password === null) return { kind: 'invalid' };
  const { protocol, hostname } = url;
  const port = url.port === '' ? PORT : Number(url.port);
  const shown = `${protocol}//${hostname}:${port}${Number(db) === 0 ? '' : `/${db}`}`;
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    kind: 'address',
    address: {
      ...{ host, port, db: Number(db), tls: protocol === 'rediss:', shown },
      ...{ username: orNull(username), password: orNull(password) },
    },
  };
}

function parsedUrl(text: string): URL | null {
  const url = /^[\x21-\x7e]+$/.test(text) && URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['redis:', 'rediss:'].includes(url.protocol)) return null;
  return url.hostname === '' || url.search !== '' || url.hash !== '' ? null : url;
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}

/** Takes the password out of a text of a library. */
export function withoutPassword(text: string, { password }: QueueAddress): string {
  if (password === null) return text;
  return text.replaceAll(password, '***').replaceAll(encodeURIComponent(password), '***');
}

/** An URL of --queue as a message may have it. */
export function shownQueue(text: string): string {
  const read = readQueueAddress(text);
  return read.kind === 'address' ? read.address.shown : 'redis://…';
}

/** null for text that is not percent-encoded as it has to be. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
