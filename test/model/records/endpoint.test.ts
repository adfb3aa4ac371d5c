import { describe, expect, it } from 'vitest';
import { classOf, type ClassFacts } from '../../../src/model/records/endpoint.ts';
import {
  FAILURE_CODES,
  type EndpointClass,
  type FailureCode,
} from '../../../src/model/records/words.ts';

describe('the class of an endpoint', () => {
  it.each<[ClassFacts, EndpointClass]>([
    [{ outcome: 'tls' }, 'tls'],
    [{ outcome: 'plaintext' }, 'plaintext'],
    [{ outcome: 'stripped' }, 'broken'],
    [{ outcome: 'rejected' }, 'unknown'],
    [{ outcome: 'deferred' }, 'unknown'],
    [{ outcome: 'failed' }, 'unknown'],
    [{ outcome: 'refused-starttls', reply: { code: 454 } }, 'unknown'],
    [{ outcome: 'refused-starttls', reply: { code: 502 } }, 'broken'],
  ])('%j is %s', (facts, expected) => {
    expect(classOf(facts)).toBe(expected);
  });

  it('of a failed handshake counts against a server only what is its own doing', () => {
    const broken = FAILURE_CODES.filter(
      (code) => classOf({ outcome: 'tls-failed', failure: { code } }) === 'broken',
    );
    expect(broken.toSorted()).toEqual<FailureCode[]>([
      'malformed',
      'no-shared-version',
      'tls-alert',
    ]);
  });
});
