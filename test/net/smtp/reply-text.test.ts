import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMaskedGreeting, normaliseReply } from '../../../src/net/smtp/reply-text.ts';

const CLIENTS = ['scan.example.org', '192.0.2.7'];

function normalised(text: string, host = 'mx.host.example'): string {
  return normaliseReply(text, { host, clients: CLIENTS });
}

/** The MX host, its greeting or reply in two surveys, and what is stored of both. */
describe('the text of one server is the same in each survey', () => {
  it.each<[string, string, string, string]>([
    [
      'gmail-smtp-in.l.google.com',
      'mx.google.com ESMTP 5b1f17b1804b1-47e6c8a7b2csi1234.56 - gsmtp',
      'mx.google.com ESMTP x9-20020a05600c34c900b-3fe1d2c3b4asi998877.101 - gsmtp',
      'mx.google.com ESMTP <id> - gsmtp',
    ],
    [
      'd.mail.protection.outlook.com',
      'BN8NAM12FT045.mail.protection.outlook.com Microsoft ESMTP MAIL Service ready at Sun, 29 Nov 2026 22:00:00 +0000 [08DE2F1A2B3C4D5E]',
      'AM7EUR06FT048.mail.protection.outlook.com Microsoft ESMTP MAIL Service ready at Sun, 6 Dec 2026 3:10:59 +0000 [08DE2F0000FFAB12]',
      '<id>.mail.protection.outlook.com Microsoft ESMTP MAIL Service ready at <date> [<id>]',
    ],
    [
      'mx1.free.fr',
      'mtaproxy503.free.fr ESMTP',
      'mtaproxy12.free.fr ESMTP',
      'mtaproxy<n>.free.fr ESMTP',
    ],
    [
      'mx1.free.fr',
      'mx27-g26.free.fr ESMTP Postfix',
      'mx3-g9.free.fr ESMTP Postfix',
      'mx<n>-g<n>.free.fr ESMTP Postfix',
    ],
    [
      'mta5.am0.yahoodns.net',
      'mtaproxy403.free.mail.bf1.yahoo.com ESMTP ready',
      'mtaproxy11.free.mail.bf2.yahoo.com ESMTP ready',
      'mtaproxy<n>.free.mail.bf<n>.yahoo.com ESMTP ready',
    ],
    [
      'mx00.gmx.net',
      'gmx.net (mxgmx117) Nemesis ESMTP Service ready',
      'gmx.net (mxgmx008) Nemesis ESMTP Service ready',
      'gmx.net (mxgmx<n>) Nemesis ESMTP Service ready',
    ],
    [
      'mx00.kundenserver.de',
      'kundenserver.de (mxeue112) Nemesis ESMTP Service ready',
      'kundenserver.de (mxeue9) Nemesis ESMTP Service ready',
      'kundenserver.de (mxeue<n>) Nemesis ESMTP Service ready',
    ],
    [
      'mx3.qq.com',
      'newxmmxszc6-7.qq.com MX QQ Mail Server.',
      'newxmmxszc16-0.qq.com MX QQ Mail Server.',
      'newxmmxszc<n>-<n>.qq.com MX QQ Mail Server.',
    ],
    [
      'mx0a-001b2d01.pphosted.com',
      'mx0a-001b2d01.pphosted.com ESMTP mfa-m0098410',
      'mx0a-001b2d01.pphosted.com ESMTP mfa-m0127361',
      'mx0a-001b2d01.pphosted.com ESMTP mfa-m<n>',
    ],
    [
      'mx01.mail.icloud.com',
      'ICLOUD ESMTP - p00-iscream-smtpd-5f6d7c8b9-x2k9p 2419B170-E5A1-4C3D-9B7F-0123456789AB',
      'ICLOUD ESMTP - p00-iscream-smtpd-7b9c5d6f8-lmqzt 8A5D2C44-1111-4F3D-8A7F-BA9876543210',
      'ICLOUD ESMTP - p<n>-iscream-smtpd-<id> <id>',
    ],
    [
      'us-smtp-inbound-1.mimecast.com',
      'us-smtp-inbound-delivery-3.mimecast.com ESMTP; Sun, 29 Nov 2026 22:00:00 +0000',
      'us-smtp-inbound-delivery-18.mimecast.com ESMTP; Sun, 06 Dec 2026 22:00:01 +0000',
      'us-smtp-inbound-delivery-<n>.mimecast.com ESMTP; <date>',
    ],
    [
      'mx.yandex.net',
      'mail-nwsmtp-mxfront-production-main-41.vla.yp-c.yandex.net ESMTP 1764453600-aBcD1eFgHi',
      'mail-nwsmtp-mxfront-production-main-7.vla.yp-c.yandex.net ESMTP 1765058400-ZyXwVuTs',
      'mail-nwsmtp-mxfront-production-main-<n>.vla.yp-c.yandex.net ESMTP <n>-<id>',
    ],
    [
      'mx1.comcast.net',
      'resimta-c2p-572001.sys.comcast.net resimta-c2p-572001.sys.comcast.net ESMTP server ready',
      'resimta-c2p-559044.sys.comcast.net resimta-c2p-559044.sys.comcast.net ESMTP server ready',
      'resimta-<id>-<n>.sys.comcast.net resimta-<id>-<n>.sys.comcast.net ESMTP server ready',
    ],
    [
      'mx.zohomail.com',
      'mx.zohomail.com SMTP Server ready November 29, 2026 2:00:00 PM PST',
      'mx.zohomail.com SMTP Server ready December 6, 2026 11:09:07 AM PST',
      'mx.zohomail.com SMTP Server ready <date>',
    ],
    [
      'inbound-smtp.us-east-1.amazonaws.com',
      'inbound-smtp.us-east-1.amazonaws.com ESMTP SimpleEmailService-d-ABC1DEF23 Ab3dEf6hIj9lMnOp2rSt',
      'inbound-smtp.us-east-1.amazonaws.com ESMTP SimpleEmailService-d-ABC1DEF23 Zz8yXx7wVv6uTt5sRr4q',
      'inbound-smtp.us-east-1.amazonaws.com ESMTP SimpleEmailService-d-<id> <id>',
    ],
    [
      'in1-smtp.messagingengine.com',
      'mx5.messagingengine.com ESMTP . No UCE permitted.',
      'mx2.messagingengine.com ESMTP . No UCE permitted.',
      'mx<n>.messagingengine.com ESMTP . No UCE permitted.',
    ],
    [
      'smtp.orange.fr',
      'mwinf5c08 ME ESMTP server ready',
      'mwinf5d61 ME ESMTP server ready',
      '<id> ME ESMTP server ready',
    ],
    ['mx.d.example', 'mxin-01 (unix pid 12345)', 'mxin-7 (unix pid 88)', 'mxin-<n> (unix pid <n>)'],
    [
      'mail.example.org',
      'mail.example.org ESMTP Exim 4.96 Sun, 29 Nov 2026 22:00:00 +0000',
      'mail.example.org ESMTP Exim 4.96 Mon, 07 Dec 2026 01:00:00 +0000',
      'mail.example.org ESMTP Exim 4.96 <date>',
    ],
    [
      'mx.dovecot.example',
      'imap-director-14.dovecot.example ready',
      'imap-director-2.dovecot.example ready',
      'imap-director-<n>.dovecot.example ready',
    ],
    [
      'mx.example.net',
      'ESMTP smtp-in-7f8d9c.example.net',
      'ESMTP smtp-in-55c0a1.example.net',
      'ESMTP smtp-in-<id>.example.net',
    ],
    [
      'mx.example.net',
      'smtp-in-7f8d9c5b6-x2k9p.example.net ESMTP',
      'smtp-in-6c9b8d7f5-kqpzw.example.net ESMTP',
      'smtp-in-<id>.example.net ESMTP',
    ],
    [
      'mx.d.example',
      'mx.d.example ESMTP Sendmail 8.17.1/8.17.1; [10.0.3.17] session: kT3n-9xQ',
      'mx.d.example ESMTP Sendmail 8.17.1/8.17.1; [10.0.3.4] session: pLm_44zz',
      'mx.d.example ESMTP Sendmail 8.17.1/8.17.1; [<address>] session: <id>',
    ],
    [
      'mx.d.example',
      'd5.barracuda.example ESMTP (8e7f6a5b4c3d2e1f) ready',
      'd4.barracuda.example ESMTP (1a2b3c4d5e6f7a8b) ready',
      'd<n>.barracuda.example ESMTP (<id>) ready',
    ],
    [
      'mx.d.example',
      '4.7.0 mx12.d.example Error: try again in 37 seconds',
      '4.7.0 mx3.d.example Error: try again in 4 seconds',
      '4.7.0 mx<n>.d.example Error: try again in <n> seconds',
    ],
    [
      'mx.d.example',
      '4.7.1 Greylisted for 300s, see id=4fGx1W3zQj',
      '4.7.1 Greylisted for 42s, see id=9aBq',
      '4.7.1 Greylisted for <n>s, see id=<id>',
    ],
    [
      'mx.d.example',
      '4.3.2 load average too high: 37.15, retry in 4m37s',
      '4.3.2 load average too high: 9.80, retry in 12m',
      '4.3.2 load average too high: <n>, retry in <n>',
    ],
    [
      'mx.d.example',
      '5.7.1 192.0.2.7 is listed, ticket: AB-2931',
      '5.7.1 scan.example.org is listed, ticket: ZZ-17',
      '5.7.1 <client> is listed, ticket: <id>',
    ],
    [
      'mx.d.example',
      '5.7.1 rejected [kT3n9xQ_-aZ81] - see https://mimecast.example/docs/550',
      '5.7.1 rejected [pLmnOq44_zZ-9] - see https://mimecast.example/docs/550',
      '5.7.1 rejected [<id>] - see https://mimecast.example/docs/550',
    ],
  ])('of %s: %j', (host, first, second, stored) => {
    expect(normalised(first, host)).toBe(stored);
    expect(normalised(second, host)).toBe(stored);
  });

  it.each<[string, string]>([
    ['mx1.d.example', 'mx1.d.example ESMTP Postfix'],
    ['mx.d.example', 'mx.d.example ESMTP Postfix (Debian/GNU)'],
    ['mx.163.com', '163.com Anti-spam GT for Coremail System'],
    ['mx.d.example', 'mx.d.example ESMTP Postfix (2.11.3) - 8BITMIME UTF8'],
    ['mx.d.example', '5.7.1 see RFC5321 and https://www.d.example/help'],
    ['mx.d.example', '\u001b[31mred \u001b[2J\u0007'],
    ['mx.d.example', 'Microsoft ESMTP MAIL Service, Version: 6.0.3790.4675 ready'],
  ])('of %s: %j stays', (host, text) => {
    expect(normalised(text, host)).toBe(text);
  });
});

it('changes nothing the second time', () => {
  const words = fc.constantFrom(
    ...'mx12 mx-7.a.example 10.0.0.1 [10.0.0.1] pid 12345 7f8d9c abc123def456 4m37s id=x9y8 37 seconds <n> <id> (mx9) 29 Nov 2026 a@b.example - . @'.split(
      ' ',
    ),
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 30 }), fc.string(), (list, tail) => {
      const once = normalised([...list, tail].join(' '));
      expect(normalised(once)).toBe(once);
    }),
    { numRuns: 500 },
  );
});

it.each([' A0', ' 0A', '37 Nov 12345 Nov 29 ', '1/2/20261/2/2026'])(
  'changes nothing the second time: %j',
  (text) => {
    const once = normalised(text);
    expect(normalised(once)).toBe(once);
  },
);

// Some of the patterns take quadratic time.
it.each(['a', '1', 'a1', 'a1-', 'a.', '[a', '1h', '<n>-', 'id=', '*'])(
  'reads no more than the start of a long text: %s',
  (unit) => {
    expect(normalised(unit.repeat(60_000))).toBe(normalised(unit.repeat(30_000)));
  },
);

describe('a greeting', () => {
  it.each<[string, boolean]>([
    ['****', true],
    ['*****2***', true],
    ['***************************2**0****0*', true],
    ['****************\n***********', true],
    ['mx.d.example ESMTP ****', false],
    ['*', false],
    ['', false],
    ['2 0', false],
    ['2002', false],
  ])('%j is masked: %s', (text, expected) => {
    expect(isMaskedGreeting(text)).toBe(expected);
  });
});
