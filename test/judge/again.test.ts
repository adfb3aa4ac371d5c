import { describe, expect, it } from 'vitest';
import { judgeDomainAgain, judgeEndpointAgain } from '../../src/judge/again.ts';
import type { Certificate } from '../../src/model/records/certificate.ts';
import type { Endpoint } from '../../src/model/records/endpoint.ts';
import type { MailDomain } from '../../src/model/records/mail-domain.ts';
import type { Problem } from '../../src/model/records/words.ts';
import {
  makeCertificate,
  makeDomain,
  makeEndpoint,
  type EndpointOverrides,
} from '../model/make-records.ts';

const HOST = 'mx.example.gr';
const AT = new Date('2026-11-23T03:00:00Z');
const ISSUER = makeCertificate({ subject: 'CN=R11', names: [], ca: true });
const LEAF = makeCertificate();
const OLD = makeCertificate({ notAfter: '2026-11-01T00:00:00Z' });
const OTHER = makeCertificate({ names: ['other.example.gr'] });
const OLD_ISSUER = makeCertificate({ subject: 'CN=R10', notAfter: '2026-01-01T00:00:00Z' });
const ALL = [ISSUER, LEAF, OLD, OTHER, OLD_ISSUER];
const find = (id: string): Certificate | null => ALL.find((each) => each.id === id) ?? null;

function presenting(leaf: Certificate, overrides: EndpointOverrides = {}): Endpoint {
  const path = { outcome: 'trusted' as const, via: [ISSUER.id] };
  return makeEndpoint({ host: HOST, certificate: leaf.id, chain: [leaf.id], path, ...overrides });
}

describe('an endpoint is judged by today’s rules, whatever its record says', () => {
  it.each<{
    name: string;
    endpoint: Endpoint;
    problems: Problem[] | null;
    undetermined?: Problem[];
  }>([
    { name: 'valid', endpoint: presenting(LEAF, { problems: ['expired'] }), problems: [] },
    { name: 'expired', endpoint: presenting(OLD), problems: ['expired'] },
    { name: 'for another name', endpoint: presenting(OTHER), problems: ['name-mismatch'] },
    {
      name: 'its issuer expired',
      endpoint: presenting(LEAF, { path: { outcome: 'untrusted-root', via: [OLD_ISSUER.id] } }),
      problems: ['untrusted-issuer', 'issuer-expired'],
    },
    {
      name: 'no path, so that nothing of it can be said',
      endpoint: presenting(OLD, { path: null }),
      problems: ['expired'],
      undetermined: ['self-signed', 'untrusted-issuer', 'incomplete-chain', 'issuer-expired'],
    },
    {
      name: 'no certificate at all',
      endpoint: makeEndpoint({ problems: ['no-certificate'] }),
      problems: ['no-certificate'],
    },
    { name: 'not judged', endpoint: makeEndpoint({ problems: null }), problems: null },
    {
      name: 'not judged, though it presented one',
      endpoint: presenting(OLD, { problems: null }),
      problems: null,
    },
    {
      name: 'a certificate that the snapshot lost',
      endpoint: makeEndpoint({ certificate: 'f'.repeat(64), problems: ['weak-key'] }),
      problems: ['weak-key'],
    },
  ])('$name', ({ endpoint, problems, undetermined = [] }) => {
    const judged = judgeEndpointAgain(endpoint, find, AT);
    expect(judged).toEqual({ ...endpoint, problems, undetermined });
  });

  it('at the instant that it was asked', () => {
    const then = new Date('2026-10-31T00:00:00Z');
    expect(judgeEndpointAgain(presenting(OLD), find, then).problems).toEqual([]);
  });
});

describe('a domain', () => {
  const plain = makeEndpoint({ host: HOST, outcome: 'plaintext' });
  const mtaSts: MailDomain['mtaSts'] = {
    state: 'present',
    record: 'v=STSv1; id=1;',
    policy: { mode: 'enforce', mx: [HOST], maxAge: 604_800 },
    error: null,
    mx: 'mismatch',
    certificates: 'mismatch',
  };

  it('has the level that follows from its endpoints', () => {
    const stored = makeDomain({ hosts: [HOST], level: 'enforced', starttls: 'all' });
    const judged = judgeDomainAgain(stored, [plain]);
    expect(judged).toMatchObject({ level: 'none', starttls: 'none', mtaSts: null });
    expect(judged.decidedBy).toEqual({ host: HOST, address: '192.0.2.1', word: 'plaintext' });
  });

  it('has its policy compared with its hosts again', () => {
    const stored = makeDomain({ hosts: [HOST], mtaSts, level: 'encrypted' });
    const judged = judgeDomainAgain(stored, [makeEndpoint({ host: HOST })]);
    expect(judged.mtaSts).toEqual({ ...mtaSts, mx: 'match', certificates: 'match' });
    expect(judged.level).toBe('enforced');
  });
});
