import { z } from 'zod';
import { appended } from './appended.ts';
import { FailureSchema } from './failure.ts';
import { OnionMxSchema } from './onion-mx.ts';
import {
  DNSSEC_WORDS,
  LEVELS,
  MX_KINDS,
  POLICY_FITS,
  POLICY_STATES,
  PROBLEMS,
  STARTTLS_WORDS,
  STS_MODES,
  TLS_VERSIONS,
} from './words.ts';

/** At most this many MX hosts of a domain are asked; the rest is `omittedHosts`. */
export const HOST_CAP = 20;

/** At most this many addresses of each family of an MX host are asked; the rest is `omittedAddresses`. */
export const ADDRESS_CAP = 8;

const count = z.int().min(0);

/** How many endpoints are of each class. */
const ClassCountsSchema = z.object({ tls: count, plaintext: count, broken: count, unknown: count });
export type ClassCounts = z.infer<typeof ClassCountsSchema>;

const MxSchema = z.object({
  kind: z.enum(MX_KINDS),
  failure: FailureSchema.nullable(),
  dnssec: z.enum(DNSSEC_WORDS),
  hosts: z.array(
    z.object({
      preference: z.int().min(0).max(65535),
      host: z.string(),
      omittedAddresses: count,
    }),
  ),
  omittedHosts: count,
  excluded: count,
});
export type Mx = z.infer<typeof MxSchema>;

const fit = z.enum(POLICY_FITS);
const presence = z.enum(POLICY_STATES);

const MtaStsSchema = z.object({
  state: presence,
  record: z.string().nullable(),
  policy: z
    .object({
      mode: z.enum(STS_MODES),
      mx: z.array(z.string()),
      maxAge: count,
    })
    .nullable(),
  error: z.string().nullable(),
  mx: fit,
  certificates: fit,
});

const TlsRptSchema = z.object({
  state: presence,
  record: z.string().nullable(),
  error: z.string().nullable(),
});

/** One mail domain, its MX hosts and what follows for its mail: one line of a snapshot. */
export const MailDomainSchema = z.object({
  domain: z.string(),
  category: z.string().nullable(),
  provider: z.string().nullable(),
  level: z.enum(LEVELS),
  decidedBy: z
    .object({ host: z.string(), address: z.string().nullable(), word: z.string() })
    .nullable(),
  starttls: z.enum(STARTTLS_WORDS).nullable(),
  tls: z.array(z.enum(TLS_VERSIONS)),
  problems: z.array(z.enum(PROBLEMS)),
  counts: ClassCountsSchema,
  mx: MxSchema,
  mtaSts: MtaStsSchema.nullable(),
  tlsRpt: TlsRptSchema.nullable(),
  notes: z.array(z.string()),
  onionMx: appended(OnionMxSchema),
});
export type MailDomain = z.infer<typeof MailDomainSchema>;

/** The facts of a domain that no verdict is in. */
export const DomainFactsSchema = MailDomainSchema.pick({
  domain: true,
  mx: true,
  mtaSts: true,
  tlsRpt: true,
  onionMx: true,
});
export type DomainFacts = z.infer<typeof DomainFactsSchema>;
