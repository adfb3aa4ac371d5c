import { errorCode, errorDetail, failureCodeOf } from '../../model/system-error.ts';
import type { FailureCode } from '../../model/records/words.ts';

/** A failed handshake in our words; `detail` is Node's. */
export interface HandshakeError {
  code: FailureCode;
  detail: string;
}

const NO_SHARED_VERSION = /^ERR_SSL_([A-Z0-9/]+_ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL)$/;

/**
 * OpenSSL's reasons that mean: the bytes of the server are no TLS, or break its rules. Words that also stand for faults of
 * the library or the line, such as RECORD_LAYER_FAILURE of OpenSSL 3.2 and later, are left out on purpose.
 */
const MALFORMED =
  /^ERR_SSL_(WRONG_VERSION_NUMBER|WRONG_SSL_VERSION|UNEXPECTED_(MESSAGE|RECORD)|BAD_\w+|DECODE_ERROR|LENGTH_MISMATCH|LENGTH_TOO_(LONG|SHORT)|RECORD_(TOO_SMALL|LENGTH_MISMATCH)|PACKET_LENGTH_TOO_LONG|DATA_LENGTH_TOO_LONG|TOO_MANY_WARN_ALERTS|UNKNOWN_ALERT_TYPE|DIGEST_CHECK_FAILED|WRONG_CIPHER_RETURNED|UNKNOWN_CIPHER_RETURNED|BLOCK_CIPHER_PAD_IS_WRONG|INVALID_(ALERT|CCS_MESSAGE|COMPRESSION_ALGORITHM|SESSION_ID)|HTTP_REQUEST|DECRYPTION_FAILED\w*)$/;

const TOO_LONG = /^ERR_SSL_EXCESSIVE_MESSAGE_SIZE$/;

/** Alerts of the server; OpenSSL 3.2 and later write `SSL/TLS_ALERT_…` where older ones write `SSLV3_ALERT_…`. */
const ALERT =
  /^ERR_SSL_(?:SSLV3|TLSV1|TLSV13|TLS|SSL\/TLS)_(?:ALERT_[A-Z_]+|UNRECOGNIZED_NAME|UNSUPPORTED_EXTENSION)$/;

/**
 * The server likes nothing in the offer (RFC 8446 §6.2). This client offers no finite-field DHE, RC4 or 3DES, so that the
 * offer may be why, and the server may do well with others.
 */
const HANDSHAKE_FAILURE = /_ALERT_(HANDSHAKE_FAILURE|INSUFFICIENT_SECURITY)$/;

/**
 * Puts an error of Node's TLS into our words, in this one place. What OpenSSL reports and this table does not know is
 * `unexpected`, which could not be told: a new word of the library never turns into a claim about a server.
 */
export function handshakeError(error: unknown): HandshakeError {
  const code = errorCode(error);
  const detail = errorDetail(error);
  if (NO_SHARED_VERSION.test(code)) return { code: 'no-shared-version', detail };
  if (TOO_LONG.test(code)) return { code: 'too-long', detail };
  if (HANDSHAKE_FAILURE.test(code)) return { code: 'local-limit', detail };
  if (ALERT.test(code)) return { code: 'tls-alert', detail };
  if (MALFORMED.test(code)) return { code: 'malformed', detail };
  if (detail === 'ECONNRESET' && isEnd(error)) return { code: 'closed', detail };
  return { code: failureCodeOf(error), detail };
}

/** Node gives the end of a stream in a handshake the code of a reset, and only its message tells them apart. */
function isEnd(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Client network socket disconnected');
}
