import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeDomain } from '../../src/judge/mail-domain.ts';
import type { Endpoint } from '../../src/model/records/endpoint.ts';
import type { MailDomain } from '../../src/model/records/mail-domain.ts';
import {
  ENDPOINT_CLASSES,
  type EndpointClass,
  type Level,
  type Problem,
  type StarttlsWord,
} from '../../src/model/records/words.ts';
import { makeDomain, makeEndpoint, type EndpointOverrides } from '../model/make-records.ts';

type MtaSts = NonNullable<MailDomain['mtaSts']>;

const mx = makeDomain({ hosts: ['mx.example.gr'] }).mx;

/** One endpoint of each class; `tls` with a valid certificate. */
const OF_CLASS = {
  tls: () => makeEndpoint({}),
  plaintext: () => makeEndpoint({ outcome: 'plaintext' }),
  broken: () => makeEndpoint({ outcome: 'stripped' }),
  unknown: () => makeEndpoint({ outcome: 'deferred' }),
} satisfies Record<EndpointClass, () => Endpoint>;

function withProblems(...problems: Problem[]): Endpoint {
  return makeEndpoint({ problems });
}

/** A policy that asks for valid certificates, with the MX hosts all in it. */
const ENFORCE: MtaSts = {
  state: 'present',
  record: 'v=STSv1; id=1;',
  policy: { mode: 'enforce', mx: ['mx.example.gr'], maxAge: 604_800 },
  error: null,
  mx: 'match',
  certificates: 'match',
};

interface Row {
  /** The classes of the endpoints, in the order of preference. */
  has: EndpointClass[];
  level: Level;
  starttls: StarttlsWord;
  /** The word that decides, and at which of the endpoints. */
  by: [number, string] | null;
  /** The level under a policy that enforces; it makes nothing better but what is all valid. */
  enforcing: Level;
}

describe('every combination of the four classes', () => {
  it.each<Row>([
    { has: [], level: 'unknown', starttls: 'unknown', by: null, enforcing: 'unknown' },
    { has: ['tls'], level: 'authenticated', starttls: 'all', by: null, enforcing: 'enforced' },
    {
      has: ['plaintext'],
      level: 'none',
      starttls: 'none',
      by: [0, 'plaintext'],
      enforcing: 'none',
    },
    {
      has: ['broken'],
      level: 'broken',
      starttls: 'broken',
      by: [0, 'stripped'],
      enforcing: 'broken',
    },
    {
      has: ['unknown'],
      level: 'unknown',
      starttls: 'unknown',
      by: [0, 'deferred'],
      enforcing: 'unknown',
    },
    {
      has: ['tls', 'plaintext'],
      level: 'none',
      starttls: 'some',
      by: [1, 'plaintext'],
      enforcing: 'none',
    },
    {
      has: ['tls', 'broken'],
      level: 'broken',
      starttls: 'some',
      by: [1, 'stripped'],
      enforcing: 'broken',
    },
    {
      has: ['tls', 'unknown'],
      level: 'authenticated',
      starttls: 'all',
      by: null,
      enforcing: 'enforced',
    },
    {
      has: ['plaintext', 'broken'],
      level: 'none',
      starttls: 'none',
      by: [0, 'plaintext'],
      enforcing: 'none',
    },
    {
      has: ['plaintext', 'unknown'],
      level: 'none',
      starttls: 'none',
      by: [0, 'plaintext'],
      enforcing: 'none',
    },
    {
      has: ['broken', 'unknown'],
      level: 'broken',
      starttls: 'broken',
      by: [0, 'stripped'],
      enforcing: 'broken',
    },
    {
      has: ['tls', 'plaintext', 'broken'],
      level: 'none',
      starttls: 'some',
      by: [1, 'plaintext'],
      enforcing: 'none',
    },
    {
      has: ['tls', 'plaintext', 'unknown'],
      level: 'none',
      starttls: 'some',
      by: [1, 'plaintext'],
      enforcing: 'none',
    },
    {
      has: ['tls', 'broken', 'unknown'],
      level: 'broken',
      starttls: 'some',
      by: [1, 'stripped'],
      enforcing: 'broken',
    },
    {
      has: ['plaintext', 'broken', 'unknown'],
      level: 'none',
      starttls: 'none',
      by: [0, 'plaintext'],
      enforcing: 'none',
    },
    {
      has: ['tls', 'plaintext', 'broken', 'unknown'],
      level: 'none',
      starttls: 'some',
      by: [1, 'plaintext'],
      enforcing: 'none',
    },
  ])('$has is $level, STARTTLS $starttls', ({ has, level, starttls, by, enforcing }) => {
    const counts = { tls: 0, plaintext: 0, broken: 0, unknown: 0 };
    for (const each of has) counts[each]++;
    const endpoints = has.map((each, i) => ({ ...OF_CLASS[each](), address: `192.0.2.${i}` }));
    const decidedBy =
      by === null ? null : { host: 'mx.example.gr', address: `192.0.2.${by[0]}`, word: by[1] };
    const expected = { level, starttls, counts, decidedBy };
    expect(judgeDomain(mx, endpoints, null)).toMatchObject(expected);
    expect(judgeDomain(mx, endpoints, ENFORCE)).toMatchObject({ ...expected, level: enforcing });
  });

  it('decides the same in any order, and by the first one of it', () => {
    const classes = fc.array(fc.constantFrom(...ENDPOINT_CLASSES), { maxLength: 6 });
    fc.assert(
      fc.property(classes, fc.boolean(), (has, enforced) => {
        const endpoints = has.map((each) => OF_CLASS[each]());
        const policy = enforced ? ENFORCE : null;
        const forward = judgeDomain(mx, endpoints, policy);
        const backward = judgeDomain(mx, endpoints.toReversed(), policy);
        expect(backward).toEqual(forward);
      }),
    );
  });

  it('is never better for an unknown MX host', () => {
    const classes = fc.array(fc.constantFrom(...ENDPOINT_CLASSES), { maxLength: 4 });
    fc.assert(
      fc.property(classes, fc.boolean(), (has, enforced) => {
        const endpoints = has.map((each) => OF_CLASS[each]());
        const policy = enforced ? ENFORCE : null;
        const { level, starttls } = judgeDomain(mx, endpoints, policy);
        const withUnknown = judgeDomain(mx, [...endpoints, OF_CLASS.unknown()], policy);
        expect(withUnknown).toMatchObject({ level, starttls });
      }),
    );
  });
});

describe('the level under MTA-STS, with valid certificates everywhere', () => {
  it.each<[string, Partial<MtaSts>, Level]>([
    ['enforce, its MX match', {}, 'enforced'],
    ['with an MX missing in it', { mx: 'partial' }, 'authenticated'],
    ['with no MX in it', { mx: 'mismatch', certificates: 'untested' }, 'authenticated'],
    ['not held against all MX', { mx: 'untested' }, 'authenticated'],
    ['testing', { policy: policyOf('testing') }, 'authenticated'],
    ['none', { policy: policyOf('none'), mx: 'untested' }, 'authenticated'],
    ['wrong', { policy: null, error: 'wrong', mx: 'untested' }, 'authenticated'],
    ['unknown', { state: 'failed', policy: null, error: 'timeout' }, 'authenticated'],
    ['absent', { state: 'absent', record: null, policy: null }, 'authenticated'],
  ])('%s', (_, parts, level) => {
    const verdict = judgeDomain(mx, [makeEndpoint({})], { ...ENFORCE, ...parts });
    expect(verdict).toMatchObject({ level, decidedBy: null });
  });

  it.each<[Problem[], Level]>([
    [['weak-key'], 'enforced'],
    [['expired'], 'encrypted'],
    [['no-certificate'], 'encrypted'],
  ])('and with %j', (problems, level) => {
    const endpoints = [makeEndpoint({}), makeEndpoint({ problems })];
    expect(judgeDomain(mx, endpoints, ENFORCE).level).toBe(level);
  });

  it('is no better for a certificate that was not judged', () => {
    const endpoints = [makeEndpoint({}), makeEndpoint({ undetermined: ['name-mismatch'] })];
    expect(judgeDomain(mx, endpoints, ENFORCE).level).toBe('encrypted');
  });

  it('has no meaning for a domain without mail', () => {
    const verdict = judgeDomain({ ...mx, kind: 'null-mx', hosts: [] }, [], ENFORCE);
    expect(verdict.level).toBe('no-mail');
  });
});

function policyOf(mode: 'testing' | 'none'): MtaSts['policy'] {
  return { mode, mx: ['mx.example.gr'], maxAge: 604_800 };
}

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

  it.each<{ name: string; overrides: EndpointOverrides; word: string }>([
    { name: 'not judged', overrides: { problems: null }, word: 'undetermined' },
    {
      name: 'with an open question',
      overrides: { undetermined: ['self-signed'] },
      word: 'undetermined',
    },
    {
      name: 'with an open question and a problem',
      overrides: { undetermined: ['self-signed'], problems: ['expired'] },
      word: 'expired',
    },
  ])('is no better for a certificate $name', ({ overrides, word }) => {
    const { level, decidedBy } = judgeDomain(mx, [makeEndpoint(overrides)], null);
    expect([level, decidedBy?.word]).toEqual(['encrypted', word]);
  });
});

describe('the summary', () => {
  it('names the first endpoint that decided, and its word', () => {
    const endpoints = [
      makeEndpoint({ address: '192.0.2.1' }),
      makeEndpoint({ address: '192.0.2.2', outcome: 'plaintext' }),
      makeEndpoint({ address: '192.0.2.3', outcome: 'plaintext' }),
    ];
    const { decidedBy } = judgeDomain(mx, endpoints, null);
    expect(decidedBy).toEqual({ host: 'mx.example.gr', address: '192.0.2.2', word: 'plaintext' });
  });

  it('names the failure where everything is unknown', () => {
    expect(judgeDomain(mx, [makeEndpoint({ outcome: 'failed' })], null).decidedBy?.word).toBe(
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
