import { describe, expect, it } from 'vitest';
import { judgeDomain } from '../../src/judge/mail-domain.ts';
import type { Endpoint } from '../../src/model/endpoint.ts';
import type { EndpointClass, Level, Problem, StarttlsWord } from '../../src/model/words.ts';
import { makeDomain, makeEndpoint } from '../model/make-records.ts';

const mx = makeDomain({ hosts: ['mx.example.gr'] }).mx;

/** One endpoint of each class; `tls` with a valid certificate. */
const OF_CLASS = {
  tls: () => makeEndpoint({}),
  plaintext: () => makeEndpoint({ end: 'plaintext' }),
  broken: () => makeEndpoint({ end: 'stripped' }),
  untold: () => makeEndpoint({ end: 'deferred' }),
} satisfies Record<EndpointClass, () => Endpoint>;

function withProblems(...problems: Problem[]): Endpoint {
  return makeEndpoint({ problems });
}

describe('every combination of the four classes', () => {
  it.each<[EndpointClass[], Level, StarttlsWord]>([
    [[], 'unknown', 'unknown'],
    [['tls'], 'authenticated', 'all'],
    [['plaintext'], 'none', 'none'],
    [['broken'], 'broken', 'broken'],
    [['untold'], 'unknown', 'unknown'],
    [['tls', 'plaintext'], 'none', 'some'],
    [['tls', 'broken'], 'broken', 'some'],
    [['tls', 'untold'], 'authenticated', 'all'],
    [['plaintext', 'broken'], 'none', 'none'],
    [['plaintext', 'untold'], 'none', 'none'],
    [['broken', 'untold'], 'broken', 'broken'],
    [['tls', 'plaintext', 'broken'], 'none', 'some'],
    [['tls', 'plaintext', 'untold'], 'none', 'some'],
    [['tls', 'broken', 'untold'], 'broken', 'some'],
    [['plaintext', 'broken', 'untold'], 'none', 'none'],
    [['tls', 'plaintext', 'broken', 'untold'], 'none', 'some'],
  ])('%j is %s, STARTTLS %s', (classes, level, starttls) => {
    const verdict = judgeDomain(
      mx,
      classes.map((each) => OF_CLASS[each]()),
      null,
    );
    expect(verdict).toMatchObject({ level, starttls });
    const counts = { tls: 0, plaintext: 0, broken: 0, untold: 0 };
    for (const each of classes) counts[each]++;
    expect(verdict.counts).toEqual(counts);
  });
});

describe('a domain without mail', () => {
  it.each(['null-mx', 'none', 'nxdomain'] as const)('%s', (kind) => {
    const verdict = judgeDomain({ ...mx, kind, hosts: [] }, [], null);
    expect(verdict).toMatchObject({ level: 'no-mail', starttls: null, decidedBy: null });
  });

  it('is not one whose DNS failed', () => {
    const verdict = judgeDomain({ ...mx, kind: 'failed', hosts: [] }, [], null);
    expect(verdict).toMatchObject({ level: 'unknown', starttls: 'unknown', decidedBy: null });
  });
});

describe('the level with TLS everywhere', () => {
  it.each<[Problem[][], Level, string | null]>([
    [[[]], 'authenticated', null],
    [[['weak-key']], 'authenticated', null],
    [[['weak-signature', 'weak-key']], 'authenticated', null],
    [[['name-mismatch']], 'encrypted', 'name-mismatch'],
    [[['expired', 'self-signed']], 'encrypted', 'expired'],
    [[['no-certificate']], 'encrypted', 'no-certificate'],
    [[[], ['untrusted-issuer']], 'encrypted', 'untrusted-issuer'],
  ])('%j is %s', (problems, level, word) => {
    const endpoints = problems.map((each) => withProblems(...each));
    const verdict = judgeDomain(mx, endpoints, null);
    expect(verdict.level).toBe(level);
    expect(verdict.decidedBy?.word ?? null).toBe(word);
  });

  it('is no better for a certificate that was not judged', () => {
    expect(judgeDomain(mx, [makeEndpoint({ problems: null })], null).level).toBe('encrypted');
    expect(judgeDomain(mx, [makeEndpoint({ unjudged: ['name-mismatch'] })], null).level).toBe(
      'encrypted',
    );
  });
});

describe('what is summed up', () => {
  it('names the first endpoint that decided, and its word', () => {
    const endpoints = [
      makeEndpoint({ address: '192.0.2.1' }),
      makeEndpoint({ address: '192.0.2.2', end: 'plaintext' }),
      makeEndpoint({ address: '192.0.2.3', end: 'plaintext' }),
    ];
    const { decidedBy } = judgeDomain(mx, endpoints, null);
    expect(decidedBy).toEqual({ host: 'mx.example.gr', address: '192.0.2.2', word: 'plaintext' });
  });

  it('names the failure where nothing could be told', () => {
    expect(judgeDomain(mx, [makeEndpoint({ end: 'failed' })], null).decidedBy?.word).toBe(
      'timeout',
    );
  });

  it('has each version and problem once, in their order', () => {
    const endpoints = [
      makeEndpoint({ version: 'TLSv1.3', problems: ['weak-key', 'expired'] }),
      makeEndpoint({ version: 'TLSv1', problems: ['expired'] }),
      makeEndpoint({ version: 'TLSv1.3' }),
    ];
    const verdict = judgeDomain(mx, endpoints, null);
    expect(verdict.tls).toEqual(['TLSv1', 'TLSv1.3']);
    expect(verdict.problems).toEqual(['expired', 'weak-key']);
  });
});
