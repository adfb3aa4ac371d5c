import type { ChangeKind, Effect } from '../../../src/model/output/change-kinds.ts';
import type { Certificate } from '../../../src/model/records/certificate.ts';
import type { MailDomain } from '../../../src/model/records/mail-domain.ts';
import type { TlsVersion } from '../../../src/model/records/words.ts';
import { makeCertificate, type EndpointOverrides } from '../../model/make-records.ts';
import { PLANTED_FACTS } from './fact-cases.ts';
import { PLANTED_POOLS } from './pool-cases.ts';
import { GOOD, MATCH, NO_POLICY, policyOf, presenting, versionsOf, type World } from '../worlds.ts';

/** One thing that happened between two surveys: what it is, and what it is the other way round. */
export interface Planted {
  name: string;
  before: World;
  after: World;
  kind: ChangeKind;
  reverse: ChangeKind;
  /** Where it is not that of the kind. */
  effect?: Effect;
  /** The levels that are shown with it, as `none → encrypted`. */
  level?: string;
}

const host = (...endpoints: EndpointOverrides[]): World => ({
  hosts: { 'mx.example.gr': endpoints },
});
const shown = (certificate: Certificate, overrides: EndpointOverrides = {}): World => ({
  certificates: [certificate],
  ...host(presenting(certificate, overrides)),
});
const speaking = (...spoken: TlsVersion[]) => host({ tls: versionsOf(spoken) });

const RENEWED = makeCertificate({ notBefore: '2026-11-10T00:00:00Z', serial: '02' });
const OTHER_NAMES = makeCertificate({ names: ['mx.example.gr', 'mail.example.gr'], serial: '03' });
const ENDED = makeCertificate({ notAfter: '2026-11-20T00:00:00Z', serial: '04' });
const OWN = { issuer: 'CN=mx.example.gr', selfSigned: true };
const SELF_SIGNED = makeCertificate({ ...OWN, serial: '05' });
const SELF_SIGNED_ENDED = makeCertificate({
  ...OWN,
  notAfter: '2026-10-20T00:00:00Z',
  serial: '06',
});
const byItself = { path: { outcome: 'self-signed' as const, via: [] } };

const dane = (overrides: Partial<NonNullable<EndpointOverrides['dane']>> | null): World => ({
  domains: [{ hosts: ['mx.example.gr'], mx: { dnssec: 'secure' } }],
  ...host({ dane: overrides && { ...MATCH, ...overrides } }),
});

const domain = (overrides: Partial<MailDomain>): World => ({
  domains: [{ hosts: ['mx.example.gr'], ...overrides }],
  ...host({}),
});
const NO_REPORTS = { state: 'absent', record: null, error: null } as const;
const REPORTS = { state: 'present', record: 'v=TLSRPTv1; rua=mailto:…', error: null } as const;
const at = (kind: MailDomain['mx']['kind']): World => ({ domains: [{ mx: { kind } }], hosts: {} });
const runBy = (...hosts: string[]): World => ({
  domains: [{ hosts }],
  hosts: Object.fromEntries(hosts.map((each) => [each, [{}]])),
});

export const PLANTED: readonly Planted[] = [
  {
    name: 'STARTTLS on, with version and certificate',
    before: host({ outcome: 'plaintext' }),
    after: shown(GOOD),
    kind: 'starttls-gained',
    reverse: 'starttls-lost',
    level: 'none → authenticated',
  },
  {
    name: 'STARTTLS masked on the way',
    before: host({}),
    after: host({ outcome: 'stripped' }),
    kind: 'starttls-stripped',
    reverse: 'starttls-gained',
    level: 'authenticated → broken',
  },
  {
    name: 'STARTTLS offered and refused',
    before: host({}),
    after: host({
      outcome: 'refused-starttls',
      reply: { stage: 'starttls', code: 554, text: 'no' },
    }),
    kind: 'starttls-broken',
    reverse: 'starttls-gained',
    level: 'authenticated → broken',
  },
  {
    name: 'STARTTLS offered for the first time, and it does not work',
    before: host({ outcome: 'plaintext' }),
    after: host({
      outcome: 'tls-failed',
      failure: { stage: 'handshake', code: 'tls-alert', detail: '' },
    }),
    kind: 'starttls-broken',
    reverse: 'starttls-withdrawn',
  },
  {
    name: 'TLS 1.3 beside 1.2',
    before: speaking('TLSv1.2'),
    after: speaking('TLSv1.2', 'TLSv1.3'),
    kind: 'highest-version-up',
    reverse: 'highest-version-down',
  },
  {
    name: 'TLS 1.2 in place of 1.0',
    before: speaking('TLSv1'),
    after: speaking('TLSv1.2'),
    kind: 'highest-version-up',
    reverse: 'highest-version-down',
  },
  {
    name: 'TLS 1.0 off',
    before: speaking('TLSv1', 'TLSv1.1', 'TLSv1.2'),
    after: speaking('TLSv1.2'),
    kind: 'lowest-version-up',
    reverse: 'lowest-version-down',
  },
  {
    name: 'a certificate with new dates',
    before: shown(GOOD),
    after: shown(RENEWED),
    kind: 'certificate-renewed',
    reverse: 'certificate-renewed',
  },
  {
    name: 'a certificate with other names',
    before: shown(GOOD),
    after: shown(OTHER_NAMES),
    kind: 'certificate-replaced',
    reverse: 'certificate-replaced',
  },
  {
    name: 'a self-signed certificate that is replaced by a valid one',
    before: shown(SELF_SIGNED, byItself),
    after: shown(GOOD),
    kind: 'certificate-became-valid',
    reverse: 'certificate-problem',
    level: 'encrypted → authenticated',
  },
  {
    name: 'a self-signed certificate that has ended, replaced by one that has not',
    before: shown(SELF_SIGNED_ENDED, byItself),
    after: shown(SELF_SIGNED, byItself),
    kind: 'certificate-problem-gone',
    reverse: 'certificate-problem',
  },
  {
    name: 'TLSA records that match',
    before: dane(null),
    after: dane({}),
    kind: 'dane-added',
    reverse: 'dane-removed',
    level: 'authenticated → enforced',
  },
  {
    name: 'TLSA records that match no more',
    before: dane({}),
    after: dane({ verdict: 'mismatch' }),
    kind: 'dane-broken',
    reverse: 'dane-fixed',
    level: 'enforced → authenticated',
  },
  {
    name: 'other TLSA records',
    before: dane({}),
    after: dane({ records: ['3 1 1 bb'] }),
    kind: 'dane-changed',
    reverse: 'dane-changed',
  },
  {
    name: 'an MTA-STS policy',
    before: domain({ mtaSts: NO_POLICY }),
    after: domain({ mtaSts: policyOf() }),
    kind: 'mta-sts-added',
    reverse: 'mta-sts-removed',
    level: 'authenticated → enforced',
  },
  {
    name: 'an MTA-STS policy that cannot be had',
    before: domain({ mtaSts: policyOf() }),
    after: domain({ mtaSts: policyOf({ policy: null, error: 'status 404', mx: 'untested' }) }),
    kind: 'mta-sts-broken',
    reverse: 'mta-sts-fixed',
    level: 'enforced → authenticated',
  },
  {
    name: 'an MTA-STS policy of another mode',
    before: domain({ mtaSts: policyOf({}, 'testing') }),
    after: domain({ mtaSts: policyOf() }),
    kind: 'mta-sts-changed',
    reverse: 'mta-sts-changed',
    effect: 'improvement',
    level: 'authenticated → enforced',
  },
  {
    name: 'a TLS-RPT record',
    before: domain({ tlsRpt: NO_REPORTS }),
    after: domain({ tlsRpt: REPORTS }),
    kind: 'tls-rpt-added',
    reverse: 'tls-rpt-removed',
  },
  {
    name: 'a TLS-RPT record that is wrong',
    before: domain({ tlsRpt: REPORTS }),
    after: domain({ tlsRpt: { ...REPORTS, error: 'it has no rua' } }),
    kind: 'tls-rpt-broken',
    reverse: 'tls-rpt-fixed',
  },
  {
    name: 'TLS reports to somebody else',
    before: domain({ tlsRpt: REPORTS }),
    after: domain({ tlsRpt: { ...REPORTS, record: 'v=TLSRPTv1; rua=https://r.example/' } }),
    kind: 'tls-rpt-changed',
    reverse: 'tls-rpt-changed',
  },
  {
    name: 'an MX set that is signed, over a host that DANE speaks for already',
    before: { domains: [{ hosts: ['mx.example.gr'] }], ...host({ dane: MATCH }) },
    after: dane({}),
    kind: 'level-up',
    reverse: 'level-down',
    level: 'authenticated → enforced',
  },
  {
    name: 'a domain that came to exist',
    before: at('nxdomain'),
    after: runBy('mx.example.gr'),
    kind: 'domain-appeared',
    reverse: 'domain-gone',
  },
  {
    name: 'a domain that began to take mail',
    before: at('null-mx'),
    after: runBy('mx.example.gr'),
    kind: 'domain-appeared',
    reverse: 'domain-gone',
  },
  {
    name: 'a domain with mail at somebody else',
    before: runBy('mx.example.gr', 'mx2.example.gr'),
    after: runBy('mx.provider.com', 'mx.provider.gr'),
    kind: 'domain-moved',
    reverse: 'domain-moved',
  },
  {
    name: 'one MX host more',
    before: runBy('mx.example.gr'),
    after: runBy('mx.example.gr', 'mx2.example.gr'),
    kind: 'mx-added',
    reverse: 'mx-removed',
  },
  ...PLANTED_FACTS,
  ...PLANTED_POOLS,
];

/** A certificate that ends between two surveys of it: no other way round. */
export const EXPIRING: World = shown(ENDED);
