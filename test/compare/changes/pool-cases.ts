import type { MailDomain } from '../../../src/model/records/mail-domain.ts';
import { makeCertificate, makeDomain, type EndpointOverrides } from '../../model/make-records.ts';
import { GOOD, NO_POLICY, policyOf, presenting, versionsOf, type World } from '../worlds.ts';
import type { Planted } from './planted-cases.ts';
import type { Unchanged } from './unchanged-cases.ts';

const HOST = 'mx.example.gr';
const host = (...endpoints: EndpointOverrides[]): World => ({ hosts: { [HOST]: endpoints } });
const at = (last: number, overrides: EndpointOverrides = {}): EndpointOverrides => ({
  address: `192.0.2.${last}`,
  ...overrides,
});
const PLAIN = { outcome: 'plaintext' } as const;
const OLD = { tls: versionsOf(['TLSv1']) };
const SECOND = makeCertificate({ serial: '02' });
const ENDED = makeCertificate({ notAfter: '2026-10-20T00:00:00Z', serial: '07' });
const SELF_SIGNED = makeCertificate({ issuer: `CN=${HOST}`, selfSigned: true, serial: '05' });
const byItself = { path: { outcome: 'self-signed' as const, via: [] } };

const hosts = (names: readonly string[], omittedAddresses = 0) =>
  names.map((name) => ({ preference: 10, host: name, omittedAddresses }));

/** One MX host with several addresses, and more of them than are asked. */
const pool = (
  endpoints: EndpointOverrides[],
  omittedAddresses = 0,
  domain: Partial<MailDomain> = {},
): World => ({
  certificates: [GOOD, SECOND, ENDED, SELF_SIGNED],
  domains: [{ ...domain, mx: { hosts: hosts([HOST], omittedAddresses) } }],
  ...host(...endpoints),
});
const ofPolicy = (id: number) => ({ mtaSts: policyOf({ record: `v=STSv1; id=${id}` }) });

const excluding = (...names: string[]): World => ({
  domains: [{ mx: { excluded: 1, hosts: hosts(names) } }],
  hosts: Object.fromEntries(names.map((name) => [name, [{}]])),
});
const capped = (mtaSts: MailDomain['mtaSts']): World => ({
  domains: [{ mtaSts, mx: makeDomain({ mx: { hosts: hosts([HOST]), omittedHosts: 1 } }).mx }],
  ...host({}),
});

/** Changes of hosts and domains that were not asked in full. */
export const PLANTED_POOLS: readonly Planted[] = [
  {
    name: 'STARTTLS on at one of two addresses',
    before: host(at(1), at(2, PLAIN)),
    after: host(at(1), at(2)),
    kind: 'starttls-gained',
    reverse: 'starttls-lost',
    level: 'none → authenticated',
  },
  {
    name: 'STARTTLS off at an address that both surveys asked, and at a new one of many',
    before: pool([at(1)], 4),
    after: pool([at(1, { outcome: 'plaintext' }), at(9, { outcome: 'plaintext' })], 4),
    kind: 'starttls-lost',
    reverse: 'starttls-gained',
    level: 'authenticated → none',
  },
  {
    name: 'an expired certificate at an address that both surveys asked, a self-signed one at a new one',
    before: pool([at(1, presenting(GOOD))], 4),
    after: pool([at(1, presenting(ENDED)), at(9, presenting(SELF_SIGNED, byItself))], 4),
    kind: 'certificate-problem',
    reverse: 'certificate-became-valid',
    level: 'authenticated → encrypted',
  },
  {
    name: 'TLS 1.2 at a new address in place of 1.0, beside one that was inconsistent',
    before: host(at(1, { tls: versionsOf(['TLSv1.3']) }), at(2, { tls: versionsOf(['TLSv1']) })),
    after: host(
      at(1, { tls: versionsOf(['TLSv1.3']), notes: ['inconsistent'] }),
      at(3, { tls: versionsOf(['TLSv1.2']) }),
    ),
    kind: 'highest-version-up',
    reverse: 'highest-version-down',
  },
  {
    name: 'one of two MX hosts gone, where another is excluded in both surveys',
    before: excluding('mx.example.gr', 'mx2.example.gr'),
    after: excluding('mx.example.gr'),
    kind: 'mx-removed',
    reverse: 'mx-added',
  },
  {
    name: 'a policy of a domain with more MX hosts than are asked',
    before: capped(NO_POLICY),
    after: capped(policyOf()),
    kind: 'mta-sts-added',
    reverse: 'mta-sts-removed',
    level: 'authenticated → enforced',
  },
];

/** Addresses that come and go, and nothing changes. */
export const UNCHANGED_POOLS: readonly Unchanged[] = [
  {
    name: 'a pool answers from other addresses',
    before: pool([at(1), at(2)]),
    after: pool([at(3), at(4)]),
  },
  {
    name: 'a pool answers from one address more, with a certificate of its own',
    before: pool([at(1, presenting(GOOD))]),
    after: pool([at(1, presenting(GOOD)), at(2, presenting(SECOND))]),
  },
  {
    name: 'a pool whose addresses changed places',
    before: pool([at(1), at(2, PLAIN)]),
    after: pool([at(1, PLAIN), at(2)]),
  },
  {
    name: 'a pool shows at a new address what another address had',
    before: pool([at(1), at(2, OLD)]),
    after: pool([at(1), at(3, OLD)]),
  },
  {
    name: 'a pool of more addresses than are asked shows another one',
    before: pool([at(1)], 4),
    after: pool([at(1), at(9, PLAIN)], 4),
  },
  {
    name: 'a pool of more addresses than are asked shows another one, below a new policy id',
    before: pool([at(1)], 4, ofPolicy(1)),
    after: pool([at(1), at(9, PLAIN)], 4, ofPolicy(2)),
  },
  {
    name: 'a pool that grew beyond the cap shows another address, below a new policy id',
    before: pool([at(1)], 0, ofPolicy(1)),
    after: pool([at(1), at(9, PLAIN)], 4, ofPolicy(2)),
  },
  {
    name: 'a new address without STARTTLS, beside one that was inconsistent and is gone',
    before: host(at(1), at(2, { notes: ['inconsistent'] })),
    after: host(at(1), at(3, PLAIN)),
  },
];
