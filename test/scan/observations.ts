import type { Observation } from '../../src/model/observation.ts';
import type { FailureCode, Note } from '../../src/model/words.ts';

const smtp = { greeting: '220 mx', hello: null, ehlo: [], starttls: null };
const notes: Note[] = [];

/** Observations by the words that the tables of these tests call them. */
export const OBSERVED = {
  tls: {
    end: 'tls',
    smtp,
    notes,
    said: null,
    handshake: { version: 'TLSv1.2', cipher: 'x', group: null, chain: [] },
  },
  plaintext: { end: 'plaintext', smtp, notes, said: null },
  stripped: { end: 'stripped', smtp, notes, said: null },
  'refused 454': {
    end: 'refused-starttls',
    smtp,
    notes,
    said: { stage: 'starttls', code: 454, text: '' },
  },
  'refused 502': {
    end: 'refused-starttls',
    smtp,
    notes,
    said: { stage: 'starttls', code: 502, text: '' },
  },
  rejected: { end: 'rejected', smtp, notes, said: { stage: 'greeting', code: 554, text: '' } },
  deferred: { end: 'deferred', smtp, notes, said: { stage: 'greeting', code: 421, text: '' } },
  alert: failedHandshake('tls-alert', 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR'),
  'our limit': failedHandshake('local-limit', 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'),
  'name refused': failedHandshake('tls-alert', 'ERR_SSL_TLSV1_UNRECOGNIZED_NAME'),
  'handshake reset': failedHandshake('reset', 'ECONNRESET'),
  refused: failed('connect', 'refused'),
  timeout: failed('connect', 'timeout'),
  'no socket': failed('connect', 'local-limit'),
  'greeting timeout': failed('greeting', 'timeout'),
  'greeting reset': failed('greeting', 'reset'),
  'not SMTP': failed('greeting', 'not-smtp'),
} as const satisfies Record<string, Observation>;
export type ObservedName = keyof typeof OBSERVED;

function failedHandshake(code: 'tls-alert' | 'local-limit' | 'reset', detail: string) {
  return {
    end: 'tls-failed',
    smtp,
    notes,
    said: null,
    failure: { stage: 'handshake', code, detail },
  } as const;
}

function failed<S extends 'connect' | 'greeting', C extends FailureCode>(stage: S, code: C) {
  return { end: 'failed', smtp, notes, said: null, failure: { stage, code, detail: '' } } as const;
}
