import type { Failure, Reply } from '../../model/records/failure.ts';
import { normaliseReply, type Parties } from './reply-text.ts';
import type { ReplyEvent } from './smtp-connection.ts';

/** How a server broke off after a completed handshake. */
export interface Rejection {
  failure: Failure;
  reply: Reply | null;
}

/**
 * Reads whether a server rejected its client after the handshake: a server of TLS 1.3 does by an alert (RFC 8446 §4.4.2.4),
 * and Postfix by a reply. One that answers QUIT went on, so that an alert at the end of the connection harms nobody.
 * @param alert the fatal alert that arrived, as the code of Node; null for none.
 * @param event the first reply inside TLS, to QUIT or before it; null where none was awaited.
 */
export function rejectionBy(
  alert: string | null,
  event: ReplyEvent | null,
  parties: Parties,
): Rejection | null {
  if (event?.kind === 'reply' && event.reply.code < 400) return null;
  if (alert !== null) return { failure: brokenOff(alert), reply: null };
  if (event?.kind !== 'reply') return null;
  const { code, lines } = event.reply;
  const text = lines.join('\n');
  if (!/certificate/i.test(text)) return null;
  return {
    failure: brokenOff(`reply ${code}`),
    reply: { stage: 'handshake', code, text: normaliseReply(text, parties) },
  };
}

function brokenOff(detail: string): Failure {
  return { stage: 'handshake', code: 'tls-alert', detail };
}
