import type { Fetched } from '../../net/https/fetched.ts';
import { normaliseServerText } from '../../net/smtp/server-text.ts';
import { quoted } from '../../judge/policies/txt-fields.ts';
import type { FailureCode } from '../../model/records/words.ts';

/** Why there is no policy, in words. `isDefinite`: every sender would fail; otherwise a later fetch may succeed. */
export interface PolicyFault {
  isDefinite: boolean;
  error: string;
}

/** Failures that are faults of the server, and that every sender would see. */
const DEFINITE: ReadonlySet<FailureCode> = new Set([
  'tls-alert',
  'no-shared-version',
  'malformed',
  'too-long',
]);

/** Transient statuses: request timeout and too many requests (RFC 9110 §15.5.9, RFC 6585 §4). */
const TRANSIENT_STATUSES: readonly number[] = [408, 429];

type FaultOf = {
  [K in Exclude<Fetched['kind'], 'body'>]: (fetched: Extract<Fetched, { kind: K }>) => PolicyFault;
};

const FAULTS = {
  failed: ({ stage, code, detail }) => ({
    isDefinite: DEFINITE.has(code),
    error: `the policy host: ${code} at ${stage} (${detail})`,
  }),
  untrusted: ({ reason }) => ({
    isDefinite: true,
    error: `the certificate of the policy host: ${reason}`,
  }),
  status: ({ status }) => ({
    isDefinite: status < 500 && !TRANSIENT_STATUSES.includes(status),
    error: `the policy host: HTTP status ${status}${isRedirect(status) ? ', and redirects do not count' : ''}`,
  }),
  'media-type': ({ mediaType }) => ({
    isDefinite: true,
    error: `the policy host: ${mediaType === null ? 'no media type' : `media type ${foreign(mediaType)}`}, not text/plain`,
  }),
  encoded: ({ encoding }) => ({
    isDefinite: true,
    error: `the policy host: content encoding ${foreign(encoding)}, which was not asked for`,
  }),
  'too-long': ({ bytes }) => ({
    isDefinite: true,
    error: `the policy: longer than ${bytes} bytes`,
  }),
} satisfies FaultOf;

/** Returns why the answer of a policy host is no policy (RFC 8461 §3.3). */
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
