import fc from 'fast-check';
import type { Reply, SmtpBehaviour } from '../lab/smtp/smtp-behaviour.ts';

const reply: fc.Arbitrary<Reply> = fc.oneof(
  fc.constant<Reply>('silent'),
  fc.constantFrom<Reply>(
    '220 mx ESMTP',
    '250 mx',
    '421 busy',
    '454 no TLS now',
    '554 go away',
    '250-mx',
    'HTTP/1.1 400',
  ),
  fc.uint8Array({ maxLength: 40 }).map((bytes): Reply => Buffer.from(bytes)),
  fc.constant<Reply>({ kind: 'flood', chunk: '250-more\r\n' }),
  fc.constant<Reply>({ kind: 'drip', everyMs: 50, text: '250 mx\r\n' }),
);

/** Anything that an SMTP server may do. */
export const smtpBehaviour: fc.Arbitrary<SmtpBehaviour> = fc.record(
  {
    greeting: reply,
    ehlo: reply,
    starttlsReply: reply,
    starttls: fc.constantFrom('offered' as const, 'absent' as const, { keyword: 'XXXXXXXA' }),
    endAt: fc.record({
      step: fc.constantFrom(
        'connect' as const,
        'greeting' as const,
        'ehlo' as const,
        'starttls' as const,
        'starttls-answered' as const,
        'client-hello' as const,
        'after-handshake' as const,
        'quit' as const,
      ),
      how: fc.constantFrom('close' as const, 'reset' as const, 'cut' as const),
    }),
    onClientHello: fc.uint8Array({ maxLength: 60 }).map((bytes) => () => ({
      kind: 'say' as const,
      reply: Buffer.from(bytes),
    })),
    quit: reply,
  },
  { requiredKeys: [] },
);

/** Whether a server may be taken for one without STARTTLS: it said so itself, in whatever words. */
export function maySayPlaintext({ starttls, ehlo }: SmtpBehaviour): boolean {
  return starttls === 'absent' || ehlo !== undefined;
}
