import { describe, expect, it } from 'vitest';
import { isWorthAnotherPass, mergeResults } from '../../../src/scan/probe/merge-results.ts';
import { ATTEMPT_RESULTS, type AttemptResultName } from './make-attempts.ts';

describe('of several results', () => {
  it.each<[AttemptResultName[], AttemptResultName, string[]]>([
    [['tls'], 'tls', []],
    [['plaintext', 'plaintext'], 'plaintext', []],
    [['plaintext', 'tls'], 'tls', ['inconsistent']],
    [['plaintext', 'deferred'], 'deferred', []],
    [['plaintext', 'timeout', 'plaintext'], 'plaintext', []],
    [['plaintext', 'timeout'], 'timeout', []],
    [['plaintext', 'alert'], 'alert', ['inconsistent']],
    [['plaintext', 'plaintext', 'alert'], 'alert', ['inconsistent']],
    [['deferred', 'tls'], 'tls', []],
    [['deferred', 'deferred', 'plaintext', 'plaintext'], 'plaintext', []],
    [['alert', 'alert'], 'alert', []],
    [['alert', 'tls'], 'tls', ['inconsistent']],
    [['alert'], 'alert', []],
    [['alert', 'timeout'], 'timeout', []],
    [['refused 502', 'deferred', 'deferred'], 'deferred', []],
    [['stripped', 'timeout', 'stripped'], 'stripped', []],
    [['name refused', 'tls'], 'tls', ['inconsistent']],
    [['stripped', 'refused 502'], 'refused 502', ['inconsistent']],
    [['greeting timeout', 'timeout'], 'greeting timeout', []],
    [['timeout', 'greeting timeout'], 'greeting timeout', []],
    [['handshake reset', 'timeout'], 'handshake reset', []],
    [['greeting timeout', 'greeting reset'], 'greeting reset', []],
    [['refused 454', 'refused 454'], 'refused 454', []],
    [['our limit', 'our limit'], 'our limit', []],
    [['our limit', 'tls'], 'tls', []],
  ])('%j the one recorded is %s %j', (names, expected, notes) => {
    const merged = mergeResults(names.map((name) => ATTEMPT_RESULTS[name]));
    expect(merged).toEqual({ ...ATTEMPT_RESULTS[expected], notes });
  });
});

describe('another pass', () => {
  it.each<[AttemptResultName, boolean]>([
    ['tls', false],
    ['plaintext', false],
    ['stripped', false],
    ['refused 454', true],
    ['refused 502', false],
    ['rejected', false],
    ['deferred', true],
    ['alert', false],
    ['our limit', false],
    ['no socket', true],
    ['handshake reset', true],
    ['refused', false],
    ['timeout', true],
    ['greeting timeout', true],
    ['greeting reset', true],
    ['not SMTP', false],
  ])('after %s: %s', (name, expected) => {
    expect(isWorthAnotherPass(ATTEMPT_RESULTS[name])).toBe(expected);
  });
});
