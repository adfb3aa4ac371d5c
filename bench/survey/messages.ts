import { z } from 'zod';

/** What the farm sends once it listens: ports, the root of its certificates, and each endpoint's certificate by address. */
export const FarmReadySchema = z.object({
  port: z.int(),
  /** Bare TLS without SMTP, for the comparison. */
  tlsAddress: z.string(),
  tlsPort: z.int(),
  rootPem: z.string(),
  certificates: z.array(z.tuple([z.string(), z.string()])),
});
export type FarmReady = z.infer<typeof FarmReadySchema>;

/** How many connections each address accepted so far. */
export const ConnectionsSchema = z.array(z.tuple([z.string(), z.int()]));

/** Where the DNS server listens. */
export const DnsReadySchema = z.object({ address: z.string(), port: z.int() });

/** How many questions the DNS server had so far. */
export const QuestionsSchema = z.int();

/** What the client had used at an instant: CPU in ms, and the wall clock in ms since it began. */
const MarkSchema = z.object({ cpuMs: z.number(), wallMs: z.number() });
export type Mark = z.infer<typeof MarkSchema>;

/** What the client measured of itself, up to its first look-up and its end. */
export const FiguresSchema = z.object({
  started: MarkSchema,
  ended: MarkSchema,
  peakRssBytes: z.number(),
  /** 99th percentile of how late the event loop was, in ms. */
  loopDelayP99Ms: z.number(),
});
export type Figures = z.infer<typeof FiguresSchema>;
