import { z } from 'zod';
import { InstantSchema } from '../records/certificate.ts';
import { VANTAGE_KINDS } from './vantage-kinds.ts';

const count = z.int().min(0);

/** What a survey of the same lists from another vantage, within a day, shows otherwise. */
export const ReportedVantageSchema = z.object({
  vantage: z.string().nullable(),
  startedAt: InstantSchema,
  /** How many addresses both asked. */
  compared: count,
  /** The MX hosts that the network makes differ, each once. */
  hosts: z.array(z.string()),
  /** As in the format `mxtls-vantages/1`, without the evidence. */
  differences: z.array(
    z.object({
      kind: z.enum(VANTAGE_KINDS),
      host: z.string(),
      address: z.string().nullable(),
    }),
  ),
  /** The first few in words. */
  sentences: z.array(z.string()),
  /** The command that prints all of it. */
  command: z.string(),
});
export type ReportedVantage = z.infer<typeof ReportedVantageSchema>;
