import type { FailureCode } from '../../model/records/words.ts';

/** How far the fetch of a policy got, in the order it goes. */
export type FetchStage = 'connect' | 'handshake' | 'answer';

/**
 * What came of asking a web server for a policy file (RFC 8461 §3.3). Foreign text in it is raw. Only `failed` says that
 * it could not be told what the server would have answered.
 */
export type Fetched =
  | { kind: 'body'; body: Buffer }
  | { kind: 'failed'; stage: FetchStage; code: FailureCode; detail: string }
  /** The certificate does not prove whose server it is; nothing was asked of it. */
  | { kind: 'untrusted'; reason: string }
  | { kind: 'status'; status: number }
  | { kind: 'media-type'; mediaType: string | null }
  | { kind: 'encoded'; encoding: string }
  | { kind: 'too-long'; bytes: number };
