import type { SmtpFacts } from '../../model/records/endpoint.ts';
import type { Failure, Said } from '../../model/records/failure.ts';
import type { Handshake } from '../tls/handshake.ts';
import type { HelloAnswer } from '../tls/hello-answer.ts';
import type { Note } from '../../model/records/words.ts';

/** What one connection to an address showed. Server text in it is normalised; notes are unsorted and may repeat. */
export type Observation = { smtp: SmtpFacts; notes: Note[] } & (
  | { end: 'tls'; handshake: Handshake; said: Said | null }
  | { end: 'tls-failed'; failure: Failure; said: Said | null }
  | { end: 'refused-starttls' | 'rejected' | 'deferred'; said: Said }
  | { end: 'plaintext' | 'stripped'; said: Said | null }
  | { end: 'failed'; failure: Failure; said: Said | null }
);

/** What a connection showed that sent a ClientHello of its own making, and no handshake. */
export interface HelloObservation {
  end: 'hello';
  smtp: SmtpFacts;
  notes: string[];
  answer: HelloAnswer;
}
