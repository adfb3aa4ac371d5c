import { describe, expect, it } from 'vitest';
import { normaliseServerText } from '../../../src/net/smtp/server-text.ts';

describe('normalised server text', () => {
  it.each<[string, string]>([
    [
      'mx.example ESMTP Sendmail 8.15; Mon, 23 Nov 2026 15:04:05 +0200 (EET)',
      'mx.example ESMTP Sendmail 8.15; <date>',
    ],
    ['mx ESMTP Exim 4.96 Mon, 23 Nov 2026 15:04:05 +0000', 'mx ESMTP Exim 4.96 <date>'],
    ['ready at Mon Nov 23 15:04:05 2026', 'ready at <date>'],
    ['ready at 2026-11-23T15:04:05.123Z ok', 'ready at <date> ok'],
    ['ready at 2026-11-23 15:04:05', 'ready at <date>'],
    ['ready 23-Nov-2026 15:04', 'ready <date>'],
    ['Microsoft ESMTP 11/23/2026 3:04:05 PM', 'Microsoft ESMTP <date>'],
    ['time 15:04:05', 'time <date>'],
    ['too many connections from 192.0.2.7', 'too many connections from <client>'],
    ['hello scan.example.org [192.0.2.7]', 'hello <client> [<client>]'],
    ['hello myscan.example.org', 'hello myscan.example.org'],
    ['192.0.2.77 and 192.0.2.7.5', '192.0.2.77 and 192.0.2.7.5'],
    ['write to postmaster@example.org.', 'write to <local>@example.org.'],
    ['id a640c23a62f3a-aa4f41810f1si123456789a.12 - gsmtp', 'id <id>-<id> - gsmtp'],
    ['AM7EUR06FT048.mail.protection.outlook.com', '<id>.mail.protection.outlook.com'],
    ['mail10.example.org', 'mail10.example.org'],
    ['SIZE 20971520123', 'SIZE 20971520123'],
    ['AUTHENTICATION', 'AUTHENTICATION'],
    ['8BITMIME', '8BITMIME'],
    ['kriton.ote.gr ESMTP', 'kriton.ote.gr ESMTP'],
  ])('%j', (text, expected) => {
    expect(normaliseServerText(text, ['scan.example.org', '192.0.2.7'])).toBe(expected);
  });

  it('is cut at 512 characters', () => {
    expect(normaliseServerText('a '.repeat(5_000), [])).toHaveLength(512);
  });

  it('changes nothing the second time', () => {
    const once = normaliseServerText('x@y.example 15:04:05 abcdefghij1 192.0.2.7', ['192.0.2.7']);
    expect(normaliseServerText(once, ['192.0.2.7'])).toBe(once);
  });
});
