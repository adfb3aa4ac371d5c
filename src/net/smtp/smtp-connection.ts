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

/** Sends SMTP commands on an open socket, plain or TLS, and reads one reply at a time. Never throws. */
export class SmtpConnection {
  readonly #socket: Socket;
  readonly #record: (line: TranscriptLine) => void;
  readonly #parser = new ReplyParser();
  #waiter: ((event: ReplyEvent) => void) | null = null;
  #end: { code: FailureCode; detail: string } | null = null;

  constructor(socket: Socket, record: (line: TranscriptLine) => void) {
    this.#socket = socket;
    this.#record = record;
    socket.on('data', this.#onData);
    socket.on('end', this.#onEnd);
    socket.on('close', this.#onEnd);
    socket.on('error', this.#onError);
  }

  /** Sends one command, given without CRLF. Drops data that arrived before it; `unasked`: there was such data. */
  send(command: string): { unasked: boolean } {
    const unasked = this.#parser.discard();
    this.#record({ from: 'client', text: command });
    if (!this.#socket.destroyed) this.#socket.write(`${command}\r\n`);
    return { unasked: unasked.length > 0 };
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

  /** Stops reading, so that TLS can take over the socket; returns the bytes after the last reply. Errors stay caught. */
  release(): Buffer {
    this.#socket.off('data', this.#onData);
    this.#socket.off('end', this.#onEnd);
    this.#socket.off('close', this.#onEnd);
    return this.#parser.discard();
  }

  readonly #onData = (bytes: Buffer): void => {
    this.#parser.push(bytes);
    if (this.#waiter === null) return;
    const event = this.#read();
    if (event !== null) this.#waiter(event);
  };

  readonly #onEnd = (): void => {
    this.#finish({ code: 'closed', detail: 'the server closed the connection' });
  };

  readonly #onError = (error: Error): void => {
    this.#finish({ code: failureCodeOf(error), detail: errorDetail(error) });
  };

  #finish(end: { code: FailureCode; detail: string }): void {
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
        this.#recordReply(result.reply);
        return result;
      case 'malformed':
        this.#record({ from: 'server', text: result.sample });
        return { kind: 'failed', code: 'malformed', detail: result.sample, dripping: false };
      case 'too-long':
        return { kind: 'failed', code: 'too-long', detail: result.detail, dripping: false };
    }
  }

  #recordReply({ code, lines }: SmtpReply): void {
    lines.forEach((text, index) => {
      const mark = index < lines.length - 1 ? '-' : ' ';
      this.#record({ from: 'server', text: `${code}${mark}${text}` });
    });
  }
}
