import { z } from 'zod';
import { CertificateSchema } from './certificate.ts';
import { EndpointSchema } from './endpoint.ts';
import { FailureSchema, ReplySchema } from './failure.ts';
import { MailDomainSchema } from './mail-domain.ts';
import { FORMAT, SnapshotSchema } from './snapshot.ts';
import { SurveySchema } from './survey.ts';

/** What a record can be validated against on its own, as `#/$defs/endpoint`. */
const DEFINITIONS = {
  survey: SurveySchema,
  domain: MailDomainSchema,
  endpoint: EndpointSchema,
  certificate: CertificateSchema,
  failure: FailureSchema,
  reply: ReplySchema,
} satisfies Record<string, z.ZodType>;

/**
 * The JSON Schema (2020-12) of a snapshot. What no schema can say, as the order of records and what they refer to,
 * `mxtls verify` checks.
 */
export function snapshotJsonSchema(): object {
  const metadata = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(DEFINITIONS)) metadata.add(schema, { id });
  const title = `Snapshot of a STARTTLS survey, format ${FORMAT}`;
  return jsonSchemaOf(SnapshotSchema, { format: FORMAT, title, metadata });
}

/**
 * The JSON Schema (2020-12) of a format, under its URN. It allows keys that it does not know: later writers append some.
 * @param options how zod makes it: `reused` parts inline or by reference, and what `metadata` names.
 */
export function jsonSchemaOf(
  schema: z.ZodType,
  { format, title, ...options }: { format: string; title: string } & JsonSchemaOptions,
): object {
  const { $schema, ...made } = z.toJSONSchema(schema, { io: 'input', ...options });
  return { $schema, $id: `urn:mxtls:schema:${format}`, title, ...made };
}

type JsonSchemaOptions = Pick<
  NonNullable<Parameters<typeof z.toJSONSchema>[1]>,
  'metadata' | 'reused'
>;
