import { describe, expect, it } from 'vitest';
import { handshakeError } from '../../../src/net/tls/tls-error.ts';
import type { FailureCode } from '../../../src/model/records/words.ts';

function failing(code: string, message = 'no'): Error {
  return Object.assign(new Error(message), { code });
}

describe('an error of the TLS library', () => {
  it.each<[string, FailureCode]>([
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'malformed'],
    ['ERR_SSL_RECORD_TOO_SMALL', 'malformed'],
    ['ERR_SSL_TOO_MANY_WARN_ALERTS', 'malformed'],
    ['ERR_SSL_BAD_SIGNATURE', 'malformed'],
    ['ERR_SSL_EXCESSIVE_MESSAGE_SIZE', 'too-long'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'no-shared-version'],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'no-shared-version'],
    ['ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR', 'tls-alert'],
    ['ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE', 'tls-alert'],
    ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 'tls-alert'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'local-limit'],
    ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'local-limit'],
    ['ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY', 'local-limit'],
    ['ECONNRESET', 'reset'],
    // What may be a fault of the line, of the library or of words to come is no claim about a server.
    ['ERR_SSL_RECORD_LAYER_FAILURE', 'unexpected'],
    ['ERR_SSL_INVALID_COMMAND', 'unexpected'],
    ['ERR_SSL_INTERNAL_ERROR', 'unexpected'],
    ['ERR_SSL_SOMETHING_NEW', 'unexpected'],
  ])('%s is %s', (code, expected) => {
    expect(handshakeError(failing(code)).code).toBe(expected);
  });

  it('distinguishes the end of a stream from a reset by the message', () => {
    const message =
      'Client network socket disconnected before secure TLS connection was established';
    expect(handshakeError(failing('ECONNRESET', message)).code).toBe('closed');
  });
});
