import type { Fetched } from '../../net/https/fetched.ts';
import { normaliseServerText } from '../../net/smtp/server-text.ts';
import { quoted } from '../../judge/policies/txt-fields.ts';
import type { FailureCode } from '../../model/records/words.ts';

/** Why there is no policy, in words. `told`: the host itself said so; otherwise another time may have an answer. */
export interface PolicyFault {
  told: boolean;
  error: string;
}

/** Failures that are the server's own doing, and that every sender would meet. */
const ITS_OWN: ReadonlySet<FailureCode> = new Set([
  'tls-alert',
  'no-shared-version',
  'malformed',
  'too-long',
]);

/** Statuses that speak of the moment: request timeout and too many requests (RFC 9110 §15.5.9, RFC 6585 §4). */
const PASSING_STATUSES: readonly number[] = [408, 429];

type FaultOf = {
  [K in Exclude<Fetched['kind'], 'body'>]: (fetched: Extract<Fetched, { kind: K }>) => PolicyFault;
};

const FAULTS = {
  failed: ({ stage, code, detail }) => ({
    told: ITS_OWN.has(code),
    error: `the policy host: ${code} at ${stage} (${detail})`,
  }),
  untrusted: ({ reason }) => ({
    told: true,
    error: `the certificate of the policy host: ${reason}`,
  }),
  status: ({ status }) => ({
    told: status < 500 && !PASSING_STATUSES.includes(status),
    error: `the policy host: HTTP status ${status}${isRedirect(status) ? ', and redirects do not count' : ''}`,
  }),
  'media-type': ({ mediaType }) => ({
    told: true,
    error: `the policy host: ${mediaType === null ? 'no media type' : `media type ${foreign(mediaType)}`}, not text/plain`,
  }),
  encoded: ({ encoding }) => ({
    told: true,
    error: `the policy host: content encoding ${foreign(encoding)}, which was not asked for`,
  }),
  'too-long': ({ bytes }) => ({ told: true, error: `the policy: longer than ${bytes} bytes` }),
} satisfies FaultOf;

/** Says why what was fetched is no policy. */
export function policyFault(fetched: Exclude<Fetched, { kind: 'body' }>): PolicyFault {
  const faultOf = FAULTS[fetched.kind] as (fetched: Fetched) => PolicyFault;
  return faultOf(fetched);
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400 && status !== 304;
}

function foreign(text: string): string {
  return normaliseServerText(quoted(text), []);
}
