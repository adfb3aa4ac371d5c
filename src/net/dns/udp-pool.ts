import { randomInt } from 'node:crypto';
import { errorCode, errorDetail, failureCodeOf } from '../../model/system-error.ts';
import type { DnsServer, Exchange, ExchangeOptions } from './dns-transport.ts';
import { DnsUdpSocket, type UdpOutcome, type UdpQuery, type UdpResult } from './udp-socket.ts';

/** The sockets that are open at once to one server, the questions of one of them, and how long it is used, in ms. */
export interface PoolLimits {
  sockets: number;
  questions: number;
  lifeMs: number;
}

/** A port is used for so short a time that it is as hard to guess as an ID. */
const LIMITS: PoolLimits = { sockets: 64, questions: 100, lifeMs: 5_000 };

/**
 * The UDP sockets to one DNS server. A question goes to a random one of them, so that neither its port nor its ID can be
 * guessed (RFC 5452 §9.2); a socket is replaced after some questions. Few questions have a socket each. A socket that is not
 * used is closed after some seconds.
 */
export class UdpPool {
  readonly #server: DnsServer;
  readonly #limits: PoolLimits;
  #sockets: (DnsUdpSocket | undefined)[];
  #isSwept = false;

  constructor(server: DnsServer, limits = LIMITS) {
    this.#server = server;
    this.#limits = limits;
    this.#sockets = new Array<undefined>(limits.sockets).fill(undefined);
  }

  /** Asks over UDP, and waits for an answer. Never rejects. */
  async ask(options: ExchangeOptions): Promise<UdpResult> {
    for (;;) {
      const asked = await this.#ask(options);
      // The pool is smaller then, so that this comes to an end.
      if (asked.kind !== 'no-socket') return asked;
    }
  }

  #ask({ question, form, timeoutMs }: ExchangeOptions): Promise<UdpOutcome> {
    return new Promise((resolve) => {
      const settle = (outcome: UdpOutcome): void => {
        clearTimeout(timer);
        resolve(outcome);
      };
      const withdraw = this.#pick().ask({ question, form, settle });
      const timer = setTimeout(() => {
        withdraw();
        resolve({ kind: 'failed', code: 'timeout', detail: `${timeoutMs} ms`, heard: false });
      }, timeoutMs);
    });
  }

  #pick(): DnsUdpSocket {
    this.#sweepLater();
    const index = randomInt(this.#sockets.length);
    const known = this.#sockets[index];
    if (known !== undefined && !this.#isSpent(known)) return known;
    known?.retire();
    const socket = new DnsUdpSocket(this.#server, (error, unanswered) => {
      this.#lose(socket, error, unanswered);
    });
    this.#sockets[index] = socket;
    return socket;
  }

  #isSpent(socket: DnsUdpSocket): boolean {
    return socket.asked >= this.#limits.questions || socket.ageMs >= this.#limits.lifeMs;
  }

  /** Takes a socket out that failed. Where this machine has no more of them, its questions go to those that are open. */
  #lose(lost: DnsUdpSocket, error: Error, unanswered: readonly UdpQuery[]): void {
    this.#sockets = this.#sockets.map((each) => (each === lost ? undefined : each));
    const failure = udpFailure(error);
    const isShort = failure.code === 'local-limit' && this.#sockets.some((each) => each?.isOpen);
    if (isShort) this.#keep((each) => each.isOpen);
    for (const { settle } of unanswered) settle(isShort ? { kind: 'no-socket' } : failure);
  }

  /** Keeps some sockets, and closes the others once they are answered. */
  #keep(isKept: (socket: DnsUdpSocket) => boolean): void {
    const sockets = this.#sockets.filter((each) => each !== undefined);
    this.#sockets = sockets.filter(isKept);
    for (const each of sockets) if (!isKept(each)) each.retire();
  }

  #sweepLater(): void {
    if (this.#isSwept) return;
    this.#isSwept = true;
    setTimeout(this.#sweep, this.#limits.lifeMs).unref();
  }

  /** Closes the sockets that are no longer used, and gives the pool its full size back. */
  readonly #sweep = (): void => {
    this.#isSwept = false;
    this.#keep((each) => !this.#isSpent(each));
    if (this.#sockets.length > 0) this.#sweepLater();
    const kept = this.#sockets;
    this.#sockets = Array.from({ length: this.#limits.sockets }, (_, index) => kept[index]);
  };
}

/** No source address or address family for this server: elsewhere these are limits of the scanner. */
const NO_ROUTE = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

/** Any unknown system error, such as EINVAL for a link-local address without a scope, means that there is no route as well. */
function udpFailure(error: Error): Exchange & { kind: 'failed' } {
  const known = NO_ROUTE.includes(errorCode(error)) ? 'unreachable' : failureCodeOf(error);
  const code = known === 'unexpected' ? 'unreachable' : known;
  return { kind: 'failed', code, detail: errorDetail(error), heard: false };
}
