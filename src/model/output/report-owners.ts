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
