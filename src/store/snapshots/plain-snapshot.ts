import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** A compressed snapshot that becomes larger than this is none of ours: a million domains take some 600 MB. */
export const MAX_PLAIN_BYTES = 32 * 1024 ** 3;

/** The first bytes of a gzip file (RFC 1952 §2.3.1). */
const GZIP = [0x1f, 0x8b] as const;

export type OpenedFile = { kind: 'file'; fd: number } | { kind: 'refused'; message: string };

/**
 * Opens a snapshot file to read its plain bytes; one that is compressed with gzip is unpacked into a file without a name,
 * which is gone when it is closed. Throws the system's error.
 * @param maxBytes more plain bytes than that are refused.
 */
export function openPlain(file: string, maxBytes = MAX_PLAIN_BYTES): OpenedFile {
  const fd = openSync(file, 'r');
  try {
    const head = Buffer.alloc(GZIP.length);
    readSync(fd, head, 0, head.length, 0);
    if (!GZIP.every((byte, index) => head[index] === byte)) return { kind: 'file', fd };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  try {
    return unpack(fd, maxBytes);
  } finally {
    closeSync(fd);
  }
}

/** What the thread that unpacks reports. */
const STATES = ['running', 'done', 'corrupt', 'too-large', 'not-written'] as const;

const MESSAGES = {
  running: 'could not be unpacked',
  corrupt: 'the gzip data is damaged or cut off',
  'too-large': 'the gzip data unpacks to more than a snapshot has',
  'not-written': 'could not be unpacked into the folder for temporary files',
} as const satisfies Record<Exclude<(typeof STATES)[number], 'done'>, string>;

/** Records are read in step with whoever asks for them, and zlib streams are not: a thread unpacks while this one waits. */
function unpack(from: number, maxBytes: number): OpenedFile {
  const name = join(tmpdir(), `mxtls-${randomBytes(12).toString('hex')}`);
  const to = openSync(name, 'wx+', 0o600);
  unlinkSync(name);
  const state = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(UNPACK, { eval: true, workerData: { from, to, maxBytes, state } });
  worker.unref();
  Atomics.wait(state, 0, 0);
  const word = STATES[state[0] ?? 0] ?? 'running';
  if (word === 'done') return { kind: 'file', fd: to };
  closeSync(to);
  return { kind: 'refused', message: MESSAGES[word] };
}

/** The program of the thread, as text: where its file would stand depends on how this program is packed. */
const UNPACK = `
const { createReadStream, writeSync } = require('node:fs');
const { createGunzip } = require('node:zlib');
const { workerData: { from, to, maxBytes, state } } = require('node:worker_threads');
let bytes = 0;
const end = (word) => {
  if (Atomics.compareExchange(state, 0, 0, word) === 0) Atomics.notify(state, 0);
};
const packed = createReadStream('', { fd: from, autoClose: false, start: 0 });
const plain = createGunzip();
packed.on('error', () => end(2));
plain.on('error', () => end(2));
plain.on('end', () => end(1));
plain.on('data', (chunk) => {
  if (state[0] !== 0) return;
  bytes += chunk.length;
  if (bytes > maxBytes) {
    packed.unpipe(plain);
    packed.pause();
    return end(3);
  }
  try {
    for (let at = 0; at < chunk.length;) at += writeSync(to, chunk, at);
  } catch {
    end(4);
  }
});
packed.pipe(plain);
`;
