import type { MailDomain } from '../../../src/model/records/mail-domain.ts';
import type { EndpointOverrides } from '../../model/make-records.ts';
import type { World } from '../worlds.ts';
import { LISTED, NOT_LISTED, UNKNOWN } from './listings.ts';
import { ONION_A, ONION_ABSENT, ONION_B, ONION_FAILED, ONION_V2, onionMxOf } from './onions.ts';
import type { Planted } from './planted-cases.ts';
import type { Unchanged } from './unchanged-cases.ts';

const host = (...endpoints: EndpointOverrides[]): World => ({
  hosts: { 'mx.example.gr': endpoints },
});
const domain = (overrides: Partial<MailDomain>): World => ({
  domains: [{ hosts: ['mx.example.gr'], ...overrides }],
  ...host({}),
});

/** Changes of the facts that no verdict depends on: the onion MX of domains, and the DNS lists that addresses are on. */
export const PLANTED_FACTS: readonly Planted[] = [
  {
    name: 'an onion MX',
    before: domain({ onionMx: ONION_ABSENT }),
    after: domain({ onionMx: onionMxOf(ONION_A) }),
    kind: 'onion-mx-added',
    reverse: 'onion-mx-removed',
  },
  {
    name: 'an onion MX with a name of version 2 in place of one of version 3',
    before: domain({ onionMx: onionMxOf(ONION_A) }),
    after: domain({ onionMx: onionMxOf(ONION_V2) }),
    kind: 'onion-mx-broken',
    reverse: 'onion-mx-fixed',
  },
  {
    name: 'an onion MX of another service',
    before: domain({ onionMx: onionMxOf(ONION_A) }),
    after: domain({ onionMx: onionMxOf(ONION_B) }),
    kind: 'onion-mx-changed',
    reverse: 'onion-mx-changed',
  },
  {
    name: 'an address that came onto a DNS list',
    before: host({ dnsbl: [NOT_LISTED] }),
    after: host({ dnsbl: [LISTED] }),
    kind: 'dnsbl-listed',
    reverse: 'dnsbl-delisted',
  },
  {
    name: 'an address that came onto one of two DNS lists, of which the other was not known',
    before: host({ dnsbl: [NOT_LISTED, { ...UNKNOWN, zone: 'other.example' }] }),
    after: host({ dnsbl: [LISTED, { ...LISTED, zone: 'other.example' }] }),
    kind: 'dnsbl-listed',
    reverse: 'dnsbl-delisted',
  },
];

export const UNCHANGED_FACTS: readonly Unchanged[] = [
  {
    name: 'an onion MX that the other survey did not look up',
    before: domain({ onionMx: null }),
    after: domain({ onionMx: onionMxOf(ONION_V2) }),
  },
  {
    name: 'an onion MX that could be looked up',
    before: domain({ onionMx: ONION_FAILED }),
    after: domain({ onionMx: onionMxOf(ONION_A) }),
    visibilityChange: 'now-known',
  },
  {
    name: 'an address on a DNS list that could not be asked before',
    before: host({ dnsbl: [UNKNOWN] }),
    after: host({ dnsbl: [LISTED] }),
  },
  {
    name: 'an address on a DNS list that cannot be asked any more',
    before: host({ dnsbl: [LISTED] }),
    after: host({ dnsbl: [UNKNOWN] }),
  },
  {
    name: 'an address on a DNS list that the other survey did not ask',
    before: host({ dnsbl: null }),
    after: host({ dnsbl: [LISTED] }),
  },
  {
    name: 'an address on a DNS list in place of another list, which was not asked again',
    before: host({ dnsbl: [{ ...LISTED, zone: 'other.example' }] }),
    after: host({ dnsbl: [LISTED] }),
  },
  {
    name: 'an address on a DNS list for another reason',
    before: host({ dnsbl: [LISTED] }),
    after: host({ dnsbl: [{ ...LISTED, codes: ['127.0.0.3'], reason: 'sends still' }] }),
  },
];
