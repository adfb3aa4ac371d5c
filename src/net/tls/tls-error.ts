import { errorCode, errorDetail, failureCodeOf } from '../../model/system-error.ts';
import type { FailureCode } from '../../model/records/words.ts';

/** Why a handshake failed; `detail` is the code of Node. */
export interface HandshakeError {
  code: FailureCode;
  detail: string;
}

const NO_SHARED_VERSION = /^ERR_SSL_([A-Z0-9/]+_ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL)$/;

/**
 * Reasons of OpenSSL that mean that the bytes of the server are not valid TLS. Reasons that may also be a fault of the library
 * or the network, such as RECORD_LAYER_FAILURE of OpenSSL 3.2 and later, are left out.
 */
const MALFORMED =
  /^ERR_SSL_(WRONG_VERSION_NUMBER|WRONG_SSL_VERSION|UNEXPECTED_(MESSAGE|RECORD)|BAD_\w+|DECODE_ERROR|LENGTH_MISMATCH|LENGTH_TOO_(LONG|SHORT)|RECORD_(TOO_SMALL|LENGTH_MISMATCH)|PACKET_LENGTH_TOO_LONG|DATA_LENGTH_TOO_LONG|TOO_MANY_WARN_ALERTS|UNKNOWN_ALERT_TYPE|DIGEST_CHECK_FAILED|WRONG_CIPHER_RETURNED|UNKNOWN_CIPHER_RETURNED|BLOCK_CIPHER_PAD_IS_WRONG|INVALID_(ALERT|CCS_MESSAGE|COMPRESSION_ALGORITHM|SESSION_ID)|HTTP_REQUEST|DECRYPTION_FAILED\w*)$/;

const TOO_LONG = /^ERR_SSL_EXCESSIVE_MESSAGE_SIZE$/;

/** Alerts of the server; OpenSSL 3.2 and later write `SSL/TLS_ALERT_…` for `SSLV3_ALERT_…`. */
const ALERT =
  /^ERR_SSL_(?:SSLV3|TLSV1|TLSV13|TLS|SSL\/TLS)_(?:ALERT_[A-Z_]+|UNRECOGNIZED_NAME|UNSUPPORTED_EXTENSION)$/;

/**
 * The server accepts nothing in the offer (RFC 8446 §6.2). This client offers no finite-field DHE, RC4 or 3DES at first, so
 * other clients may succeed: it is a limit of this client until a whole offer is refused.
 */
const HANDSHAKE_FAILURE = /_ALERT_(HANDSHAKE_FAILURE|INSUFFICIENT_SECURITY)$/;

/**
 * Maps an error of Node's TLS to a failure. An unknown reason of OpenSSL is `unexpected`: a new version of the library never
 * makes a server broken.
 * @param hasChosen whether the server had chosen what to speak: an alert after that is not about the offer.
 */
export function handshakeError(error: unknown, hasChosen = false): HandshakeError {
  const code = errorCode(error);
  const detail = errorDetail(error);
  if (NO_SHARED_VERSION.test(code)) return { code: 'no-shared-version', detail };
  if (TOO_LONG.test(code)) return { code: 'too-long', detail };
  if (HANDSHAKE_FAILURE.test(code) && !hasChosen) return { code: 'local-limit', detail };
  if (ALERT.test(code)) return { code: 'tls-alert', detail };
  if (MALFORMED.test(code)) return { code: 'malformed', detail };
  if (detail === 'ECONNRESET' && isEnd(error)) {
    return { code: 'closed', detail: 'the server closed the connection' };
  }
  return { code: failureCodeOf(error), detail };
}

/** Whether an error of Node's TLS is a fatal alert of the server. */
export function isAlertError(error: unknown): boolean {
  return ALERT.test(errorCode(error));
}

/** Whether the detail of a failure is an alert that says something of the certificate of the client (RFC 8446 §6.2). */
export function isCertificateAlert(detail: string): boolean {
  return CERTIFICATE_ALERT.test(detail);
}

const CERTIFICATE_ALERT =
  /_ALERT_(CERTIFICATE_(REQUIRED|UNKNOWN|EXPIRED|REVOKED)|(BAD|UNSUPPORTED|NO)_CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)$/;

/** Node reports the end of a stream during a handshake with the code of a reset; only the message differs. */
function isEnd(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Client network socket disconnected');
}
