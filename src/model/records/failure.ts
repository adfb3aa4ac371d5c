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
export const ReplySchema = z.object({
  stage: z.enum(['greeting', 'ehlo', 'starttls']),
  code: z.int().min(200).max(599),
  text: z.string(),
});
export type Reply = z.infer<typeof ReplySchema>;

/**
 * What an imported result says of a host that showed no TLS, and of which it does not say whether it could be reached.
 * It counts as untold; reports say it in these words.
 */
export const NO_TLS_SHOWN: Failure = {
  // The stage that claims least: that the name was known, as the source asked its host.
  stage: 'connect',
  code: 'unexpected',
  detail: 'showed no TLS (not told whether it was reachable)',
};

/** Whether a failure is {@link NO_TLS_SHOWN}, of an imported result. */
export function showedNoTls({ stage, code, detail }: Failure): boolean {
  return (
    stage === NO_TLS_SHOWN.stage && code === NO_TLS_SHOWN.code && detail === NO_TLS_SHOWN.detail
  );
}
