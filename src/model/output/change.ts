import { z } from 'zod';
import { HostCountsSchema, ListDifferenceSchema, NamesSchema } from './survey-difference.ts';
import { CertificateSchema, InstantSchema } from '../records/certificate.ts';
import { EndpointSchema } from '../records/endpoint.ts';
import { DomainFactsSchema } from '../records/mail-domain.ts';
import { SurveySchema } from '../records/survey.ts';
import { LEVELS } from '../records/words.ts';

/** Whether a change is for the better. */
export const EFFECTS = ['regression', 'improvement', 'neutral'] as const;
export type Effect = (typeof EFFECTS)[number];

/** What a change is about. */
const TOPICS = [
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

/** What some addresses of an MX host showed alike. */
const ObservationSchema = z.object({
  /** One of the endpoints, judged by today's rules at its own date. */
  endpoint: EndpointSchema,
  addresses: z.array(z.string().nullable()),
  /** Whether these are all known addresses of the host in that survey. */
  whole: z.boolean(),
  certificate: CertificateSchema.nullable(),
  issuers: z.array(CertificateSchema),
});
export type Observation = z.infer<typeof ObservationSchema>;

/** What one of the two surveys shows of a change. */
const SideSchema = z.object({
  observations: z.array(ObservationSchema),
  /** What the DNS and the policies of the domain said, where the change is one of a domain. */
  domain: DomainFactsSchema.nullable(),
});
export type Side = z.infer<typeof SideSchema>;

/** A provider of the newer list that a change concerns, with its domains; `provider` null: domains that stand for themselves. */
const ConcernSchema = z.object({
  category: z.string().nullable(),
  provider: z.string().nullable(),
  domains: z.array(z.string()),
});
export type Concern = z.infer<typeof ConcernSchema>;

const level = z.enum(LEVELS);

/** All about the change of one subject, a host or a domain. */
const changeParts = {
  topic: z.enum(TOPICS),
  effect: z.enum(EFFECTS),
  subject: z.discriminatedUnion('type', [
    z.object({ type: z.literal('host'), host: z.string() }),
    z.object({ type: z.literal('domain'), domain: z.string() }),
  ]),
  /**
   * When the survey began that `before` is of, where it is an older one than that of the comparison: what was unknown there is
   * compared with what was known last. null: `before` is of the survey of the comparison.
   */
  lastKnown: InstantSchema.nullable(),
  /** A host may serve several: listed under each, counted once. */
  concerns: z.array(ConcernSchema),
  before: SideSchema,
  after: SideSchema,
  /** Levels that changed with it, over the hosts that were judged in both surveys. */
  levels: z.array(z.object({ domain: z.string(), before: level, after: level })),
  /** MX hosts of a domain that came or went. */
  hosts: z.object({ added: z.array(z.string()), removed: z.array(z.string()) }),
};

export const ChangeSchema = z.object({ kind: z.enum(CHANGE_KINDS), ...changeParts });
export type Change = z.infer<typeof ChangeSchema> & {
  /** Whether it is a renewal as usual, which is no news. */
  readonly routine: boolean;
};

export const VisibilityChangeSchema = z.object({ kind: z.enum(VISIBILITY_KINDS), ...changeParts });
export type VisibilityChange = z.infer<typeof VisibilityChangeSchema>;

/** What of the scanner can differ between two surveys. */
export const SCANNER_PARTS = [
  'depth',
  'mxtls',
  'node',
  'openssl',
  'roots',
  'vantage',
  'resolver',
  'families',
  'port',
  'exclusions',
  'mx',
] as const;
export type ScannerPart = (typeof SCANNER_PARTS)[number];

/** A part of the scanner that was another one; what was not recorded is null. */
const DifferenceSchema = z.object({
  part: z.enum(SCANNER_PARTS),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type Difference = z.infer<typeof DifferenceSchema>;

export const COMPARISON_FORMAT = 'mxtls-changes/1';

/** All that differs between two surveys. Nothing in `changes` is explained by the scanner, nor from or to unknown. */
export const ComparisonSchema = z.object({
  before: SurveySchema,
  after: SurveySchema,
  scanner: z.array(DifferenceSchema),
  lists: ListDifferenceSchema,
  changes: z.array(ChangeSchema),
  visibilityChanges: z.array(VisibilityChangeSchema),
  /** MX hosts and domains of both surveys that are unknown in both. */
  unknown: z.object({ hosts: z.int().min(0), domains: z.int().min(0) }),
  /** Domains that an imported survey does not have: it knows only what its source asked, so they are not in `lists`. */
  notObserved: z.object({ before: NamesSchema, after: NamesSchema }),
  hosts: z.object({ before: HostCountsSchema, after: HostCountsSchema }),
});
export type Comparison = Omit<z.infer<typeof ComparisonSchema>, 'changes'> & {
  changes: Change[];
  /** The MX hosts of both surveys that end like one that changed: patterns for several hosts must not cover them. */
  neighbours: readonly string[];
};
