import { judgeDomain } from '../../../src/judge/mail-domain.ts';
import { judgeMtaSts, type AskedMtaSts } from '../../../src/judge/policies/mta-sts.ts';
import type { Endpoint } from '../../../src/model/records/endpoint.ts';
import type { MailDomain } from '../../../src/model/records/mail-domain.ts';
import type { Snapshot } from '../../../src/model/records/snapshot.ts';
import { makeDomain, makeEndpoint, makeSnapshot } from '../../model/make-records.ts';
import { CERTIFICATES, OTHER_NAME, VALID } from './answer-certificates.ts';

/** What a domain with a valid policy says of MTA-STS. */
export const MTA_STS: AskedMtaSts = {
  state: 'present',
  record: 'v=STSv1; id=1;',
  policy: { mode: 'enforce', mx: ['*.example.gr'], maxAge: 604_800 },
  error: null,
};

interface Policies {
  mtaSts?: Partial<AskedMtaSts>;
  tlsRpt?: MailDomain['tlsRpt'];
  mx?: Partial<MailDomain['mx']>;
  hosts?: string[];
}

/** One domain for each way in which policies can be; `bad.example.gr` has a certificate for another name. */
function policies(domains: Record<string, Policies>, dane: Endpoint['dane'] = null): Snapshot {
  const endpoints = [
    makeEndpoint({ certificate: VALID.id, dane }),
    makeEndpoint({
      host: 'bad.example.gr',
      certificate: OTHER_NAME.id,
      problems: ['name-mismatch'],
    }),
  ];
  return makeSnapshot({
    domains: Object.entries(domains).map(([domain, { mtaSts, ...parts }]) => {
      const plain = makeDomain({ domain, hosts: ['mx.example.gr'], ...parts });
      const own = endpoints.filter(({ host }) => plain.mx.hosts.some((mx) => mx.host === host));
      const judged = mtaSts ? judgeMtaSts({ ...MTA_STS, ...mtaSts }, plain.mx, own) : null;
      return { ...plain, ...judgeDomain(plain.mx, own, judged), mtaSts: judged };
    }),
    endpoints,
    certificates: CERTIFICATES,
  });
}

/** Answers about what domains say of MTA-STS and TLS-RPT. */
export const POLICY_CASES: Record<string, Snapshot> = {
  'policies-enforced': policies({
    'enforce.gr': { mtaSts: {} },
    'bad.gr': { mtaSts: {}, hosts: ['mx.example.gr', 'bad.example.gr'] },
    'worse.gr': { mtaSts: {}, hosts: ['bad.example.gr'] },
    'many.gr': { mtaSts: {}, mx: { omittedHosts: 1 } },
  }),
  'policies-beside': policies({
    'other.gr': { mtaSts: { policy: { mode: 'enforce', mx: ['mx.b.gr'], maxAge: 86_399 } } },
    'some.gr': {
      mtaSts: { policy: { mode: 'enforce', mx: ['mx.example.gr'], maxAge: 1 } },
      hosts: ['mx.example.gr', 'bad.example.gr'],
    },
    'testing.gr': { mtaSts: { policy: { mode: 'testing', mx: ['*.example.gr'], maxAge: 86_400 } } },
    'none.gr': { mtaSts: { policy: { mode: 'none', mx: [], maxAge: 0 } } },
    'absent.gr': {
      mtaSts: { state: 'absent', record: null, policy: null },
      tlsRpt: { state: 'absent', record: null, error: null },
    },
  }),
  'nothing-demanded': policies(
    { 'absent.gr': { mtaSts: { state: 'absent', record: null, policy: null } } },
    { dnssec: 'insecure', records: [], verdict: 'none' },
  ),
  'policies-in-trouble': policies({
    'dns-failed.gr': {
      mtaSts: {
        state: 'failed',
        record: null,
        policy: null,
        error: 'its TXT record: server-failure (SERVFAIL)',
      },
      tlsRpt: { state: 'failed', record: null, error: 'its TXT record: timeout (15000 ms)' },
    },
    'hostile.gr': {
      mtaSts: { policy: null, error: 'the policy: its line "\u001b[2J\u202e\r\nx" is not' },
      tlsRpt: { state: 'present', record: 'v=TLSRPTv1; \u001b', error: 'its rua "\u001b[31m"' },
    },
    'not-fetched.gr': {
      mtaSts: {
        state: 'failed',
        policy: null,
        error: 'the policy host: timeout at connect (no answer in time)',
      },
    },
    'not-proved.gr': {
      mtaSts: {
        policy: null,
        error: 'the certificate of the policy host: expired, name-mismatch, name-only-in-cn',
      },
    },
    'no-rua.gr': {
      tlsRpt: {
        state: 'present',
        record: 'v=TLSRPTv1;',
        error: 'its TXT record: it has no rua, so that nobody gets the reports',
      },
    },
  }),
};
