/** Whether a change is for the better. */
export const EFFECTS = ['regression', 'improvement', 'neutral'] as const;
export type Effect = (typeof EFFECTS)[number];

/** What a change is about. */
export const TOPICS = [
  'starttls',
  'version',
  'certificate',
  'dane',
  'mx',
  'domain',
  'mta-sts',
  'tls-rpt',
  'onion-mx',
  'level',
  'dnsbl',
] as const;
export type Topic = (typeof TOPICS)[number];

/** What can change, in the order in which changes are listed. */
export const CHANGE_KINDS = [
  'starttls-lost',
  'starttls-stripped',
  'starttls-broken',
  'starttls-gained',
  'starttls-withdrawn',
  'highest-version-down',
  'highest-version-up',
  'lowest-version-down',
  'lowest-version-up',
  'certificate-problem',
  'certificate-problem-gone',
  'certificate-became-valid',
  'certificate-replaced',
  'certificate-renewed',
  'dane-broken',
  'dane-removed',
  'dane-added',
  'dane-fixed',
  'dane-changed',
  'mta-sts-broken',
  'mta-sts-removed',
  'mta-sts-added',
  'mta-sts-fixed',
  'mta-sts-changed',
  'tls-rpt-broken',
  'tls-rpt-removed',
  'tls-rpt-added',
  'tls-rpt-fixed',
  'tls-rpt-changed',
  'onion-mx-broken',
  'onion-mx-removed',
  'onion-mx-added',
  'onion-mx-fixed',
  'onion-mx-changed',
  'level-down',
  'level-up',
  'domain-gone',
  'domain-appeared',
  'domain-moved',
  'mx-removed',
  'mx-added',
  'dnsbl-listed',
  'dnsbl-delisted',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** From or to unknown: no change of a server, and listed apart. */
export const VISIBILITY_KINDS = ['now-known', 'no-longer-known'] as const;
export type VisibilityKind = (typeof VISIBILITY_KINDS)[number];

/** What each kind is about, how good it is by itself, and its heading. */
export const CHANGE_FACTS = {
  'starttls-lost': regression('starttls', 'STARTTLS lost'),
  'starttls-stripped': regression('starttls', 'STARTTLS stripped on the way'),
  'starttls-broken': regression('starttls', 'STARTTLS broken'),
  'starttls-gained': improvement('starttls', 'STARTTLS gained'),
  'starttls-withdrawn': neutral('starttls', 'broken STARTTLS withdrawn'),
  'highest-version-down': regression('version', 'highest TLS version down'),
  'highest-version-up': improvement('version', 'highest TLS version up'),
  'lowest-version-down': regression('version', 'lowest TLS version down'),
  'lowest-version-up': improvement('version', 'lowest TLS version up'),
  'certificate-problem': regression('certificate', 'certificate got a problem'),
  'certificate-problem-gone': improvement('certificate', 'problem of the certificate gone'),
  'certificate-became-valid': improvement('certificate', 'certificate became valid'),
  'certificate-replaced': neutral('certificate', 'certificate replaced'),
  'certificate-renewed': neutral('certificate', 'certificate renewed'),
  'dane-broken': regression('dane', 'DANE broken'),
  'dane-removed': regression('dane', 'DANE removed'),
  'dane-added': improvement('dane', 'DANE added'),
  'dane-fixed': improvement('dane', 'DANE fixed'),
  'dane-changed': neutral('dane', 'DANE changed'),
  'mta-sts-broken': regression('mta-sts', 'MTA-STS broken'),
  'mta-sts-removed': regression('mta-sts', 'MTA-STS removed'),
  'mta-sts-added': improvement('mta-sts', 'MTA-STS added'),
  'mta-sts-fixed': improvement('mta-sts', 'MTA-STS fixed'),
  'mta-sts-changed': neutral('mta-sts', 'MTA-STS changed'),
  'tls-rpt-broken': regression('tls-rpt', 'TLS-RPT broken'),
  'tls-rpt-removed': regression('tls-rpt', 'TLS-RPT removed'),
  'tls-rpt-added': improvement('tls-rpt', 'TLS-RPT added'),
  'tls-rpt-fixed': improvement('tls-rpt', 'TLS-RPT fixed'),
  'tls-rpt-changed': neutral('tls-rpt', 'TLS-RPT changed'),
  'onion-mx-broken': regression('onion-mx', 'onion MX broken'),
  'onion-mx-removed': neutral('onion-mx', 'onion MX removed'),
  'onion-mx-added': improvement('onion-mx', 'onion MX added'),
  'onion-mx-fixed': improvement('onion-mx', 'onion MX fixed'),
  'onion-mx-changed': neutral('onion-mx', 'onion MX changed'),
  'level-down': regression('level', 'level down'),
  'level-up': improvement('level', 'level up'),
  'domain-gone': neutral('domain', 'domain gone'),
  'domain-appeared': neutral('domain', 'domain appeared'),
  'domain-moved': neutral('domain', 'domain moved to another operator'),
  'mx-removed': neutral('mx', 'MX host removed'),
  'mx-added': neutral('mx', 'MX host added'),
  'dnsbl-listed': neutral('dnsbl', 'now on a DNS list'),
  'dnsbl-delisted': neutral('dnsbl', 'no longer on a DNS list'),
} as const satisfies Record<ChangeKind, { topic: Topic; effect: Effect; heading: string }>;

function regression<T extends Topic>(topic: T, heading: string) {
  return { topic, effect: 'regression', heading } as const;
}

function improvement<T extends Topic>(topic: T, heading: string) {
  return { topic, effect: 'improvement', heading } as const;
}

function neutral<T extends Topic>(topic: T, heading: string) {
  return { topic, effect: 'neutral', heading } as const;
}

/** Headings of what is no change: what one survey knows and the other does not. */
export const VISIBILITY_HEADINGS = {
  'now-known': 'Known for the first time',
  'no-longer-known': 'No longer known',
} as const satisfies Record<VisibilityKind, string>;
