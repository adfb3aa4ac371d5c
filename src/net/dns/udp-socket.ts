import { randomInt } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { encodeQuery, readMessage, type DnsQuestion, type QueryForm } from './dns-message.ts';
import { malformed, type DnsServer, type Exchange } from './dns-transport.ts';

/** The result of a question over UDP; `truncated`: the answer stands only in TCP. */
export type UdpResult = Exchange | { kind: 'truncated' };

/** `no-socket`: this machine has no further one, and the question is to go to one that is open. */
export type UdpOutcome = UdpResult | { kind: 'no-socket' };

/** A question on its way. */
export interface UdpQuery {
  question: DnsQuestion;
  form: QueryForm;
  settle: (outcome: UdpOutcome) => void;
}

/**
 * One UDP socket to one DNS server, for several questions. Its port is a random one that the system chooses (RFC 6056), and
 * each question has a random ID that no other question of the socket has at that time. It is connected, so that it receives
 * datagrams of this server only, and a closed port is reported at once. It does not keep the process alive.
 */
export class DnsUdpSocket {
  readonly #socket: Socket;
  readonly #pending = new Map<number, UdpQuery>();
  readonly #openedAt = performance.now();
  readonly #onFailure: (error: Error, unanswered: UdpQuery[]) => void;
  #asked = 0;
  #isRetired = false;
  #state: 'opening' | 'open' | 'closed' = 'opening';

  /** @param onFailure takes an error of the socket, which is closed then, with the questions that it leaves unanswered. */
  constructor(
    { address, port }: DnsServer,
    onFailure: (error: Error, unanswered: UdpQuery[]) => void,
  ) {
    this.#socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    this.#socket.unref();
    this.#onFailure = onFailure;
    this.#socket.on('error', this.#fail);
    this.#socket.on('message', this.#onMessage);
    this.#socket.on('connect', () => {
      if (this.#state !== 'opening') return;
      this.#state = 'open';
      for (const [id, query] of this.#pending) this.#send(id, query);
    });
    // Without a callback, which would receive the error of a missing route instead of the listener.
    this.#socket.connect(port, address);
  }

  /** Whether it was connected. */
  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** The questions that it was asked. */
  get asked(): number {
    return this.#asked;
  }

  /** How long it has been open, in ms. */
  get ageMs(): number {
    return performance.now() - this.#openedAt;
  }

  /** Sends a question; returns how to withdraw it, after which it is not settled. */
  ask(query: UdpQuery): () => void {
    const id = this.#freeId();
    this.#asked++;
    this.#pending.set(id, query);
    if (this.isOpen) this.#send(id, query);
    return () => {
      if (this.#pending.get(id) === query) this.#drop(id);
    };
  }

  /** Closes it as soon as no question is on its way. */
  retire(): void {
    this.#isRetired = true;
    if (this.#pending.size === 0) this.#close();
  }

  #freeId(): number {
    for (;;) {
      const id = randomInt(0x10000);
      if (!this.#pending.has(id)) return id;
    }
  }

  #send(id: number, { question, form }: UdpQuery): void {
    this.#socket.send(encodeQuery(id, question, form), this.#onSent);
  }

  readonly #onSent = (error: Error | null): void => {
    // The error of a datagram is often that of one before it, whose port was reported closed.
    if (error !== null) this.#fail(error);
  };

  readonly #onMessage = (bytes: Buffer): void => {
    const id = bytes.length < 2 ? -1 : bytes.readUInt16BE(0);
    const query = this.#pending.get(id);
    if (query === undefined) return;
    const message = readMessage(bytes, id, query.question);
    if (message.kind === 'other') return;
    this.#drop(id);
    query.settle(message.kind === 'malformed' ? malformed(message.detail) : message);
  };

  #drop(id: number): void {
    this.#pending.delete(id);
    if (this.#isRetired && this.#pending.size === 0) this.#close();
  }

  readonly #fail = (error: Error): void => {
    const unanswered = [...this.#pending.values()];
    this.#pending.clear();
    if (this.#state === 'closed') return;
    this.#close();
    this.#onFailure(error, unanswered);
  };

  #close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#socket.close();
  }
}
