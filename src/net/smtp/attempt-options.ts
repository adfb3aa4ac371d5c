import type { TranscriptLine } from '../../model/transcript.ts';
import type { Timeouts } from '../deadline.ts';
import type { Interruption } from '../interruption.ts';
import type { Opener } from '../open.ts';
import type { HelloOffer } from '../tls/client-hello.ts';
import type { Offer } from '../tls/tls.ts';

/** What a connection does once the server awaits TLS: a handshake, or one ClientHello whose answer is only read. */
export type TlsAction = { kind: 'handshake'; offer: Offer } | { kind: 'hello'; offer: HelloOffer };

/** What one connection to an address of an MX host takes. */
export interface AttemptOptions {
  /** The MX host, for SNI (RFC 7672 §8.1). */
  host: string;
  /** What `open` takes: an IP address, or the name of an onion service; and the TCP port. */
  address: string;
  port: number;
  open: Opener;
  /** The name sent in EHLO. */
  ehlo: string;
  /** Further names and addresses of the scanner, which are replaced in stored server text. */
  clients: readonly string[];
  action: TlsAction;
  sni: boolean;
  timeouts: Timeouts;
  /** Takes each line of the dialogue as it happens; null: nobody reads them. */
  record: ((line: TranscriptLine) => void) | null;
  /** Raised: no connection is made, and an open dialogue ends with QUIT. */
  interruption?: Interruption | undefined;
}
