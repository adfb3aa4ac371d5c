/** How TLS starts: by the command STARTTLS (RFC 3207), or at once, before any reply (RFC 8314 §3.3). */
export type TlsStart = 'starttls' | 'implicit';

/** The port of submission with implicit TLS (RFC 8314 §7.3). */
const IMPLICIT_PORT = 465;

/** Returns how TLS starts on a TCP port: everywhere by STARTTLS but on port 465. */
export function tlsStartOf(port: number): TlsStart {
  return port === IMPLICIT_PORT ? 'implicit' : 'starttls';
}
