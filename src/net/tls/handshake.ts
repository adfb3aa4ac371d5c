import type { TlsVersion } from '../../model/records/words.ts';

/** What a completed TLS handshake showed. `chain` holds the certificates in DER, as the server sent them. */
export interface Handshake {
  version: TlsVersion;
  cipher: string;
  group: string | null;
  chain: Buffer[];
}
