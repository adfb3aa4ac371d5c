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
 * The JSON Schema (2020-12) of a snapshot. Keys that it does not know are allowed: later writers append some. What no
 * schema can say, as the order of records and what they refer to, `mxtls verify` checks.
 */
export function snapshotJsonSchema(): object {
  const metadata = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(DEFINITIONS)) metadata.add(schema, { id });
  const { $schema, ...schema } = z.toJSONSchema(SnapshotSchema, { io: 'input', metadata });
  return {
    $schema,
    $id: `urn:mxtls:schema:${FORMAT}`,
    title: `Snapshot of a STARTTLS survey, format ${FORMAT}`,
    ...schema,
  };
}
