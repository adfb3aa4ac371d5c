import { z } from 'zod';
import { DnsblListingSchema } from '../records/endpoint.ts';

const count = z.int().min(0);

export const ProviderNameSchema = z.object({
  category: z.string().nullable(),
  provider: z.string(),
});
export type ProviderName = z.infer<typeof ProviderNameSchema>;

/** Hosts of one provider. */
export const OwnHostsSchema = ProviderNameSchema.extend({ hosts: z.array(z.string()) });
export type OwnHosts = z.infer<typeof OwnHostsSchema>;

/** The addresses that are on DNS lists, as of this survey; no verdict depends on them. */
export const ListingsSchema = z.object({
  /** By list, how many addresses are on it, are not, or are unknown. */
  zones: z.array(z.object({ zone: z.string(), listed: count, notListed: count, unknown: count })),
  addresses: z.array(
    DnsblListingSchema.pick({ zone: true, codes: true, reason: true }).extend({
      address: z.string(),
      providers: z.array(OwnHostsSchema),
    }),
  ),
});
export type ReportedListings = z.infer<typeof ListingsSchema>;

/** What is unknown for one reason, by provider. */
export const UnknownGroupSchema = z.object({
  /** The MX records of a domain, an address of an MX host, or the certificate of one. */
  about: z.enum(['mx', 'host', 'certificate']),
  /** The words of the format: the code of the failure, else the end; of a certificate the questions that are undetermined. */
  words: z.array(z.string()),
  /** Whether it was our own side, and says nothing of the servers. */
  ours: z.boolean(),
  /** The reason in words; with those of the server where it turned us away. */
  reason: z.string(),
  /** How many domains, or addresses. */
  total: count,
  providers: z.array(OwnHostsSchema),
});
export type UnknownGroup = z.infer<typeof UnknownGroupSchema>;
