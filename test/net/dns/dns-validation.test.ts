import { describe, expect, it } from 'vitest';
import type { DnsServer } from '../../../src/net/dns/dns-exchange.ts';
import type { Answer, AnswerFailure } from '../../../src/net/dns/dns-message.ts';
import { createValidation, weakest } from '../../../src/net/dns/dns-validation.ts';

const answered = (authenticated: boolean): Answer => ({
  kind: 'nodata',
  aliases: [],
  authenticated,
});
const SILENT: AnswerFailure = { kind: 'failed', code: 'timeout', detail: '' };
const at = (address: string): DnsServer => ({ address, port: 53 });

describe('the status of an answer', () => {
  it.each<[string, string, boolean, boolean, Answer | AnswerFailure, string, boolean]>([
    // what, resolver, --trust-ad, AD of the answer, the root, status, whether it validates
    ['with AD from this machine', '127.0.0.1', false, true, answered(true), 'secure', true],
    ['with AD from ::1', '::1', false, true, answered(true), 'secure', true],
    ['without AD', '127.0.0.1', false, false, answered(true), 'insecure', true],
    ['without AD at 127.0.0.53', '127.0.0.53', false, false, answered(true), 'insecure', true],
    [
      'without AD, where there is never any',
      '127.0.0.1',
      false,
      false,
      answered(false),
      'unknown',
      false,
    ],
    ['without AD, the root unknown', '127.0.0.1', false, false, SILENT, 'unknown', false],
    ['with AD, the root unsigned', '127.0.0.1', false, true, answered(false), 'secure', true],
    ['with AD from elsewhere', '192.0.2.1', false, true, answered(true), 'unknown', false],
    ['without AD from elsewhere', '192.0.2.1', false, false, answered(true), 'unknown', false],
    ['with AD from the next room', '192.168.1.1', false, true, answered(true), 'unknown', false],
    [
      'with AD from a mapped address',
      '::ffff:127.0.0.1',
      false,
      true,
      answered(true),
      'unknown',
      false,
    ],
    ['with AD from elsewhere, trusted', '192.0.2.1', true, true, answered(true), 'secure', true],
    [
      'without AD from elsewhere, trusted',
      '192.0.2.1',
      true,
      false,
      answered(true),
      'insecure',
      true,
    ],
    [
      'with AD never from elsewhere, trusted',
      '192.0.2.1',
      true,
      false,
      answered(false),
      'unknown',
      false,
    ],
  ])('%s', async (_, address, trustAd, authenticated, root, status, validates) => {
    const server = at(address);
    const validation = createValidation({ servers: [server], trustAd }, () =>
      Promise.resolve(root),
    );
    expect(await validation.statusOf(server, answered(authenticated))).toBe(status);
    expect(await validation.validates()).toBe(validates);
  });

  it('depends on the server that answered', async () => {
    const [blind, validating] = [at('127.0.0.2'), at('127.0.0.3')];
    const servers = [blind, validating];
    const validation = createValidation({ servers, trustAd: false }, (server) =>
      Promise.resolve(answered(server === validating)),
    );
    expect(await validation.statusOf(blind, answered(false))).toBe('unknown');
    expect(await validation.statusOf(validating, answered(false))).toBe('insecure');
    expect(await validation.validates()).toBe(true);
  });

  it('costs one question for the root, and another if that was not answered', async () => {
    const answers: (Answer | AnswerFailure)[] = [SILENT, answered(true)];
    let asked = 0;
    const server = at('127.0.0.1');
    const validation = createValidation(
      { servers: [server], trustAd: false },
      ({ port }, { name }) => {
        expect([port, name]).toEqual([53, '.']);
        return Promise.resolve(answers[asked++] ?? answered(false));
      },
    );
    const status = () => validation.statusOf(server, answered(false));
    expect(await Promise.all([status(), status()])).toEqual(['unknown', 'unknown']);
    expect(asked).toBe(1);
    expect(await Promise.all([status(), status()])).toEqual(['insecure', 'insecure']);
    expect(asked).toBe(2);
  });
});

it.each([
  [['secure', 'secure'], 'secure'],
  [['secure', 'insecure'], 'insecure'],
  [['insecure', 'unknown', 'secure'], 'unknown'],
  [['secure', 'bogus', 'unknown'], 'bogus'],
  [[], 'unknown'],
] as const)('the weakest of %j is %s', (statuses, expected) => {
  expect(weakest(statuses)).toBe(expected);
});
