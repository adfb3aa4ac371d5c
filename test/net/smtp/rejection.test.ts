import { expect, it } from 'vitest';
import { rejectionBy } from '../../../src/net/smtp/rejection.ts';
import type { ReplyEvent } from '../../../src/net/smtp/smtp-connection.ts';

const PARTIES = { host: 'mx.example.gr', clients: ['scan.example.org'] };
const CERTIFICATE = 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED';
const INTERNAL = 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR';

function reply(code: number, ...lines: string[]): ReplyEvent {
  return { kind: 'reply', reply: { code, lines, mixedCodes: false } };
}

const CLOSED: ReplyEvent = { kind: 'failed', code: 'closed', detail: '', dripping: false };

it.each<{ name: string; alert?: string; event: ReplyEvent; rejects: string | null }>([
  { name: 'QUIT is answered', event: reply(221, 'bye'), rejects: null },
  { name: 'an alert follows the answer', alert: INTERNAL, event: reply(221, 'bye'), rejects: null },
  { name: 'an alert, and no answer', alert: INTERNAL, event: CLOSED, rejects: INTERNAL },
  { name: 'an alert for a certificate', alert: CERTIFICATE, event: CLOSED, rejects: CERTIFICATE },
  { name: 'the connection is closed', event: CLOSED, rejects: null },
  { name: 'it is too busy', event: reply(421, 'try later'), rejects: null },
  { name: 'a certificate, please', event: reply(421, 'Client certificate?'), rejects: 'reply 421' },
])('after a handshake: $name', ({ alert = null, event, rejects }) => {
  expect(rejectionBy(alert, event, PARTIES)?.failure.detail ?? null).toBe(rejects);
});

it('keeps the reply that rejects', () => {
  const rejection = rejectionBy(null, reply(421, 'scan.example.org: no certificate'), PARTIES);
  expect(rejection?.reply).toEqual({
    stage: 'handshake',
    code: 421,
    text: '<client>: no certificate',
  });
});
