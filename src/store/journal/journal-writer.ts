import type { FileHandle } from 'node:fs/promises';
import { errorCode } from '../../model/system-error.ts';

/** What is written is on the disk after this time in ms, whatever becomes of the machine. */
const SYNC_MS = 1_000;

/**
 * Appends lines to an open file: in order, gathered while a write is under way, and synced about every second. Nothing
 * waits for it. A write that fails is told once, and what is appended after it is dropped.
 */
export class JournalWriter {
  readonly #handle: FileHandle;
  readonly #onFailure: (code: string) => void;
  #size: number;
  #pending: string[] = [];
  #writing: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #failure: string | null = null;

  /** @param size where the first line goes; @param onFailure called once, with the system's code, as in `ENOSPC`. */
  constructor(handle: FileHandle, size: number, onFailure: (code: string) => void) {
    this.#handle = handle;
    this.#size = size;
    this.#onFailure = onFailure;
  }

  /** The code of the system for the write that failed; null where none did. */
  get failure(): string | null {
    return this.#failure;
  }

  /** The bytes that are written. */
  get size(): number {
    return this.#size;
  }

  append(line: string): void {
    if (this.#failure !== null) return;
    this.#pending.push(line);
    this.#writing ??= this.#writeAll();
  }

  /** Waits until all that was appended is on the disk, or could not be written. */
  async flush(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    await this.#sync();
  }

  async #writeAll(): Promise<void> {
    // The lines of one turn of the event loop are written together.
    await new Promise((resolve) => setImmediate(resolve));
    try {
      while (this.#pending.length > 0) {
        const lines = this.#pending;
        this.#pending = [];
        await this.#write(Buffer.from(`${lines.join('\n')}\n`));
        this.#timer ??= setTimeout(() => void this.#sync(), SYNC_MS).unref();
      }
    } catch (error) {
      this.#fail(error);
    }
    this.#writing = null;
  }

  /** One write may take less than it was given, as on a disk that fills up: the next one then says why. */
  async #write(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const { bytesWritten } = await this.#handle.write(bytes, at, bytes.length - at, this.#size);
      at += bytesWritten;
      this.#size += bytesWritten;
    }
  }

  async #sync(): Promise<void> {
    this.#timer = null;
    try {
      await this.#handle.datasync();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    const code = errorCode(error);
    // An error without a code is none of the system's: a bug.
    if (code === '') throw error;
    this.#pending = [];
    if (this.#failure !== null) return;
    this.#failure = code;
    this.#onFailure(code);
  }
}
