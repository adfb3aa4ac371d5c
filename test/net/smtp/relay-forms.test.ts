import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { relayAnswer, relayEnvelopes } from '../../../src/net/smtp/relay-forms.ts';
import { isForeign, offersAuth, relayVerdict, trustedAs } from '../../../src/judge/own-server.ts';

describe('the answer of a server that is asked to relay', () => {
  it.each<['MAIL' | 'RCPT', number, string, string]>([
    ['RCPT', 250, '2.1.5 Ok', 'accepted'],
    ['RCPT', 251, 'will forward', 'accepted'],
    ['RCPT', 554, '5.7.1 Relay access denied', 'refused'],
    ['RCPT', 550, 'relay not permitted', 'refused'],
    ['RCPT', 550, '5.1.1 no such user', 'refused'],
    ['RCPT', 550, '5.1.2 Domain not found', 'unknown'],
    ['RCPT', 556, '5.1.10 Domain does not accept mail', 'unknown'],
    ['RCPT', 450, '4.2.0 Greylisted', 'unknown'],
    ['RCPT', 454, '4.7.1 <a@b.example>: Relay access denied', 'refused'],
    ['RCPT', 450, '4.7.1 Client host rejected: no Relay access denied', 'refused'],
    ['RCPT', 450, '4.7.1 try later', 'unknown'],
    ['MAIL', 530, '5.7.0 Authentication required', 'refused'],
    ['MAIL', 553, '5.1.8 Sender domain not found', 'unknown'],
    ['MAIL', 451, '4.3.0 later', 'unknown'],
  ])('to %s, %d %s, is %s', (command, code, text, expected) => {
    expect(relayAnswer(command, { code, text })).toBe(expected);
  });

  it('is accepted for a 2xx reply to RCPT alone, and never refused by a reply below 450', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('MAIL' as const, 'RCPT' as const),
        fc.integer({ min: 200, max: 599 }),
        fc.string(),
        (command, code, text) => {
          const answer = relayAnswer(command, { code, text });
          expect(answer === 'accepted').toBe(command === 'RCPT' && code < 300);
          if (code < 400) expect(answer).not.toBe('refused');
        },
      ),
    );
  });
});

describe('the envelopes', () => {
  it('name no domain but the server, the EHLO name and a reserved one', () => {
    const all = relayEnvelopes('mail.a.example', 'scan.b.example');
    const names = all.flatMap(({ sender, recipient }) =>
      `${sender} ${recipient}`.match(/[\w-]+(?:\.[\w-]+)+/g),
    );
    expect(new Set(names)).toEqual(new Set(['scan.b.example', 'mxtls.example', 'mail.a.example']));
  });
});

describe('a verdict', () => {
  const trial = (form: 'plain' | 'percent', answer: 'accepted' | 'refused' | 'unknown') => ({
    ...{ form, answer, sender: '<>', recipient: '<>', reply: null },
  });

  it.each([
    [[trial('plain', 'accepted'), trial('percent', 'refused')], 'accepts'],
    [[trial('plain', 'refused'), trial('percent', 'accepted')], 'accepts-routed'],
    [[trial('plain', 'refused'), trial('percent', 'refused')], 'refuses'],
    [[trial('plain', 'refused'), trial('percent', 'unknown')], 'unknown'],
    [[], 'unknown'],
  ])('on %j is %s', (trials, expected) => {
    expect(relayVerdict({ trials })).toBe(expected);
    expect(trials.filter(isForeign).every(({ form }) => form === 'plain')).toBe(true);
  });

  it.each([
    ['127.0.0.1', '127.0.0.1', 'loopback'],
    ['10.1.2.3', '10.1.2.4', 'private use'],
    ['8.8.8.8', '8.8.8.8', 'its own address'],
    ['8.8.8.8', '8.8.4.4', null],
    [null, '8.8.4.4', null],
  ])('on a client at %s of a server at %s: trusted as %s', (from, address, expected) => {
    expect(trustedAs(from, address)).toBe(expected);
  });

  it.each([
    [['PIPELINING', 'AUTH PLAIN LOGIN'], true],
    [['auth=LOGIN'], true],
    [['AUTH'], true],
    [['XAUTH PLAIN', 'AUTHENTICATE'], false],
    [[], false],
    [null, null],
  ])('on AUTH in %j: %s', (keywords, expected) => {
    expect(offersAuth(keywords)).toBe(expected);
  });
});
