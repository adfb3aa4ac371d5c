import type { SmtpFacts } from './endpoint.ts';
import type { Failure, Said } from './failure.ts';
import type { Handshake } from './handshake.ts';
import type { HelloAnswer } from './hello-answer.ts';
import type { Note } from './words.ts';

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
