import { z } from 'zod';

/** SHA-256 of a DER certificate in hex; `import:` and a digest where only a text of it exists. */
export const CertificateIdSchema = z.string().regex(/^(import:)?[0-9a-f]{64}$/);

/** An instant in UTC, to the second. */
export const InstantSchema = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);

/**
 * The facts of one certificate (RFC 5280). What could not be read is null, never a guess; an issuer that could not is
 * '', which no certificate has. `selfSigned` and `ca` are null in imported snapshots, whose source did not record them, too.
 */
export const CertificateSchema = z.object({
  id: CertificateIdSchema,
  subject: z.string(),
  issuer: z.string(),
  names: z.array(z.string()),
  namesTotal: z.int().min(0),
  notBefore: InstantSchema.nullable(),
  notAfter: InstantSchema.nullable(),
  serial: z.string().nullable(),
  key: z.string().nullable(),
  signature: z.string().nullable(),
  spkiSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  selfSigned: z.boolean().nullable(),
  ca: z.boolean().nullable(),
});
export type Certificate = z.infer<typeof CertificateSchema>;
