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
  stage: z.enum(['greeting', 'ehlo', 'starttls', 'handshake']),
  code: z.int().min(200).max(599),
  text: z.string(),
});
export type Reply = z.infer<typeof ReplySchema>;

/**
 * The failure of a host of an imported result that showed no TLS, where whether it could be reached was not recorded.
 * It counts as unknown; reports quote its detail.
 */
export const NO_TLS_SHOWN: Failure = {
  // The stage that claims least: that the name was known, as the source asked its host.
  stage: 'connect',
  code: 'unexpected',
  detail: 'showed no TLS (reachability not recorded)',
};

/** Whether a failure is {@link NO_TLS_SHOWN}, of an imported result. */
export function showedNoTls({ stage, code, detail }: Failure): boolean {
  return (
    stage === NO_TLS_SHOWN.stage && code === NO_TLS_SHOWN.code && detail === NO_TLS_SHOWN.detail
  );
}
