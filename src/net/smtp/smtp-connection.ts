import type { Socket } from 'node:net';
import type { Limit } from '../deadline.ts';
import type { TranscriptLine } from '../../model/transcript.ts';
import { ReplyParser, type ReplyResult, type SmtpReply } from './smtp-reply.ts';
import { errorDetail, failureCodeOf } from '../../model/system-error.ts';
import type { FailureCode } from '../../model/records/words.ts';

/** A reply, or why there was none. `dripping`: bytes arrived, but no whole reply in time. */
export type ReplyEvent =
  | { kind: 'reply'; reply: SmtpReply }
  | { kind: 'failed'; code: FailureCode; detail: string; dripping: boolean };

/** How a connection ended: by an orderly end (`closed`), or by an error such as a reset. */
export interface ConnectionEnd {
  code: FailureCode;
  detail: string;
}

/** Sends SMTP commands on an open socket, plain or TLS, and reads one reply at a time. Never throws. */
export class SmtpConnection {
  readonly #socket: Socket;
  readonly #record: ((line: TranscriptLine) => void) | null;
  readonly #parser = new ReplyParser();
  #waiter: ((event: ReplyEvent) => void) | null = null;
  #end: ConnectionEnd | null = null;
  #isGreeted = false;
  #isLeft = false;

  constructor(socket: Socket, record: ((line: TranscriptLine) => void) | null) {
    this.#socket = socket;
    // So that it can still be written to at its end.
    socket.allowHalfOpen = true;
    this.#record = record;
    socket.on('data', this.#onData);
    socket.on('end', this.#onEnd);
    socket.on('close', this.#onClose);
    socket.on('error', this.#onError);
  }

  /** Sends one command, given without CRLF. Drops data that arrived before it; `unasked`: there was such data. */
  send(command: string): { unasked: boolean } {
    const unasked = this.#parser.discard();
    if (this.#isLeft) return { unasked: false };
    this.#record?.({ from: 'client', text: command });
    if (!this.#socket.destroyed) this.#socket.write(`${command}\r\n`);
    return { unasked: unasked.length > 0 };
  }

  /** Ends the dialogue where it stands: QUIT if the server has spoken (RFC 5321 §4.3.1), then the connection. */
  leave(): void {
    if (this.#isGreeted) this.send('QUIT');
    this.#isLeft = true;
    this.#socket.end();
  }

  /** Waits for the next whole reply. */
  reply({ ms, text }: Limit): Promise<ReplyEvent> {
    const ready = this.#read();
    if (ready !== null) return Promise.resolve(ready);
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#waiter = null;
        const dripping = this.#parser.pending > 0;
        resolve({ kind: 'failed', code: 'timeout', detail: text, dripping });
      }, ms);
      this.#waiter = (event) => {
        clearTimeout(timer);
        this.#waiter = null;
        resolve(event);
      };
    });
  }

  /**
   * Returns how the server ended the connection, if its end was there behind the last reply: a handshake would take a reset for
   * an orderly end then, as its first write fails in place of its first read. null if the connection is open.
   */
  async endBehindReply(): Promise<ConnectionEnd | null> {
    // The second turn of the event loop comes after a read.
    for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
    return this.#end;
  }

  /** Stops reading, so that TLS can take over the socket; returns the bytes after the last reply. Errors stay caught. */
  release(): Buffer {
    this.#socket.off('data', this.#onData);
    this.#socket.off('end', this.#onEnd);
    this.#socket.off('close', this.#onClose);
    this.#socket.allowHalfOpen = false;
    return this.#parser.discard();
  }

  readonly #onData = (bytes: Buffer): void => {
    this.#parser.push(bytes);
    if (this.#waiter === null) return;
    const event = this.#read();
    if (event !== null) this.#waiter(event);
  };

  /** A reset that comes with data is reported as an orderly end; the next write fails by it, also one of no bytes. */
  readonly #onEnd = (): void => {
    if (this.#socket.writableEnded) {
      this.#onClose();
      return;
    }
    this.#socket.write('', (error) => {
      if (error) this.#onError(error);
      else this.#onClose();
    });
  };

  readonly #onClose = (): void => {
    this.#finish({ code: 'closed', detail: 'the server closed the connection' });
  };

  readonly #onError = (error: Error): void => {
    const code = failureCodeOf(error);
    if (code === 'closed') this.#onClose();
    else this.#finish({ code, detail: errorDetail(error) });
  };

  #finish(end: ConnectionEnd): void {
    this.#end ??= end;
    if (this.#waiter === null) return;
    const event = this.#read();
    if (event !== null) this.#waiter(event);
  }

  /** Returns the next reply, or the failure at the end of the stream; null while more data may come. */
  #read(): ReplyEvent | null {
    const next = this.#event(this.#parser.next());
    if (next !== null || this.#end === null) return next;
    const rest = this.#event(this.#parser.finish());
    return rest ?? { kind: 'failed', ...this.#end, dripping: false };
  }

  #event(result: ReplyResult): ReplyEvent | null {
    switch (result.kind) {
      case 'more':
        return null;
      case 'reply':
        this.#isGreeted = true;
        this.#recordReply(result.reply);
        return result;
      case 'malformed':
        this.#record?.({ from: 'server', text: result.sample });
        return { kind: 'failed', code: 'malformed', detail: result.sample, dripping: false };
      case 'too-long':
        return { kind: 'failed', code: 'too-long', detail: result.detail, dripping: false };
    }
  }

  #recordReply({ code, lines }: SmtpReply): void {
    if (this.#record === null) return;
    lines.forEach((text, index) => {
      const mark = index < lines.length - 1 ? '-' : ' ';
      this.#record?.({ from: 'server', text: `${code}${mark}${text}` });
    });
  }
}
