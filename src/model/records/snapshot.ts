import { z } from 'zod';
import { CertificateSchema } from './certificate.ts';
import { EndpointSchema } from './endpoint.ts';
import { MailDomainSchema } from './mail-domain.ts';
import { SurveySchema } from './survey.ts';

export const FORMAT = 'mxtls/1';

/** A whole snapshot, as the format `mxtls/1` has it. The JSON Schema that ships with the package is made from this. */
export const SnapshotSchema = z.object({
  format: z.literal(FORMAT),
  survey: SurveySchema,
  domains: z.array(MailDomainSchema),
  endpoints: z.array(EndpointSchema),
  certificates: z.array(CertificateSchema),
});
export type Snapshot = z.infer<typeof SnapshotSchema>;
