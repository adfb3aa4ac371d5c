import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TIMEOUTS } from '../../../src/net/deadline.ts';
import { jobData, readJob } from '../../../src/net/queue/job-text.ts';
import {
  readQueueAddress,
  shownQueue,
  withoutPassword,
} from '../../../src/net/queue/queue-address.ts';
import { readResult, resultText, type JobResult } from '../../../src/net/queue/result-text.ts';
import type { Attempted, AttemptRequest } from '../../../src/net/smtp/make-attempt.ts';

const REQUEST: AttemptRequest = {
  ...{ host: 'mx.example.org', address: '192.0.2.1', port: 25, sni: true, keepLines: false },
  ...{ ehlo: 'scan.example.org', clients: ['own.example'], timeouts: TIMEOUTS },
  action: { kind: 'handshake', offer: 'certificate' },
};

const JOB = jobData('run', REQUEST);

describe('a job', () => {
  it('is read as it was written, without the names of the coordinator', () => {
    const data: unknown = JSON.parse(JSON.stringify(JOB));
    expect(readJob(data)).toEqual({ kind: 'job', job: JOB });
    expect(JSON.stringify(data)).not.toContain('own.example');
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['a text', 'x'],
    ['no request', { run: 'r' }],
    ['a key more', { ...JOB, more: 1 }],
    ['a key more in the request', with_({ ehlo: 'evil.example' })],
    ['a name as address', with_({ address: 'localhost' })],
    ['a short address', with_({ address: '127.1' })],
    ['an address in another form', with_({ address: '::FFFF:127.0.0.1' })],
    ['a host with a line end', with_({ host: 'mx.example\r\nRCPT' })],
    ['a host that is too long', with_({ host: `${'a.'.repeat(200)}example` })],
    ['the port 0', with_({ port: 0 })],
    ['a port that is a text', with_({ port: '25' })],
    ['an unknown offer', with_({ action: { kind: 'handshake', offer: 'constructor' } })],
    ['an unknown action', with_({ action: { kind: 'exec' } })],
    ['an endless timeout', with_({ timeouts: { ...TIMEOUTS, attempt: 1e12 } })],
    ['a timeout that is no number', with_({ timeouts: { ...TIMEOUTS, quit: null } })],
    [
      'too many suites',
      with_({
        action: {
          kind: 'hello',
          offer: { version: 'TLSv1', suites: new Array(9_000).fill(1), groups: [], signatures: [] },
        },
      }),
    ],
  ])('with %s is refused in one short line', (_, data) => {
    const read = readJob(data);
    expect(read.kind).toBe('invalid');
    const reason = read.kind === 'invalid' ? read.reason : '';
    expect(reason.length).toBeLessThan(250);
    expect(reason).not.toMatch(/[\u0000-\u001f]/u);
  });

  it('of any JSON does not throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        expect(readJob(data).kind).toBe('invalid');
      }),
    );
  });
});

function with_(part: object): unknown {
  return { ...JOB, request: { ...JOB.request, ...part } };
}

const SMTP = {
  greeting: '220 mx',
  hello: 'EHLO',
  ehlo: ['STARTTLS'],
  starttls: 'offered',
} as const;

const RESULTS: readonly Attempted['result'][] = [
  {
    ...{ outcome: 'tls', smtp: { ...SMTP, ehlo: [...SMTP.ehlo] }, notes: ['tarpit'], reply: null },
    handshake: {
      ...{ version: 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256', group: 'X25519' },
      chain: [Buffer.from([1, 2, 3]), Buffer.alloc(0), Buffer.alloc(9_000, 7)],
    },
  },
  {
    ...{ outcome: 'failed', smtp: { ...SMTP, ehlo: [] }, notes: [], reply: null },
    failure: { stage: 'connect', code: 'timeout', detail: '20000 ms' },
  },
  {
    ...{ outcome: 'hello', smtp: { ...SMTP, ehlo: [] }, notes: [] },
    answer: {
      ...{ kind: 'server-hello', chain: [Buffer.from('der')], alert: null },
      hello: { version: 'TLSv1.2', suite: 0xc02f, group: null, secureRenegotiation: true },
      ...{ keyExchange: { kind: 'finite-field', bits: 1024 }, clientCertificateAsked: false },
    },
  },
  {
    outcome: 'hello',
    smtp: { ...SMTP, ehlo: [] },
    notes: [],
    answer: { kind: 'alert', description: 70 },
  },
];

function attempted(result: Attempted['result'], lines: Attempted['lines'] = []): JobResult {
  return {
    kind: 'attempted',
    attempted: { result, lines, stalledMs: 0, elsewhere: null },
    lostAnswer: null,
  };
}

describe('a result', () => {
  it.each(RESULTS.map((result) => [result.outcome, result] as const))(
    '%s is read as it was written',
    (_, result) => {
      expect(readResult(resultText(attempted(result)))).toEqual(attempted(result));
    },
  );

  it('with a dialogue that is too long is kept without it', () => {
    const [result] = RESULTS;
    if (result === undefined) throw new Error('no result');
    const lines = Array.from({ length: 40 }, () => ({
      from: 'server' as const,
      text: '\u0001'.repeat(9_000),
    }));
    const text = resultText(attempted(result, lines));
    expect(text.length).toBeLessThan(1 << 20);
    expect(readResult(text)).toMatchObject({ kind: 'attempted', attempted: { result } });
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['an object that was no text', { kind: 'left', reason: '' }],
    ['no JSON', '{'],
    ['another kind', '{"kind":"exec"}'],
    ['a text without end', `"${'x'.repeat(2 << 20)}"`],
    ['a key more', resultText(attempted(RESULTS[1] as never)).replace('"stage"', '"x":1,"stage"')],
    ['an unknown code', resultText(attempted(RESULTS[1] as never)).replace('timeout', 'nonsense')],
    ['a version of no TLS', resultText(attempted(RESULTS[0] as never)).replace('TLSv1.3', 'TLSv9')],
    [
      'a certificate that is no base64',
      resultText(attempted(RESULTS[0] as never)).replace('AQID', '<>?!'),
    ],
  ])('with %s is refused', (_, text) => {
    expect(readResult(text).kind).toBe('invalid');
  });

  it('of any text or JSON does not throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(readResult(text).kind).toBe('invalid');
      }),
    );
  });
});

describe('the address of a queue', () => {
  it.each([
    [
      'redis://h',
      { host: 'h', port: 6379, db: 0, tls: false, password: null, shown: 'redis://h:6379' },
    ],
    ['redis://[::1]:7/3', { host: '::1', port: 7, db: 3, shown: 'redis://[::1]:7/3' }],
    [
      'rediss://:p%40ss@h:1',
      { tls: true, password: 'p@ss', username: null, shown: 'rediss://h:1' },
    ],
    ['redis://me:secret@h', { username: 'me', password: 'secret', shown: 'redis://h:6379' }],
  ])('%s is read', (text, address) => {
    expect(readQueueAddress(text)).toMatchObject({ kind: 'address', address });
  });

  it.each([
    '',
    'h:6379',
    'http://h',
    'redis://',
    'redis://h/x',
    'redis://h?x=1',
    'redis://%zz:%zz@h',
    'redis://h h',
  ])('%j is none', (text) => {
    expect(readQueueAddress(text)).toEqual({ kind: 'invalid' });
  });

  it('shows no password in any message', () => {
    const url = 'redis://me:s%3Fcret@h';
    const read = readQueueAddress(url);
    if (read.kind === 'invalid') throw new Error('no address');
    expect(shownQueue(url)).toBe('redis://h:6379');
    expect(shownQueue('redis://:secret@')).not.toContain('secret');
    expect(withoutPassword('AUTH s?cret or s%3Fcret', read.address)).toBe('AUTH *** or ***');
  });
});
