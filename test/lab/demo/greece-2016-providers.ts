/** What a provider's mail servers were like, by domain and MX host. */
export interface ProviderFacts {
  readonly category: string;
  readonly provider: string;
  /** The MX hosts of each domain. */
  readonly domains: Readonly<Record<string, readonly string[]>>;
}

const COMMERCIAL = 'Commercial Providers';
const NON_COMMERCIAL = 'Non-commercial Providers';
const UNIVERSITIES = 'Universities';
const FREE = 'Free Providers';
const RADICAL = 'Radical Providers';

const CYTA_GR = [
  'dcmail05.cyta.gr',
  'dcmail06.cyta.gr',
  'mail-relay.cyta.gr',
  'promitheas1.cyta.gr',
  'promitheas2.cyta.gr',
];
const FORTHNET = ['mailsrv.forthnet.gr'];
const TEE = ['asterix.tee.gr', 'getafix.tee.gr', 'slashterix.tee.gr'];

/**
 * The Greek e-mail providers surveyed on 2016-01-23 and the MX hosts of their domains that day, as published by the
 * first survey of this kind. Name patterns say which host served which domain, so hosts of a pattern
 * that two domains share count for both. Preferences are not known.
 */
export const PROVIDERS: readonly ProviderFacts[] = [
  {
    category: COMMERCIAL,
    provider: 'OTE/COSMOTE',
    domains: {
      'ote.gr': ['kriton.ote.gr', 'platon.ote.gr', 'socrates.ote.gr', 'solon.ote.gr'],
      'otenet.gr': [
        'deneb.otenet.gr',
        'iris.otenet.gr',
        'mx.otenet.gr',
        'mx2.otenet.gr',
        'mx3.otenet.gr',
        'mx4.otenet.gr',
      ],
      'cosmote.gr': [
        'amrsrv01.cosmote.gr',
        'extahrmail1.cosmote.gr',
        'extahrmail2.cosmote.gr',
        'extahrmailb.cosmote.gr',
        'extmarmail1.cosmote.gr',
        'extmarmail2.cosmote.gr',
        'mmrsrv01.cosmote.gr',
        'pvextmailah01.cosmote.gr',
        'pvextmaildr01.cosmote.gr',
        'mail1.dt-one.com',
        'mail2.dt-one.com',
        'mail3.dt-one.com',
        'mail4.dt-one.com',
        'mail5.dt-one.com',
        'mail6.dt-one.com',
        'mail7.dt-one.com',
        'mail8.dt-one.com',
      ],
    },
  },
  {
    category: COMMERCIAL,
    provider: 'WIND',
    domains: {
      'wind.gr': ['mailrelay.wind.gr', 'mailrelay2.wind.gr'],
      'windtools.gr': ['mx1.windtools.gr', 'mx2.windtools.gr'],
    },
  },
  {
    category: COMMERCIAL,
    provider: 'CYTA',
    domains: {
      'cyta.gr': CYTA_GR,
      'hq.cyta.gr': CYTA_GR,
      'cyta.com.cy': [
        'mail-relay.cytanet.com.cy',
        'mx1.cytanet.com.cy',
        'mx2.cytanet.com.cy',
        'mx3.cytanet.com.cy',
        'mx4.cytanet.com.cy',
        'promitheas1.cytanet.com.cy',
        'promitheas2.cytanet.com.cy',
        'promitheas3.cytanet.com.cy',
      ],
    },
  },
  {
    category: COMMERCIAL,
    provider: 'FORTHNET',
    domains: { 'forthnet.gr': FORTHNET, 'ath.forthnet.gr': FORTHNET },
  },
  {
    category: COMMERCIAL,
    provider: 'HOL',
    domains: {
      'hol.gr': [
        'protect1.mail.hol.gr',
        'protect2.mail.hol.gr',
        'protect3.mail.hol.gr',
        'protect4.mail.hol.gr',
      ],
      'hol.net': ['mail.hol.net', 'mailin01mx.hol.net', 'mailin02mx.hol.net'],
    },
  },
  {
    category: COMMERCIAL,
    provider: 'VODAFONE',
    domains: {
      'vodafone.gr': ['mx1.mydomain.ro', 'mx2.mydomain.ro'],
      'vodafone.com.gr': ['relay1.netnames.net', 'relay2.netnames.net'],
    },
  },
  { category: NON_COMMERCIAL, provider: 'GRNET', domains: { 'grnet.gr': ['mx0.grnet.gr'] } },
  {
    category: NON_COMMERCIAL,
    provider: 'SCH',
    domains: { 'sch.gr': ['mx.sch.gr', 'mx2.sch.gr'] },
  },
  { category: NON_COMMERCIAL, provider: 'TEE', domains: { 'tee.gr': TEE, 'teemail.gr': TEE } },
  { category: NON_COMMERCIAL, provider: 'MIL', domains: { 'mil.gr': ['ml.mil.gr'] } },
  {
    category: UNIVERSITIES,
    provider: 'AUTH',
    domains: { 'auth.gr': ['mailsrv1.ccf.auth.gr', 'mailsrv2.ccf.auth.gr'] },
  },
  {
    category: UNIVERSITIES,
    provider: 'NTUA',
    domains: {
      'ntua.gr': ['achilles.noc.ntua.gr', 'diomedes.noc.ntua.gr', 'ulysses.noc.ntua.gr'],
    },
  },
  { category: UNIVERSITIES, provider: 'UPATRAS', domains: { 'upnet.gr': ['albatross.upnet.gr'] } },
  {
    category: FREE,
    provider: 'IN',
    domains: { 'in.gr': ['eml1.in.gr', 'eml2.in.gr', 'eml3.in.gr', 'eml4.in.gr', 'mail.in.gr'] },
  },
  { category: FREE, provider: 'FREEMAIL', domains: { 'freemail.gr': ['mx2.freemail.gr'] } },
  { category: FREE, provider: 'MAILBOX', domains: { 'mailbox.gr': ['mail.mailbox.gr'] } },
  { category: RADICAL, provider: 'ESPIV', domains: { 'espiv.net': ['mail.espiv.net'] } },
];

/** The MX hosts of the one domain that had others on 2016-03-26. A pool of theirs stands as one address. */
export const MOVED: Readonly<Record<string, readonly string[]>> = {
  'mailbox.gr': ['mx.spamexperts.com', 'fallbackmx.spamexperts.eu', 'lastmx.spamexperts.net'],
};
