import { z } from 'zod';
import { appended } from './appended.ts';
import { InstantSchema } from './certificate.ts';
import { DEPTHS, FAMILIES } from './words.ts';

const count = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Who asked, when, how and of whom: the only line that two surveys of an unchanged world differ in. */
export const SurveySchema = z.object({
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  startedAt: InstantSchema,
  finishedAt: InstantSchema,
  vantage: z.string().nullable(),
  degraded: z.array(z.string()),
  scanner: z.object({
    mxtls: z.string(),
    node: z.string().nullable(),
    openssl: z.string().nullable(),
    roots: z.object({ source: z.string(), count, sha256 }).nullable(),
  }),
  ehlo: z.string().nullable(),
  resolver: z.string().nullable(),
  dnssec: z.boolean(),
  families: z.array(z.enum(FAMILIES)),
  settings: z.object({
    depth: z.enum(DEPTHS).nullable(),
    port: z.int().min(1).max(65535),
    passes: z.int().min(1),
  }),
  lists: z.array(z.object({ file: z.string(), sha256, domains: count })),
  categories: z.array(z.object({ name: z.string(), providers: z.array(z.string()) })),
  excluded: z.object({ domains: count, hosts: count, addresses: count }),
  counts: z.object({
    domains: count,
    endpoints: count,
    tls: count,
    plaintext: count,
    broken: count,
    unknown: count,
  }),
  givenMx: appended(
    z.object({
      hosts: z.array(z.object({ host: z.string(), address: z.string().nullable() })),
      dns: z.array(z.string()).nullable(),
    }),
  ),
});
export type Survey = z.infer<typeof SurveySchema>;

/** Whether a snapshot was made of somebody else's results: no scanner of ours ran, and so none on Node. */
export function isImported({ scanner }: Pick<Survey, 'scanner'>): boolean {
  return scanner.node === null;
}
