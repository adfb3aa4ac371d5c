import type { SecureContextOptions } from 'node:tls';
import type { LabCertificate } from '../certificates.ts';

/**
 * What a server says at one step. A string is one line and a list several, in one write, each ended with CRLF;
 * `'silent'` is nothing at all; bytes go out as they are.
 */
export type Reply =
  | string
  | readonly string[]
  | Buffer
  /** Each line after its own wait in milliseconds. */
  | { readonly kind: 'timed'; readonly lines: readonly { afterMs: number; line: string }[] }
  /** One byte each `everyMs`; the text has its own line ends. */
  | { readonly kind: 'drip'; readonly everyMs: number; readonly text: string }
  /** The chunk again and again until the client is gone. */
  | { readonly kind: 'flood'; readonly chunk: string };

/** FIN (with close_notify inside TLS), RST, or FIN without a close_notify. */
export type Ending = 'close' | 'reset' | 'cut';

/**
 * Where a connection can be ended: in place of the greeting; after it; in place of the answer to EHLO, to STARTTLS;
 * after the answer to STARTTLS; at the first bytes of the ClientHello; after the handshake; in place of the answer
 * to QUIT.
 */
export type SmtpStep =
  | 'connect'
  | 'greeting'
  | 'ehlo'
  | 'starttls'
  | 'starttls-answered'
  | 'client-hello'
  | 'after-handshake'
  | 'quit';

/** What to do with a ClientHello: the handshake, or say something else (any bytes), or end. */
type HelloAnswer =
  | { readonly kind: 'tls' }
  | { readonly kind: 'say'; readonly reply: Reply }
  | { readonly kind: 'end'; readonly how: Ending };

/** A certificate with what is sent after it. */
export interface ServedCertificate {
  /** null: none, for anonymous suites. Default: one that signs itself, for the server's name. */
  readonly certificate?: LabCertificate | null;
  /** Sent after the leaf in this order. Default: nothing. */
  readonly chain?: readonly LabCertificate[];
}

/** How a server does TLS. */
export interface TlsBehaviour extends ServedCertificate {
  /** One more, of another kind of key, for clients that prefer it. */
  readonly second?: LabCertificate;
  /** Sent after `second` in this order. Default: nothing. */
  readonly secondChain?: readonly LabCertificate[];
  /** Certificates by SNI name; the default for every other name and without SNI. */
  readonly sni?: Readonly<Record<string, ServedCertificate>>;
  /** Default TLSv1.2, or `maxVersion` where that is lower. TLS 1.0 and 1.1 work. */
  readonly minVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  /** Default TLSv1.3. */
  readonly maxVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  /** In OpenSSL's words, default `DEFAULT:@SECLEVEL=0`. */
  readonly ciphers?: string;
  readonly ecdhCurve?: string;
  /** A client without a certificate is refused. */
  readonly requiresClientCertificate?: boolean;
  /** Anything else of `tls.createSecureContext`. */
  readonly context?: SecureContextOptions;
}

/** How a server treats one connection. Nothing given: a polite server with STARTTLS. */
export interface SmtpBehaviour {
  /** Default `220 NAME ESMTP`. */
  readonly greeting?: Reply;
  /** Said instead, before closing, to a client that speaks before the greeting is complete. */
  readonly earlyTalk?: Reply;
  /** Keywords of the answer to EHLO beside STARTTLS, default PIPELINING, SIZE 20971520, 8BITMIME. */
  readonly keywords?: readonly string[];
  /** The whole answer to EHLO in place of the one with `keywords`. */
  readonly ehlo?: Reply;
  /** Default `250 NAME`. */
  readonly helo?: Reply;
  /** Whether EHLO shows STARTTLS (default), nothing, or another word in its place, such as `XXXXXXXA`. */
  readonly starttls?: 'offered' | 'absent' | { readonly keyword: string };
  /** Default `220 2.0.0 Ready to start TLS`, or what `unknown` says where STARTTLS is not offered. */
  readonly starttlsReply?: Reply;
  /** Glued to a `starttlsReply` of lines, in the same write. */
  readonly glued?: string;
  /** Whether TLS follows the reply; default: if that begins with a 2. Otherwise SMTP goes on. */
  readonly startsTls?: boolean;
  /** Default: the handshake. Takes the first chunk that came. */
  readonly onClientHello?: (hello: Buffer) => HelloAnswer;
  readonly tls?: TlsBehaviour;
  /** TLS at once, and the greeting inside it (RFC 8314 §3.3). */
  readonly implicitTls?: true;
  /** The answer to EHLO inside TLS; default: the keywords without STARTTLS. */
  readonly ehloAfterTls?: Reply;
  /** Default `221 2.0.0 Bye`, then FIN. `'silent'` leaves the connection open. */
  readonly quit?: Reply;
  /** Replies to other commands, by verb in upper case; also by what follows the verb. */
  readonly others?: Readonly<Record<string, Reply | ((argument: string) => Reply)>>;
  /** Default `502 5.5.2 Command not recognized`. */
  readonly unknown?: Reply;
  readonly endAt?: { readonly step: SmtpStep; readonly how: Ending };
  /** false: the greeting is said, and nothing is ever read. */
  readonly reads?: boolean;
  /** Every reply outside TLS that is a string or a list goes out one byte each so many milliseconds. */
  readonly dripMs?: number;
}

/** One behaviour for good, or several used in turn by connection, of which the last repeats. */
export type SmtpBehaviours = SmtpBehaviour | readonly SmtpBehaviour[];

/** The behaviours as a list. */
export function behaviourList(behaviours: SmtpBehaviours): readonly SmtpBehaviour[] {
  return Array.isArray(behaviours)
    ? (behaviours as readonly SmtpBehaviour[])
    : [behaviours as SmtpBehaviour];
}
