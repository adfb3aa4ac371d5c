import { z } from 'zod';
import { ONION_KINDS, OUTCOMES, POLICY_STATES } from '../records/words.ts';

/** What an onion MX names; `outcome` of a host that was asked over Tor, null for one that was not. */
export const OnionNamesSchema = z.object({
  state: z.enum(POLICY_STATES),
  hosts: z.array(
    z.object({
      host: z.string(),
      kind: z.enum(ONION_KINDS),
      outcome: z.enum(OUTCOMES).nullable(),
    }),
  ),
});

/** What is known of the onion MX of a domain: that of its best host. The best first. */
export const ONION_STANDS = [
  /** A v3 service answered over Tor. */
  'answered',
  /** It names a v3 service, which was not asked. */
  'not-asked',
  /** No v3 service that was asked could be reached. */
  'unreached',
  /** It names v2 services, which no longer exist, and no other. */
  'dead',
  /** It names no onion service. */
  'invalid',
  /** Its SRV record could not be looked up. */
  'failed',
] as const;
export type OnionStand = (typeof ONION_STANDS)[number];

/** So many domains of a stand are named. */
export const ONION_NAMES = 8;

/** The domains with an onion MX by what is known of it, each once; stands without a domain are left out. */
export const OnionTotalsSchema = z.array(
  z.object({
    stand: z.enum(ONION_STANDS),
    domains: z.int().min(1),
    /** The first of them in the order of the lists. */
    names: z.array(z.string()).max(ONION_NAMES),
  }),
);
export type OnionTotals = z.infer<typeof OnionTotalsSchema>;
