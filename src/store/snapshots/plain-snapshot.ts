import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Snapshots are compressed to a tenth or so; what becomes so many times as large is none. */
const MOST_TIMES = 50;

/** As many bytes are unpacked in any case: small files are compressed more. */
const ANY_CASE = 64 * 1024 ** 2;

/** The first bytes of a gzip file (RFC 1952 §2.3.1). */
const GZIP = [0x1f, 0x8b] as const;

export type OpenedFile = { kind: 'file'; fd: number } | { kind: 'refused'; message: string };

/** How far a compressed file is unpacked: to its end, or over so many lines. */
type Extent = 'whole' | number;

/**
 * Opens a snapshot file to read its plain bytes; one that is compressed with gzip is unpacked into a file without a name,
 * which is gone when it is closed. Throws the system's error.
 */
export function openPlain(file: string, extent: Extent = 'whole'): OpenedFile {
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
    return unpack(fd, extent);
  } finally {
    closeSync(fd);
  }
}

/** The exit statuses of the process that unpacks, and what they mean. */
const REFUSED: Readonly<Record<number, string>> = {
  10: 'the gzip data is damaged or cut off',
  11: 'the gzip data unpacks to far more than a snapshot has',
  12: 'could not be unpacked into the folder for temporary files',
};

/**
 * Records are read in step with whoever asks for them, and zlib streams are not: a process unpacks while this one waits.
 * However it ends, the wait ends.
 */
function unpack(from: number, extent: Extent): OpenedFile {
  const name = join(tmpdir(), `mxtls-${randomBytes(12).toString('hex')}`);
  const to = openSync(name, 'wx+', 0o600);
  unlinkSync(name);
  const limits = {
    bytes: Math.max(ANY_CASE, MOST_TIMES * fstatSync(from).size),
    lines: extent === 'whole' ? null : extent,
  };
  const { status } = spawnSync(process.execPath, ['-e', UNPACK, JSON.stringify(limits)], {
    stdio: [from, to, 'ignore'],
    env: {},
  });
  if (status === 0) return { kind: 'file', fd: to };
  closeSync(to);
  return { kind: 'refused', message: REFUSED[status ?? -1] ?? 'could not be unpacked' };
}

/** The program of the process, as text: where its file would stand depends on how this program is packed. */
const UNPACK = `
const { createReadStream, writeSync } = require('node:fs');
const { createGunzip } = require('node:zlib');
const { bytes, lines } = JSON.parse(process.argv[1]);
let written = 0;
let ended = 0;
const packed = createReadStream('', { fd: 0, start: 0 });
const plain = createGunzip();
packed.on('error', () => process.exit(10));
plain.on('error', () => process.exit(10));
plain.on('end', () => process.exit(0));
plain.on('data', (chunk) => {
  written += chunk.length;
  if (written > bytes) process.exit(11);
  try {
    for (let at = 0; at < chunk.length;) at += writeSync(1, chunk, at);
  } catch {
    process.exit(12);
  }
  if (lines === null) return;
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) ended++;
  if (ended >= lines) process.exit(0);
});
packed.pipe(plain);
`;
