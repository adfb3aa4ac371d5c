import type { SmtpFacts } from '../../model/records/endpoint.ts';
import type { Failure, Reply } from '../../model/records/failure.ts';
import type { Handshake } from '../tls/tls.ts';
import type { HelloAnswer } from '../tls/hello-answer.ts';
import type { Note } from '../../model/records/words.ts';

/** The result of one connection to an address. Server text is normalised; notes are unsorted and may repeat. */
export type AttemptResult = { smtp: SmtpFacts; notes: Note[] } & (
  | { outcome: 'tls'; handshake: Handshake; reply: Reply | null }
  /** `handshake`: the one that was completed before the server broke off; null for none. */
  | { outcome: 'tls-failed'; failure: Failure; handshake: Handshake | null; reply: Reply | null }
  | { outcome: 'refused-starttls' | 'rejected' | 'deferred'; reply: Reply }
  | { outcome: 'plaintext' | 'stripped'; reply: Reply | null }
  | { outcome: 'failed'; failure: Failure; reply: Reply | null }
);

/** The result of a connection that sent one ClientHello without a handshake. */
export interface HelloResult {
  outcome: 'hello';
  smtp: SmtpFacts;
  notes: string[];
  answer: HelloAnswer;
}
