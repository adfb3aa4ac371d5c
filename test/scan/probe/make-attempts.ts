import type { HelloAnswer } from '../../../src/net/tls/hello-answer.ts';
import type { KeyExchange, ServerHello } from '../../../src/net/tls/server-messages.ts';
import type { HelloResult, AttemptResult } from '../../../src/net/smtp/attempt-result.ts';
import type { FailureCode, Note, TlsVersion } from '../../../src/model/records/words.ts';

const smtp = { greeting: '220 mx', hello: null, ehlo: [], starttls: null };
const notes: Note[] = [];

/** Observations by the words that the tables of these tests call them. */
export const ATTEMPT_RESULTS = {
  tls: {
    outcome: 'tls',
    smtp,
    notes,
    reply: null,
    handshake: { version: 'TLSv1.2', cipher: 'x', group: null, chain: [] },
  },
  'tls 1.3': {
    outcome: 'tls',
    smtp,
    notes,
    reply: null,
    handshake: { version: 'TLSv1.3', cipher: 'x', group: null, chain: [] },
  },
  'tls anonymous': {
    outcome: 'tls',
    smtp,
    notes,
    reply: null,
    handshake: {
      version: 'TLSv1.2',
      cipher: 'TLS_ECDH_anon_WITH_AES_256_CBC_SHA',
      group: null,
      chain: [],
    },
  },
  plaintext: { outcome: 'plaintext', smtp, notes, reply: null },
  stripped: { outcome: 'stripped', smtp, notes, reply: null },
  'refused 454': {
    outcome: 'refused-starttls',
    smtp,
    notes,
    reply: { stage: 'starttls', code: 454, text: '' },
  },
  'refused 502': {
    outcome: 'refused-starttls',
    smtp,
    notes,
    reply: { stage: 'starttls', code: 502, text: '' },
  },
  rejected: { outcome: 'rejected', smtp, notes, reply: { stage: 'greeting', code: 554, text: '' } },
  deferred: { outcome: 'deferred', smtp, notes, reply: { stage: 'greeting', code: 421, text: '' } },
  alert: failedHandshake('tls-alert', 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR'),
  'our limit': failedHandshake('local-limit', 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'),
  malformed: failedHandshake('malformed', 'ERR_SSL_WRONG_VERSION_NUMBER'),
  'no shared version': failedHandshake('no-shared-version', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'),
  'name refused': failedHandshake('tls-alert', 'ERR_SSL_TLSV1_UNRECOGNIZED_NAME'),
  'handshake reset': failedHandshake('reset', 'ECONNRESET'),
  'certificate required': {
    ...failedHandshake('tls-alert', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'),
    handshake: { version: 'TLSv1.3', cipher: 'x', group: null, chain: [] },
  },
  'broken off': failedHandshake('tls-alert', 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'),
  refused: failed('connect', 'refused'),
  timeout: failed('connect', 'timeout'),
  'no socket': failed('connect', 'local-limit'),
  'greeting timeout': failed('greeting', 'timeout'),
  'greeting reset': failed('greeting', 'reset'),
  'not SMTP': failed('greeting', 'not-smtp'),
} as const satisfies Record<string, AttemptResult>;
export type AttemptResultName = keyof typeof ATTEMPT_RESULTS;

const X25519: KeyExchange = { kind: 'group', number: 29 };

/** What a connection can show, hellos too. */
export const PROBE_RESULTS = {
  ...ATTEMPT_RESULTS,
  'hello 1.3': shown('TLSv1.3', 0x1301),
  'hello 1.2': shown('TLSv1.2', 0xc02f, X25519),
  'hello 1.1': shown('TLSv1.1', 0xc013, X25519),
  'hello 1.0': shown('TLSv1', 0xc013, X25519),
  'hello SSLv3': shown('SSLv3', 0x0035),
  'hello RC4': shown('TLSv1.1', 0x0005),
  'hello DHE 768': shown('TLSv1', 0x0039, finiteField(768)),
  'hello DHE 2048': shown('TLSv1.2', 0x009f, finiteField(2_048)),
  'hello DHE 8192': shown('TLSv1.2', 0x009f, finiteField(8_192)),
  'hello AECDH': shown('TLSv1.2', 0xc018, X25519),
  'hello ADH 1024': shown('TLSv1.2', 0x0034, finiteField(1_024)),
  'hello HRR ffdhe2048': shown('TLSv1.3', 0x1301, null, { group: 256 }),
  'hello HRR ffdhe8192': shown('TLSv1.3', 0x1301, null, { group: 260 }),
  'hello HRR X25519MLKEM768': shown('TLSv1.3', 0x1301, null, { group: 0x11ec }),
  'hello broken off': shown('TLSv1.2', 0xc02f, null, {}, 40),
  'hello refused': answered({ kind: 'alert', description: 40 }),
  'hello protocol_version': answered({ kind: 'alert', description: 70 }),
  'hello internal_error': answered({ kind: 'alert', description: 80 }),
  'hello reset': answered({ kind: 'none', code: 'reset', detail: 'ECONNRESET' }),
} as const satisfies Record<string, AttemptResult | HelloResult>;
export type ProbeResultName = keyof typeof PROBE_RESULTS;

function finiteField(bits: number): KeyExchange {
  return { kind: 'finite-field', bits };
}

function shown(
  version: TlsVersion,
  suite: number,
  keyExchange: KeyExchange | null = null,
  more: Partial<ServerHello> = {},
  alert: number | null = null,
): HelloResult {
  const hello = { version, suite, group: null, secureRenegotiation: true, ...more };
  return answered({
    kind: 'server-hello',
    hello,
    chain: [],
    keyExchange,
    clientCertificateAsked: false,
    alert,
  });
}

function answered(answer: HelloAnswer): HelloResult {
  return { outcome: 'hello', smtp, notes, answer };
}

function failedHandshake(
  code: 'tls-alert' | 'local-limit' | 'reset' | 'malformed' | 'no-shared-version',
  detail: string,
) {
  return {
    outcome: 'tls-failed',
    handshake: null,
    smtp,
    notes,
    reply: null,
    failure: { stage: 'handshake', code, detail },
  } as const;
}

function failed<S extends 'connect' | 'greeting', C extends FailureCode>(stage: S, code: C) {
  return {
    outcome: 'failed',
    smtp,
    notes,
    reply: null,
    failure: { stage, code, detail: '' },
  } as const;
}
