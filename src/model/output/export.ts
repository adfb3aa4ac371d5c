import { z } from 'zod';
import { InstantSchema } from '../records/certificate.ts';
import { jsonSchemaOf } from '../records/json-schema.ts';

export const EXPORT_FORMAT = 'mxtls-export/1';

/** What a mail server is told to demand of the MX hosts of a domain, in the words of Postfix. */
export const DEMANDS = ['encrypt', 'secure', 'dane-only'] as const;
export type Demand = (typeof DEMANDS)[number];

/** Why nothing is demanded of the MX hosts of a domain; `host` of an export names the host that decided it. */
export const LEFT_OUT_REASONS = [
  'plaintext',
  'broken',
  'unknown',
  'inconsistent',
  'client-certificate',
  'old-tls',
  'not-in-every-survey',
  'no-mail',
  'dns-failed',
  'not-all-asked',
  'invalid-name',
  'mx-changed',
  'dane',
  'dane-unknown',
  'dane-in-part',
  'mta-sts',
  'mta-sts-unknown',
] as const;
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];

/** Why mail does not go to the onion MX of a domain that has one. */
export const ONION_LACKS = ['changed', 'insecure', 'not-asked', 'unknown'] as const;
export type OnionLack = (typeof ONION_LACKS)[number];

const EntrySchema = z.object({
  domain: z.string(),
  demand: z.enum(DEMANDS),
  /** The MX hosts of the newest survey, sorted. */
  hosts: z.array(z.string()),
  /** When the first of their certificates ends; null where that is not known. */
  certificateEnds: InstantSchema.nullable(),
});

const LeftOutSchema = z.object({
  domain: z.string(),
  reason: z.enum(LEFT_OUT_REASONS),
  /** When the newest survey that shows it began. */
  survey: InstantSchema,
  host: z.string().nullable(),
});

/** What surveys support that a mail server demands, as `mxtls export json` writes it. */
const ExportSchema = z.object({
  format: z.literal(EXPORT_FORMAT),
  /** When each survey began, the oldest first. */
  surveys: z.array(InstantSchema),
  holdsUntil: InstantSchema,
  entries: z.array(EntrySchema),
  leftOut: z.array(LeftOutSchema),
  /** Domains whose mail can go over Tor, and their services in the order in which they are to be tried. */
  onions: z.array(
    z.object({
      domain: z.string(),
      hops: z.array(z.object({ host: z.string(), port: z.int().min(0).max(65535) })),
    }),
  ),
  onionsLeftOut: z.array(
    z.object({ domain: z.string(), reason: z.enum(ONION_LACKS), survey: InstantSchema }),
  ),
});

/** The JSON Schema (2020-12) of an export. */
export function exportJsonSchema(): object {
  const title = `TLS policies for mail servers from STARTTLS surveys, format ${EXPORT_FORMAT}`;
  return jsonSchemaOf(ExportSchema, { format: EXPORT_FORMAT, title, reused: 'inline' });
}
