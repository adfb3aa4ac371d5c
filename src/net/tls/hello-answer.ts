import { suiteName } from './cipher-suites.ts';
import type { KeyExchange, ServerHello } from './server-messages.ts';
import { ALERT } from './tls-numbers.ts';
import type { FailureCode } from '../../model/records/words.ts';

/**
 * What a server showed in answer to a ClientHello. Up to TLS 1.2 with its certificates (DER, as sent) and its key exchange;
 * TLS 1.3 encrypts them.
 */
export interface ShownHello {
  hello: ServerHello;
  chain: Buffer[];
  keyExchange: KeyExchange | null;
  clientCertificateAsked: boolean;
  /** The fatal alert that followed, with which the server broke off what it had chosen; null for none. */
  alert: number | null;
}

/** How a server answered a ClientHello. `alert`: only a fatal alert, with its number (RFC 8446 §6); `none`: nothing usable. */
export type HelloAnswer =
  | ({ kind: 'server-hello' } & ShownHello)
  | { kind: 'alert'; description: number }
  | { kind: 'none'; code: FailureCode; detail: string };

const NOTHING_SUITS: ReadonlySet<number> = new Set(Object.values(ALERT));

/**
 * Whether a server accepts nothing in the offer. Servers answer an unknown version with any of these alerts; what another
 * alert means is unknown.
 */
export function isRefusal(answer: HelloAnswer): boolean {
  return answer.kind === 'alert' && NOTHING_SUITS.has(answer.description);
}

/** Returns an answer in a few words, for people. */
export function answerText(answer: HelloAnswer): string {
  switch (answer.kind) {
    case 'server-hello':
      return helloText(answer);
    case 'alert':
      return `alert ${answer.description}`;
    case 'none':
      return `${answer.code} (${answer.detail})`;
  }
}

/** Returns the version and cipher suite that a server chose, for people. */
function helloText({ hello }: ShownHello): string {
  return `${hello.version} ${suiteName(hello.suite)}`;
}
