import { z } from 'zod';

/** Domains by name, at most a hundred of them, and how many they are. */
export const NamesSchema = z.object({ total: z.int().min(0), names: z.array(z.string()) });
export type Names = z.infer<typeof NamesSchema>;

/** How the lists differ: domains of one alone, and those that the newer list gives to another provider or category. */
export const ListDifferenceSchema = z.object({
  added: NamesSchema,
  removed: NamesSchema,
  regrouped: NamesSchema,
});
export type ListDifference = z.infer<typeof ListDifferenceSchema>;

/** MX hosts of a survey: all, those that speak TLS at some address, and those of which nothing is known. */
export const HostCountsSchema = z.object({
  total: z.int().min(0),
  tls: z.int().min(0),
  unknown: z.int().min(0),
});
export type HostCounts = z.infer<typeof HostCountsSchema>;
