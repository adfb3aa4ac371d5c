import type { FailureCode } from '../../model/records/words.ts';

/** The stages of a fetch, in their order. */
export type FetchStage = 'connect' | 'handshake' | 'answer';

/**
 * The result of fetching a policy file (RFC 8461 §3.3), with raw text of the server. After `failed`, the answer of the server
 * is unknown.
 */
export type Fetched =
  | { kind: 'body'; body: Buffer }
  | { kind: 'failed'; stage: FetchStage; code: FailureCode; detail: string }
  /** The certificate is not valid for the host; no request was sent. */
  | { kind: 'untrusted'; reason: string }
  | { kind: 'status'; status: number }
  | { kind: 'media-type'; mediaType: string | null }
  | { kind: 'encoded'; encoding: string }
  | { kind: 'too-long'; bytes: number };
