import { z } from 'zod';
import { CHANGE_KINDS, EFFECTS, TOPICS, VISIBILITY_KINDS } from './change-kinds.ts';
import { HostCountsSchema, ListDifferenceSchema, NamesSchema } from './survey-difference.ts';
import { CertificateSchema, InstantSchema } from '../records/certificate.ts';
import { EndpointSchema } from '../records/endpoint.ts';
import { DomainFactsSchema } from '../records/mail-domain.ts';
import { SurveySchema } from '../records/survey.ts';
import { LEVELS } from '../records/words.ts';

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
export const ConcernSchema = z.object({
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

/** What a change concerns as plain data: a change may list its domains only when they are looked at. */
export function plainConcerns({ concerns }: Pick<Change, 'concerns'>): Concern[] {
  return concerns.map(({ category, provider, domains }) => ({ category, provider, domains }));
}

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
