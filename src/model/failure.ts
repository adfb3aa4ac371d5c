import { z } from 'zod';
import { FAILURE_CODES, STAGES } from './words.ts';

/** How far an attempt got, and why it went no further. `detail` is for people: the system's or library's own word. */
export const FailureSchema = z.object({
  stage: z.enum(STAGES),
  code: z.enum(FAILURE_CODES),
  detail: z.string(),
});
export type Failure = z.infer<typeof FailureSchema>;

/** The server's reply that decided an outcome: SMTP code 200 to 599 and its text, normalised. */
export const SaidSchema = z.object({
  stage: z.enum(['greeting', 'ehlo', 'starttls']),
  code: z.int().min(200).max(599),
  text: z.string(),
});
export type Said = z.infer<typeof SaidSchema>;
