import { suiteName } from './cipher-suites.ts';
import type { ServerHello } from './server-hello.ts';
import type { KeyExchange } from './server-messages.ts';
import { ALERT } from './tls-numbers.ts';
import type { FailureCode } from '../../model/records/words.ts';

/** What a server showed in answer to a hello. Up to TLS 1.2 its certificates in DER as sent, and its key exchange; else none. */
export interface ShownHello {
  hello: ServerHello;
  chain: Buffer[];
  keyExchange: KeyExchange | null;
  clientCertificateAsked: boolean;
}

/** How a server answered a ClientHello. `alert`: by a fatal alert alone, with its number (RFC 8446 §6). */
export type HelloAnswer =
  | ({ kind: 'server-hello' } & ShownHello)
  | { kind: 'alert'; description: number }
  | { kind: 'none'; code: FailureCode; detail: string };

const NOTHING_SUITS: ReadonlySet<number> = new Set(Object.values(ALERT));

/**
 * Whether a server says that nothing in the offer suits it. Servers answer a version they do not know with any of these
 * alerts; what another one means could not be told.
 */
export function isRefusal(answer: HelloAnswer): boolean {
  return answer.kind === 'alert' && NOTHING_SUITS.has(answer.description);
}

/** An answer in a few words, for people. */
export function answerText(answer: HelloAnswer): string {
  switch (answer.kind) {
    case 'server-hello':
      return `${answer.hello.version} ${suiteName(answer.hello.suite)}`;
    case 'alert':
      return `alert ${answer.description}`;
    case 'none':
      return `${answer.code} (${answer.detail})`;
  }
}
