import { z } from 'zod';
import { CertificateSchema } from '../records/certificate.ts';
import { EndpointSchema } from '../records/endpoint.ts';
import { jsonSchemaOf } from '../records/json-schema.ts';
import { canonicalJson } from '../records/snapshot-text.ts';
import { SurveySchema } from '../records/survey.ts';
import { ConcernSchema, type Observation } from './change.ts';
import { VANTAGE_KINDS } from './vantage-kinds.ts';

const VANTAGES_FORMAT = 'mxtls-vantages/1';

const count = z.int().min(0);

/** What one vantage shows of an address. */
const VantageSideSchema = z.object({
  /** Judged by today's rules at its own date. */
  endpoint: EndpointSchema,
  certificate: CertificateSchema.nullable(),
  issuers: z.array(CertificateSchema),
});

/** An address of an MX host that two vantages show otherwise. */
const VantageDifferenceSchema = z.object({
  kind: z.enum(VANTAGE_KINDS),
  host: z.string(),
  address: z.string().nullable(),
  /** The providers of either list that have the host, with their domains. */
  concerns: z.array(ConcernSchema),
  first: VantageSideSchema,
  second: VantageSideSchema,
});

/** The addresses of two surveys: those that both asked, and those of one alone, which are not compared. */
const VantageCountsSchema = z.object({
  compared: count,
  /** Of those compared, the ones of which nothing is known from either vantage. */
  unknown: count,
  firstOnly: count,
  secondOnly: count,
});
export type VantageCounts = z.infer<typeof VantageCountsSchema>;

/** What `mxtls diff --across-vantages --format json` prints. */
export const VantagesSchema = z.object({
  format: z.literal(VANTAGES_FORMAT),
  first: SurveySchema,
  second: SurveySchema,
  addresses: VantageCountsSchema,
  differences: z.array(VantageDifferenceSchema),
});

/** A difference that was found; its evidence is read again when it is looked at. */
export type FoundDifference = Pick<
  z.infer<typeof VantageDifferenceSchema>,
  'kind' | 'host' | 'address' | 'concerns'
>;

/** What the two vantages show of a difference. */
export interface VantageEvidence {
  first: Observation;
  second: Observation;
}

/** Two surveys of one list from different vantages, and where they differ: both snapshots have to stay open. */
export interface VantageComparison extends Omit<
  z.infer<typeof VantagesSchema>,
  'format' | 'differences'
> {
  /** By kind, and of one kind by host and address. */
  differences: readonly FoundDifference[];
  /** The evidence of one; null where a snapshot cannot be read any more: the snapshot says so itself. */
  evidence: (difference: FoundDifference) => VantageEvidence | null;
}

/** Writes a comparison as JSON, each difference on a line of its own. */
export function* vantagesText(comparison: VantageComparison): Generator<string> {
  const { first, second, addresses } = comparison;
  yield `{\n"format":"${VANTAGES_FORMAT}",\n`;
  yield `"first":${canonicalJson(SurveySchema.parse(first))},\n`;
  yield `"second":${canonicalJson(SurveySchema.parse(second))},\n`;
  yield `"addresses":${canonicalJson(VantageCountsSchema.parse(addresses))},\n"differences":[`;
  let separator = '\n';
  for (const each of comparison.differences) {
    const evidence = comparison.evidence(each);
    if (evidence === null) continue;
    yield `${separator}${canonicalJson(VantageDifferenceSchema.parse({ ...each, ...evidence }))}`;
    separator = ',\n';
  }
  yield '\n]\n}\n';
}

/** The JSON Schema (2020-12) of a comparison of two vantages. */
export function vantagesJsonSchema(): object {
  const title = `STARTTLS as two vantages see it, format ${VANTAGES_FORMAT}`;
  return jsonSchemaOf(VantagesSchema, { format: VANTAGES_FORMAT, title, reused: 'ref' });
}
