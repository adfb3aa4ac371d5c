import { describe, expect, it } from 'vitest';
import type { DnsServer } from '../../../src/net/dns/dns-transport.ts';
import type { Answer, AnswerFailure, DnsQuestion } from '../../../src/net/dns/dns-message.ts';
import { createValidation, weakest } from '../../../src/net/dns/dns-validation.ts';

const answered = (authenticated: boolean): Answer => ({
  kind: 'nodata',
  aliases: [],
  authenticated,
});
const SILENT: AnswerFailure = { kind: 'failed', code: 'timeout', detail: '' };
const at = (address: string): DnsServer => ({ address, port: 53 });
const QUESTION: DnsQuestion = { name: 'a.example', type: 'MX' };

/** What a resolver answers where the query has the DO bit and no AD bit: to the question, of the root, of itself. */
interface Unasked {
  answer: Answer | AnswerFailure;
  root: Answer | AnswerFailure;
  own: Answer | AnswerFailure;
}

const VALIDATES: Unasked = {
  answer: answered(true),
  root: answered(true),
  own: { kind: 'failed', code: 'server-failure', detail: 'REFUSED' },
};
const DOES_NOT: Unasked = { answer: answered(false), root: answered(false), own: answered(false) };

function validationOf(server: DnsServer, unasked: Unasked, trustAd = false) {
  const asked: string[] = [];
  const validation = createValidation({ servers: [server], trustAd }, (_, question) => {
    asked.push(question.name);
    if (question.chaos === true) return Promise.resolve(unasked.own);
    return Promise.resolve(question.name === '.' ? unasked.root : unasked.answer);
  });
  return { validation, asked };
}

describe('the status of an answer', () => {
  it.each<[string, string, boolean, boolean, Unasked, string, boolean]>([
    // what, resolver, --trust-ad, AD of the answer, the resolver, status, whether it validates
    ['with AD from this machine', '127.0.0.1', false, true, VALIDATES, 'secure', true],
    ['with AD from ::1', '::1', false, true, VALIDATES, 'secure', true],
    ['without AD', '127.0.0.1', false, false, VALIDATES, 'insecure', true],
    ['without AD at 127.0.0.53', '127.0.0.53', false, false, VALIDATES, 'insecure', true],
    ['without AD, where there is never any', '127.0.0.1', false, false, DOES_NOT, 'unknown', false],
    [
      'without AD, the root unknown',
      '127.0.0.1',
      false,
      false,
      { ...VALIDATES, root: SILENT },
      'unknown',
      false,
    ],
    [
      'with AD, the root unsigned',
      '127.0.0.1',
      false,
      true,
      { ...VALIDATES, root: answered(false) },
      'secure',
      true,
    ],
    ['with the AD bit of the query', '127.0.0.1', false, true, DOES_NOT, 'unknown', false],
    [
      'with AD, as each answer has it',
      '127.0.0.1',
      false,
      true,
      { ...VALIDATES, own: answered(true) },
      'unknown',
      false,
    ],
    [
      'without AD, the root with it as each answer of its own',
      '127.0.0.1',
      false,
      false,
      { ...VALIDATES, own: answered(true) },
      'unknown',
      false,
    ],
    [
      'with AD, its own name not answered',
      '127.0.0.1',
      false,
      true,
      { ...VALIDATES, own: SILENT },
      'secure',
      true,
    ],
    ['with AD from elsewhere', '192.0.2.1', false, true, VALIDATES, 'unknown', false],
    ['without AD from elsewhere', '192.0.2.1', false, false, VALIDATES, 'unknown', false],
    ['with AD from the next room', '192.168.1.1', false, true, VALIDATES, 'unknown', false],
    ['with AD from a mapped address', '::ffff:127.0.0.1', false, true, VALIDATES, 'unknown', false],
    ['with AD from elsewhere, trusted', '192.0.2.1', true, true, VALIDATES, 'secure', true],
    ['without AD from elsewhere, trusted', '192.0.2.1', true, false, VALIDATES, 'insecure', true],
    ['with AD never from elsewhere, trusted', '192.0.2.1', true, false, DOES_NOT, 'unknown', false],
  ])('%s', async (_, address, trustAd, authenticated, unasked, status, validates) => {
    const server = at(address);
    const { validation } = validationOf(server, unasked, trustAd);
    expect(await validation.statusOf(server, QUESTION, answered(authenticated))).toBe(status);
    expect(await validation.validates()).toBe(validates);
  });

  it('depends on the server that answered', async () => {
    const [blind, validating] = [at('127.0.0.2'), at('127.0.0.3')];
    const servers = [blind, validating];
    const validation = createValidation({ servers, trustAd: false }, (server, { chaos }) =>
      Promise.resolve(answered(server === validating && chaos !== true)),
    );
    expect(await validation.statusOf(blind, QUESTION, answered(false))).toBe('unknown');
    expect(await validation.statusOf(validating, QUESTION, answered(false))).toBe('insecure');
    expect(await validation.validates()).toBe(true);
  });

  it('costs two questions a server, whatever number of answers there is', async () => {
    const server = at('127.0.0.1');
    const { validation, asked } = validationOf(server, VALIDATES);
    const status = (ad: boolean) => validation.statusOf(server, QUESTION, answered(ad));
    expect(await Promise.all([status(true), status(true)])).toEqual(['secure', 'secure']);
    expect(await Promise.all([status(false), status(true)])).toEqual(['insecure', 'secure']);
    expect(asked).toEqual(['a.example', 'id.server']);
  });

  it('costs one question where the AD bit is that of the query, and then the bit does not count', async () => {
    const server = at('127.0.0.1');
    const { validation, asked } = validationOf(server, DOES_NOT);
    expect(validation.mayCount(server)).toBe(true);
    for (let i = 0; i < 3; i++) {
      expect(await validation.statusOf(server, QUESTION, answered(true))).toBe('unknown');
    }
    expect(validation.mayCount(server)).toBe(false);
    expect(asked).toEqual(['a.example']);
  });

  it('costs one question for the root, and another if that was not answered', async () => {
    const unasked = { ...VALIDATES, root: SILENT as Answer | AnswerFailure };
    const server = at('127.0.0.1');
    const { validation, asked } = validationOf(server, unasked);
    const status = () => validation.statusOf(server, QUESTION, answered(false));
    expect(await Promise.all([status(), status()])).toEqual(['unknown', 'unknown']);
    expect(asked).toEqual(['.']);
    unasked.root = answered(true);
    expect(await Promise.all([status(), status()])).toEqual(['insecure', 'insecure']);
    expect(asked).toEqual(['.', '.', 'id.server']);
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
