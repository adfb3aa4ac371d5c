import { z } from 'zod';
import { jsonSchemaOf } from '../records/json-schema.ts';
import { SurveySchema } from '../records/survey.ts';
import { MARKS } from './history.ts';
import { ReportedDomainSchema } from './report.ts';

export const LATEST_FORMAT = 'mxtls-latest/1';

/** A reference to a file of the site from its top, as a URL writes it. */
const reference = z.string();

/** A provider of the lists, or a domain that stands for itself. */
const LatestProviderSchema = z.object({
  category: z.string().nullable(),
  name: z.string(),
  listed: z.boolean(),
  /** What the survey showed of it in all, as a mark of its history. */
  state: z.enum(MARKS),
  /** The same in words. */
  text: z.string(),
  page: reference,
  feed: reference,
  badge: reference,
  domains: z.array(
    ReportedDomainSchema.pick({
      domain: true,
      unicode: true,
      level: true,
      starttls: true,
      tls: true,
    }),
  ),
});
export type LatestProvider = z.infer<typeof LatestProviderSchema>;

/** The state of all providers in the newest good survey, as a site has it in `latest.json`. */
const LatestSchema = z.object({
  format: z.literal(LATEST_FORMAT),
  title: z.string(),
  /** The absolute address of the top of the site; null where it is not known. References are relative to it, or to this file. */
  url: z.string().nullable(),
  survey: SurveySchema.pick({
    date: true,
    startedAt: true,
    finishedAt: true,
    vantage: true,
    counts: true,
  }).extend({ page: reference, snapshot: reference }),
  feed: reference,
  providers: z.array(LatestProviderSchema),
});
export type Latest = z.infer<typeof LatestSchema>;

/** The JSON Schema (2020-12) of `latest.json`. */
export function latestJsonSchema(): object {
  const title = `The newest STARTTLS survey of a site, format ${LATEST_FORMAT}`;
  return jsonSchemaOf(LatestSchema, { format: LATEST_FORMAT, title, reused: 'inline' });
}
