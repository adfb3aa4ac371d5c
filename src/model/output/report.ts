import { z } from 'zod';
import { CertificateIdSchema, CertificateSchema, InstantSchema } from '../records/certificate.ts';
import { ChangeSchema, VisibilityChangeSchema } from './change.ts';
import { EFFECTS } from './change-kinds.ts';
import { ReportedVantageSchema } from './report-vantages.ts';
import { jsonSchemaOf } from '../records/json-schema.ts';
import { OnionNamesSchema, OnionTotalsSchema } from './report-onion.ts';
import {
  ListingsSchema,
  OwnHostsSchema,
  ProviderNameSchema,
  UnknownGroupSchema,
} from './report-owners.ts';
import { MailDomainSchema } from '../records/mail-domain.ts';
import { SurveySchema } from '../records/survey.ts';
import {
  LEVELS,
  POLICY_STATES,
  PROBLEMS,
  STARTTLS_WORDS,
  STS_MODES,
  TLS_VERSIONS,
} from '../records/words.ts';

export const REPORT_FORMAT = 'mxtls-report/1';

const count = z.int().min(0);
const sentences = z.array(z.string());
const versions = z.array(z.enum(TLS_VERSIONS));

/** A provider by its place in the lists; a domain without a provider stands for itself, by its own name. */
export type { OwnHosts, ProviderName, ReportedListings, UnknownGroup } from './report-owners.ts';

const verdict = MailDomainSchema.shape;

/**
 * Since when a state holds, as surveys can know it: `by` is the first that showed it, `after` the last before that showed
 * another, null where none did; in `hint` it is unknown, and no TLS was shown.
 */
const SinceSchema = z.object({
  after: z.string().nullable(),
  hint: z.string().nullable(),
  by: z.string(),
});
export type Since = z.infer<typeof SinceSchema>;

/** A domain: what the survey found, its verdict judged by today's rules. */
export const ReportedDomainSchema = z.object({
  domain: z.string(),
  /** The U-label form, for people. */
  unicode: z.string(),
  level: verdict.level,
  decidedBy: verdict.decidedBy,
  starttls: verdict.starttls,
  /** The versions that ordinary handshakes agreed on, each with at least one server. */
  tls: versions,
  /** All versions that at least one server is known to speak. */
  spoken: versions,
  problems: verdict.problems,
  counts: verdict.counts,
  mx: verdict.mx.shape.kind,
  hosts: z.array(z.string()),
  /** Null where it was not asked for; `mode` null where no policy was read. */
  mtaSts: z.object({ state: z.enum(POLICY_STATES), mode: z.enum(STS_MODES).nullable() }).nullable(),
  tlsRpt: z.enum(POLICY_STATES).nullable(),
  /** Of its TLS versions, and of its level; null where they are unknown, or no earlier survey was read. */
  since: z.object({ tls: SinceSchema.nullable(), level: SinceSchema.nullable() }),
  /** The lowest version that its servers speak; null where it is not known that they refuse all lower ones. */
  lowest: z.enum(TLS_VERSIONS).nullable(),
  /** What the SRV records of its onion MX name; null where they were not asked for. */
  onionMx: OnionNamesSchema.nullable(),
  /** The DNS lists that have an address of its servers, and those that could not be asked about some; null where none was asked. */
  dnsbl: z.object({ listed: z.array(z.string()), unknown: z.array(z.string()) }).nullable(),
});
export type ReportedDomain = z.infer<typeof ReportedDomainSchema>;

/** A certificate and who presents it; `problems` are those of any of the hosts, null where none was judged. */
const ReportedCertificateSchema = CertificateSchema.pick({
  id: true,
  subject: true,
  issuer: true,
  names: true,
  namesTotal: true,
  notBefore: true,
  notAfter: true,
  selfSigned: true,
}).extend({
  hosts: z.array(z.string()),
  mismatched: z.array(z.string()),
  problems: z.array(z.enum(PROBLEMS)).nullable(),
  undetermined: z.array(z.enum(PROBLEMS)),
});
export type ReportedCertificate = z.infer<typeof ReportedCertificateSchema>;

/** A provider: what is said of it, in sentences without full stops, and the facts under them. */
const ReportedProviderSchema = z.object({
  name: z.string(),
  /** Whether the list has it as a provider; else it is a domain that stands for itself. */
  listed: z.boolean(),
  tls: sentences,
  certificate: sentences,
  domains: z.array(ReportedDomainSchema),
  certificates: z.array(ReportedCertificateSchema),
});
export type ReportedProvider = z.infer<typeof ReportedProviderSchema>;

const ReportedCategorySchema = z.object({
  name: z.string().nullable(),
  providers: z.array(ReportedProviderSchema),
});

/** How many domains have which word, all words in their order; `word` null is no mail. */
const CategoryTotalSchema = z.object({
  category: z.string().nullable(),
  domains: count,
  starttls: z.array(z.object({ word: z.enum(STARTTLS_WORDS).nullable(), domains: count })),
});

const TotalsSchema = z.object({
  domains: count,
  /** The levels that are there, the best first. */
  levels: z.array(z.object({ level: z.enum(LEVELS), domains: count })),
  /** Of the domains of level `encrypted`, those where only an open question is in the way of a better one. */
  unproven: count,
  endpoints: verdict.counts,
  /** None where the lists have no categories. */
  categories: z.array(CategoryTotalSchema),
  excluded: SurveySchema.shape.excluded,
  /** Domains of which some addresses are known and others are not: their level and their STARTTLS are those of the known. */
  partial: count,
  onionMx: OnionTotalsSchema.nullable(),
});
export type Totals = z.infer<typeof TotalsSchema>;

/** Providers of one rank: by their weakest domain, how far STARTTLS goes, and the lowest version that is spoken. */
const RankSchema = z.object({
  level: z.enum(LEVELS),
  starttls: z.enum(STARTTLS_WORDS),
  version: z.enum(TLS_VERSIONS).nullable(),
  /** `unknown`: how many of its addresses are unknown, and not in this. */
  providers: z.array(ProviderNameSchema.extend({ unknown: count })),
  /** The highest version that any of them speaks. */
  highest: z.enum(TLS_VERSIONS).nullable(),
  /** Whether every server with TLS is known to speak no version below `version`; else a lower one may be spoken. */
  isLowest: z.boolean(),
});
export type Rank = z.infer<typeof RankSchema>;

/** Only known providers are in it. Where all rank alike, nobody is best or worst. */
const RankingSchema = z.object({
  known: count,
  unknown: count,
  best: z.array(RankSchema),
  worst: z.array(RankSchema),
});
export type Ranking = z.infer<typeof RankingSchema>;

/** A certificate that ends soon. */
const ExpiringCertificateSchema = z.object({
  id: CertificateIdSchema,
  /** What people call it. */
  name: z.string(),
  notAfter: InstantSchema,
  beforeNextSurvey: z.boolean(),
  within30Days: z.boolean(),
  providers: z.array(OwnHostsSchema),
});
export type ExpiringCertificate = z.infer<typeof ExpiringCertificateSchema>;

/** A certificate that several hosts present. */
const SharedSchema = z.object({
  id: CertificateIdSchema,
  name: z.string(),
  sentence: z.string(),
  hosts: count,
  providers: z.array(OwnHostsSchema),
});
export type Shared = z.infer<typeof SharedSchema>;

const change = { before: true, after: true } as const;

/** What changed since the survey before: sentences by section, category and provider, and each change. */
const ReportedChangesSchema = z.object({
  /** The date of the survey before. */
  since: z.string(),
  title: z.string(),
  /** What of the scanner and its lists was another. */
  scanner: sentences,
  sections: z.array(
    z.object({
      title: z.string(),
      effect: z.enum(EFFECTS),
      categories: z.array(
        z.object({
          name: z.string().nullable(),
          paragraphs: z.array(z.object({ name: z.string(), sentences })),
        }),
      ),
    }),
  ),
  totals: z.string(),
  /** As in the format `mxtls-changes/1`, without the evidence, which `mxtls diff --format json` has. */
  changes: z.array(ChangeSchema.omit(change)),
  visibilityChanges: z.array(VisibilityChangeSchema.omit(change)),
});
export type ReportedChanges = z.infer<typeof ReportedChangesSchema>;

/** What was found in one survey, for publication: facts, and the sentences that are said of them. */
export const ReportSchema = z.object({
  format: z.literal(REPORT_FORMAT),
  survey: SurveySchema.pick({
    date: true,
    startedAt: true,
    vantage: true,
    degraded: true,
    families: true,
    settings: true,
    lists: true,
    counts: true,
    givenMx: true,
  }).extend({
    mxtls: z.string(),
    /** When the next survey is due; null where that is not known. */
    next: InstantSchema.nullable(),
  }),
  categories: z.array(ReportedCategorySchema),
  totals: TotalsSchema,
  ranking: RankingSchema,
  expiring: z.array(ExpiringCertificateSchema),
  shared: z.array(SharedSchema),
  unknown: z.array(UnknownGroupSchema),
  /** Null where there is no survey before it that asked the same, or this one cannot be trusted. */
  changes: ReportedChangesSchema.nullable(),
  /** Null where no DNS list was asked. */
  listings: ListingsSchema.nullable(),
  /** One for each other vantage of which there is a survey of the same lists within a day. */
  vantages: z.array(ReportedVantageSchema),
});
export type Report = z.infer<typeof ReportSchema>;

/** The JSON Schema (2020-12) of `mxtls report --format json`. */
export function reportJsonSchema(): object {
  const title = `Report on a STARTTLS survey, format ${REPORT_FORMAT}`;
  return jsonSchemaOf(ReportSchema, { format: REPORT_FORMAT, title, reused: 'inline' });
}
