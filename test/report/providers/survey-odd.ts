import type { Snapshot } from '../../../src/model/records/snapshot.ts';
import type { Failure } from '../../../src/model/records/failure.ts';
import type { Survey } from '../../../src/model/records/survey.ts';
import {
  makeCertificate,
  makeDomain,
  makeEndpoint,
  makeSnapshot,
  type DomainOverrides,
  type EndpointOverrides,
} from '../../model/make-records.ts';

const WILDCARD = makeCertificate({ subject: 'CN=*.pool.gr', names: ['*.pool.gr', 'pool.gr'] });
const WELL = makeCertificate({ subject: 'CN=*.well.gr', names: ['*.well.gr', 'well.gr'] });
const VALID = makeCertificate();
const OWN = ['a', 'b', 'c'].map((name) =>
  makeCertificate({ subject: `CN=${name}`, names: [], selfSigned: true, serial: name }),
);
const CERTIFICATES = [WILDCARD, WELL, VALID, ...OWN];

const refused: Failure = { stage: 'connect', code: 'refused', detail: 'ECONNREFUSED' };

function world(
  domains: DomainOverrides[],
  endpoints: EndpointOverrides[],
  survey: Partial<Survey> = {},
): Snapshot {
  const made = endpoints.map(makeEndpoint);
  return makeSnapshot({
    domains: domains.map((domain) => makeDomain(domain, made)),
    endpoints: made,
    certificates: CERTIFICATES,
    survey,
  });
}

/** Surveys with what the Greek ones of 2016 had not. */
export const ODD_SURVEYS: Record<string, Snapshot> = {
  uncategorised: world(
    [
      { domain: 'mixed.gr', hosts: ['mx1.mixed.gr', 'mx2.mixed.gr', 'mx3.mixed.gr'] },
      { domain: 'both.gr', hosts: ['mx.both.gr'] },
      { domain: 'three.gr', hosts: ['a.three.gr', 'b.three.gr', 'c.three.gr'] },
      { domain: 'broken.gr', hosts: ['mx.broken.gr'] },
      { domain: 'silent.gr', hosts: ['mx1.silent.gr', 'mx2.silent.gr', 'mx3.silent.gr'] },
      { domain: 'no-mail.gr', mx: { kind: 'null-mx' } },
      {
        domain: 'lost.gr',
        mx: { kind: 'failed', failure: { stage: 'dns', code: 'server-failure', detail: '' } },
      },
      { domain: 'xn--qxam.gr', hosts: ['old.helo.gr'] },
      { domain: 'pool.gr', hosts: ['in1.pool.gr', 'in2.pool.gr', 'deep.in.pool.gr'] },
      { domain: 'well.gr', hosts: ['in1.well.gr', 'in2.well.gr'] },
      { domain: 'bare.gr', hosts: ['mx.bare.gr'] },
      { domain: 'undetermined.gr', hosts: ['mx.undetermined.gr', 'mx.example.gr'] },
      {
        domain: 'strict.gr',
        hosts: ['mx.strict.gr'],
        mtaSts: {
          state: 'present',
          record: '',
          policy: { mode: 'enforce', mx: [], maxAge: 86400 },
          error: null,
          mx: 'match',
          certificates: 'mismatch',
        },
      },
      { domain: 'selfmade.gr', hosts: ['a.selfmade.gr', 'b.selfmade.gr', 'c.selfmade.gr'] },
      { domain: 'imported.gr', hosts: ['mx.imported.gr'] },
    ],
    [
      { host: 'mx1.mixed.gr', version: 'TLSv1.2' },
      { host: 'mx2.mixed.gr', version: 'TLSv1.2' },
      { host: 'mx3.mixed.gr', outcome: 'plaintext' },
      { host: 'mx.both.gr', version: 'TLSv1.3' },
      { host: 'mx.both.gr', address: '2001:db8::1', outcome: 'plaintext' },
      { host: 'mx.both.gr', address: '2001:db8::2', outcome: 'failed', failure: refused },
      { host: 'a.three.gr', version: 'TLSv1' },
      { host: 'b.three.gr', version: 'TLSv1.2' },
      { host: 'c.three.gr', version: 'TLSv1.3' },
      { host: 'mx.broken.gr', outcome: 'stripped' },
      { host: 'mx1.silent.gr', outcome: 'failed', failure: refused },
      { host: 'mx2.silent.gr', outcome: 'deferred' },
      { host: 'mx3.silent.gr', outcome: 'failed', failure: refused },
      { host: 'old.helo.gr', outcome: 'plaintext', notes: ['helo-only'] },
      { host: 'in1.pool.gr', certificate: WILDCARD.id },
      { host: 'in2.pool.gr', certificate: WILDCARD.id },
      { host: 'deep.in.pool.gr', certificate: WILDCARD.id, problems: ['name-mismatch'] },
      { host: 'in1.well.gr', certificate: WELL.id },
      { host: 'in2.well.gr', certificate: WELL.id },
      { host: 'mx.bare.gr', problems: ['no-certificate'] },
      { host: 'mx.undetermined.gr', certificate: VALID.id, problems: null },
      { host: 'mx.example.gr', certificate: VALID.id, undetermined: ['untrusted-issuer'] },
      {
        host: 'mx.strict.gr',
        certificate: VALID.id,
        problems: ['name-mismatch', 'weak-key', 'incomplete-chain'],
      },
      ...['a', 'b', 'c'].map((name, i) => ({
        host: `${name}.selfmade.gr`,
        certificate: OWN[i]?.id ?? null,
        problems: ['name-mismatch' as const, 'self-signed' as const],
      })),
      { host: 'mx.imported.gr', address: null, outcome: 'plaintext', smtp: null },
    ],
    { vantage: 'Athens', families: ['ipv4'], excluded: { domains: 1, hosts: 0, addresses: 2 } },
  ),
  'by-domain': world(
    [
      { domain: 'new.gr', provider: 'P', category: 'C', hosts: ['new1.p.gr', 'new2.p.gr'] },
      { domain: 'mid.gr', provider: 'P', category: 'C', hosts: ['mid1.p.gr', 'mid2.p.gr'] },
      { domain: 'old.gr', provider: 'P', category: 'C', hosts: ['old.p.gr'] },
      { domain: 'odd.gr', provider: 'P', category: 'C', hosts: ['odd.p.gr'] },
      { domain: 'none.gr', provider: 'P', category: 'C', mx: { kind: 'none' } },
      {
        domain: 'many.gr',
        provider: 'Q',
        category: 'C',
        hosts: ['1', '2', '3', '4', '5', '6'].map((n) => `mx${n}.q.gr`),
      },
      { domain: 'alone.gr', category: 'C', hosts: ['mx.alone.gr'] },
      { domain: 'outside.gr', hosts: ['mx.outside.gr'] },
    ],
    [
      { host: 'new1.p.gr', version: 'TLSv1.2' },
      { host: 'new2.p.gr', version: 'TLSv1.3' },
      { host: 'mid1.p.gr', version: 'TLSv1.2' },
      { host: 'mid2.p.gr', outcome: 'plaintext' },
      { host: 'old.p.gr', outcome: 'plaintext' },
      {
        host: 'odd.p.gr',
        outcome: 'tls-failed',
        failure: { stage: 'handshake', code: 'no-shared-version', detail: '' },
      },
      ...['1', '2', '3', '4', '5', '6'].map((n): EndpointOverrides => ({
        host: `mx${n}.q.gr`,
        outcome: 'rejected',
        reply: { stage: 'greeting', code: 554, text: `no ${n}` },
      })),
      { host: 'mx.alone.gr', outcome: 'failed', failure: refused },
      {
        host: 'mx.outside.gr',
        version: 'TLSv1.3',
        certificate: VALID.id,
        problems: ['name-mismatch'],
      },
    ],
    { categories: [{ name: 'C', providers: ['Q', 'P'] }] },
  ),
  hostile: world(
    [
      {
        domain: 'evil.gr',
        category: 'C\x1b[2J',
        provider: 'P\u202e\n',
        hosts: ['mx\x1b]0;x\x07.gr'],
      },
    ],
    [
      {
        host: 'mx\x1b]0;x\x07.gr',
        outcome: 'rejected',
        reply: { stage: 'ehlo', code: 550, text: '\x9b31m\r\n' },
      },
    ],
    {
      vantage: '\x07',
      degraded: ['no-connection', 'odd\x1b'],
      categories: [{ name: 'C\x1b[2J', providers: [] }],
    },
  ),
  empty: world([], []),
};
