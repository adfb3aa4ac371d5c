import { randomBytes } from 'node:crypto';
import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A file without a name that is made at the first write. */
export class ScratchFile {
  readonly #folder: string;
  #fd: number | null = null;
  #size = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get size(): number {
    return this.#size;
  }

  /** Appends a text. */
  append(text: string): void {
    const bytes = Buffer.from(text);
    this.#fd ??= openNameless(this.#folder);
    for (let at = 0; at < bytes.length;) {
      const written = writeSync(this.#fd, bytes, at, bytes.length - at, this.#size);
      at += written;
      this.#size += written;
    }
  }

  /** Its descriptor; null where nothing was written. */
  get fd(): number | null {
    return this.#fd;
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
  }
}

function openNameless(folder: string): number {
  const file = join(folder, `.mxtls-${randomBytes(6).toString('hex')}.part`);
  const fd = openSync(file, 'wx+', 0o600);
  unlinkSync(file);
  return fd;
}
