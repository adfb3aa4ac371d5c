import type { SmtpFacts } from '../../model/records/endpoint.ts';
import type { Failure, Reply } from '../../model/records/failure.ts';
import type { Handshake } from '../tls/tls.ts';
import type { HelloAnswer } from '../tls/hello-answer.ts';
import type { Note } from '../../model/records/words.ts';

/** What one connection to an address showed. Server text in it is normalised; notes are unsorted and may repeat. */
export type AttemptResult = { smtp: SmtpFacts; notes: Note[] } & (
  | { outcome: 'tls'; handshake: Handshake; reply: Reply | null }
  | { outcome: 'tls-failed'; failure: Failure; reply: Reply | null }
  | { outcome: 'refused-starttls' | 'rejected' | 'deferred'; reply: Reply }
  | { outcome: 'plaintext' | 'stripped'; reply: Reply | null }
  | { outcome: 'failed'; failure: Failure; reply: Reply | null }
);

/** What a connection showed that sent a ClientHello of its own making, and no handshake. */
export interface HelloResult {
  outcome: 'hello';
  smtp: SmtpFacts;
  notes: string[];
  answer: HelloAnswer;
}
