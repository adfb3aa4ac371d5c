import { CappedBytes } from '../capped-bytes.ts';
import type { HelloOffer } from './client-hello.ts';
import type { HelloAnswer, ShownHello } from './hello-answer.ts';
import { readCertificates, readKeyExchange, readServerHello } from './server-messages.ts';
import { HANDSHAKE, RECORD, VERSION_NUMBERS } from './tls-numbers.ts';
import type { FailureCode } from '../../model/records/words.ts';

/** The bytes that are read of one answer at most. */
const TOTAL_CAP = 65_536;
/** The longest record (RFC 5246 §6.2.3: 2^14 and 2048). */
const RECORD_CAP = 18_432;
/** The longest handshake message that is read. */
const MESSAGE_CAP = 65_536;

const RECORD_HEADER = 5;
/** So many bytes are shown of what is no TLS. */
const SHOWN_BYTES = 8;
const MESSAGE_HEADER = 4;

/** Ignored: a server may send it at any time (RFC 5246 §7.4.1.1). */
const HELLO_REQUEST = 0;
const FATAL = 2;
const CLOSE_NOTIFY = 0;

/**
 * Parses the answer to a ClientHello, as far as it is in clear: a ServerHello or HelloRetryRequest, up to TLS 1.2 the messages
 * after it (RFC 5246 §7.3), or an alert. Takes any bytes in any pieces; never throws, and holds at most its caps.
 */
export class ServerFlight {
  readonly #offer: HelloOffer;
  readonly #records = new CappedBytes(TOTAL_CAP);
  readonly #messages = new CappedBytes(TOTAL_CAP);
  #shown: ShownHello | null = null;
  #answer: HelloAnswer | null = null;

  constructor(offer: HelloOffer) {
    this.#offer = offer;
  }

  /** Takes the next bytes; returns the answer once it is complete, and from then on the same one. */
  push(bytes: Buffer): HelloAnswer | null {
    if (this.#answer !== null) return this.#answer;
    const fits = this.#records.push(bytes);
    this.#readRecords();
    if (!fits) this.#end('too-long', `more than ${TOTAL_CAP} bytes`);
    return this.#answer;
  }

  /** Ends the answer: returns what was shown until now, or else the reason why there is nothing. */
  finish(code: FailureCode, detail: string): HelloAnswer {
    const { held } = this.#records;
    if (this.#answer === null && isNoTls(held)) return this.#end('malformed', noTls(held));
    return this.#answer ?? this.#end(code, detail);
  }

  #readRecords(): void {
    while (this.#answer === null) {
      const { held } = this.#records;
      if (isNoTls(held)) {
        // However the bytes were split into packets, the same ones are shown.
        if (held.length >= SHOWN_BYTES) this.#end('malformed', noTls(held));
        return;
      }
      if (held.length < RECORD_HEADER) return;
      const length = held.readUInt16BE(3);
      if (length > RECORD_CAP) this.#end('malformed', `a record of ${length} bytes`);
      else if (held.length < RECORD_HEADER + length) return;
      else {
        this.#record(held.readUInt8(), held.subarray(RECORD_HEADER, RECORD_HEADER + length));
        this.#records.drop(RECORD_HEADER + length);
      }
    }
  }

  #record(type: number, content: Buffer): void {
    switch (type) {
      case RECORD.handshake:
        this.#messages.push(content);
        this.#readMessages();
        return;
      case RECORD.alert:
        this.#alert(content);
        return;
      case RECORD.changeCipherSpec:
        return;
      default:
        this.#end('malformed', `a record of type ${type}`);
    }
  }

  #alert(content: Buffer): void {
    const [level, description] = content;
    if (level === undefined || description === undefined) return;
    if (description === CLOSE_NOTIFY) this.#end('closed', 'close_notify');
    else if (level === FATAL) {
      if (this.#shown !== null) this.#shown.alert = description;
      this.#answer = this.#known() ?? { kind: 'alert', description };
    }
  }

  #readMessages(): void {
    while (this.#answer === null) {
      const { held } = this.#messages;
      if (held.length < MESSAGE_HEADER) return;
      const length = held.readUIntBE(1, 3);
      if (length > MESSAGE_CAP) this.#end('too-long', `a handshake message of ${length} bytes`);
      else if (held.length < MESSAGE_HEADER + length) return;
      else {
        const body = held.subarray(MESSAGE_HEADER, MESSAGE_HEADER + length);
        this.#message(held.readUInt8(), body);
        this.#messages.drop(MESSAGE_HEADER + length);
      }
    }
  }

  #message(type: number, body: Buffer): void {
    if (type === HELLO_REQUEST) return;
    if (this.#shown !== null) this.#behindHello(type, body, this.#shown);
    else if (type === HANDSHAKE.serverHello) this.#serverHello(body);
    else this.#end('malformed', `a handshake message of type ${type} first`);
  }

  #serverHello(body: Buffer): void {
    const hello = readServerHello(body);
    if (hello === null) return void this.#end('malformed', 'an invalid ServerHello');
    const { version, suites } = this.#offer;
    if (VERSION_NUMBERS[hello.version] > VERSION_NUMBERS[version]) {
      return void this.#end('malformed', `chose ${hello.version} where ${version} was offered`);
    }
    if (!suites.includes(hello.suite)) {
      return void this.#end('malformed', `chose a suite that was not offered: ${hello.suite}`);
    }
    const shown = { chain: [], keyExchange: null, clientCertificateAsked: false, alert: null };
    this.#shown = { hello, ...shown };
    // What follows in TLS 1.3 is encrypted.
    if (hello.version === 'TLSv1.3') this.#end('closed', '');
  }

  #behindHello(type: number, body: Buffer, shown: ShownHello): void {
    switch (type) {
      case HANDSHAKE.certificate:
        shown.chain = readCertificates(body) ?? shown.chain;
        return;
      case HANDSHAKE.serverKeyExchange:
        shown.keyExchange = readKeyExchange(shown.hello.suite, body);
        return;
      case HANDSHAKE.certificateRequest:
        shown.clientCertificateAsked = true;
        return;
      case HANDSHAKE.serverHelloDone:
        this.#end('closed', '');
    }
  }

  /** What was shown stays known, even if the rest fails. */
  #known(): HelloAnswer | null {
    return this.#shown === null ? null : { kind: 'server-hello', ...this.#shown };
  }

  #end(code: FailureCode, detail: string): HelloAnswer {
    return (this.#answer ??= this.#known() ?? { kind: 'none', code, detail });
  }
}

/** Whether no record begins with these bytes: its version would be 3.x (RFC 5246 §6.2.1). */
function isNoTls(held: Buffer): boolean {
  return held.length > 1 && held[1] !== 3;
}

function noTls(held: Buffer): string {
  return `no TLS: ${held.subarray(0, SHOWN_BYTES).toString('hex')}`;
}
