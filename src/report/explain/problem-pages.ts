import type { WordAt } from '../../model/records/word-places.ts';
import type { Page } from './page.ts';

const STILL_FLOWS =
  'Most senders encrypt anyway and do not look at the certificate (opportunistic TLS), so mail still arrives encrypted, but anybody on the way can pass for this server unnoticed. Senders that do verify, as they must under an MTA-STS policy in mode enforce or DANE with usage 2, do not deliver.';

/** What is wrong with the certificate of an endpoint. */
export const PROBLEM_PAGES = {
  expired: {
    gist: 'the certificate has expired',
    means:
      'On the day of the survey, the certificate of this server was past its notAfter date. Everything else about it was judged as well: a wrong name or an unknown issuer is listed beside it.',
    matters: STILL_FLOWS,
    cause:
      'Nobody renewed it; or it was renewed on disk and the mail server was never told to read it again; or the renewal goes to the web server alone.',
    advice:
      'Renew it, let the renewal be automatic (ACME), and reload the mail server in the hook that runs after every renewal. Watch notAfter from outside: the file on disk proves nothing about the running server. With a TLSA record 3 1 1, keep the key or publish the new digest first.',
    settings: ['postfix-chain', 'exim-chain'],
    sources: ['RFC 5280 §4.1.2.5', 'RFC 7672 §3.1.1', 'RFC 8461 §4.2'],
  },
  'not-yet-valid': {
    gist: 'the certificate is not valid yet',
    means:
      'On the day of the survey, the notBefore date of the certificate still lay ahead. The clock of the scanner was checked before.',
    matters: STILL_FLOWS,
    cause:
      'It was installed before its time, or made on a machine whose clock was wrong. Some firmware makes its own certificate at boot, before the clock is set.',
    advice:
      'Put the clock right, have the certificate issued anew, and keep the old one in place until the new one has begun.',
    settings: ['postfix-chain', 'exim-chain'],
    sources: ['RFC 5280 §4.1.2.5'],
  },
  'name-mismatch': {
    gist: 'the certificate is for another name than the MX host',
    means:
      "None of the DNS names in the certificate's subjectAltName is the name of the MX host. A wildcard stands for one whole leftmost label. A name that is in the common name (CN) alone does not count, and is told with `note:name-only-in-cn`.",
    matters: STILL_FLOWS,
    cause:
      "The certificate was made for the web site, for the mail domain or for mail.example.org, while the MX record says mx1.example.org. Mail is sent to the MX record's name, and that is the name senders verify; not the domain after the @.",
    advice:
      'Have a certificate made out to the very name in the MX record, or point the MX record at the name that the certificate has. A server with several MX names wants them all in it.',
    settings: ['postfix-chain', 'exim-chain'],
    sources: ['RFC 9525 §6.3', 'RFC 8461 §4.2', 'RFC 7672 §3.2.2'],
  },
  'self-signed': {
    gist: 'the certificate is signed by itself',
    means:
      'The certificate of the server is its own issuer, and it is not one of the trusted roots. Nobody vouches for it.',
    matters: STILL_FLOWS,
    cause:
      'It is the one that was made when the server was installed (`ssl-cert-snakeoil` on Debian; one that Exim makes while it runs), or it was thought good enough, which it was as long as nobody verified.',
    advice:
      'Take one from a public CA, which costs nothing today. Or, in a signed zone, publish a TLSA record 3 1 1: with DANE, the certificate may sign itself.',
    settings: ['postfix-chain', 'exim-chain', 'dns-tlsa'],
    sources: ['RFC 5280 §6.1', 'RFC 7672 §3.1.1', 'RFC 8461 §4.2'],
  },
  'untrusted-issuer': {
    gist: 'the certificate comes from a CA that is not trusted',
    means:
      'The chain is whole and ends at a root that is not among those the survey trusted. Which roots these were is in the line of the survey.',
    matters: STILL_FLOWS,
    cause:
      "The organisation runs a CA of its own; or the certificate comes from an appliance's or an internal directory's CA; or from a public CA that the root programs dropped.",
    advice:
      'An own CA is fine inside the house, and strangers cannot verify it: use a certificate of a public CA on the MX hosts, or publish TLSA records 2 1 1 or 3 1 1 in a signed zone.',
    settings: ['postfix-chain', 'exim-chain', 'dns-tlsa'],
    sources: ['RFC 5280 §6.1', 'RFC 7672 §3.1.2', 'RFC 8461 §4.2'],
  },
  'incomplete-chain': {
    gist: 'the certificate of the issuer was not sent',
    means:
      'The server sent its certificate without the intermediate one that signed it, and no path to any root could be built from what was sent. mxtls does not fetch what is missing, as few mail servers do.',
    matters:
      'A sender that verifies cannot verify this. It often goes unnoticed, as web browsers fill such gaps from memory. Senders that do not verify encrypt as ever.',
    cause:
      'Only the first certificate of what the CA delivered was installed: `cert.pem` instead of `fullchain.pem`.',
    advice:
      'Put the intermediate certificates behind that of the server into the same file, each followed by the one that signed it. The root can stay out.',
    settings: ['postfix-chain', 'exim-chain'],
    sources: ['RFC 5246 §7.4.2', 'RFC 8446 §4.4.2', 'RFC 8461 §4.2'],
  },
  'issuer-expired': {
    gist: 'a CA certificate above it has expired',
    means:
      'On the best path from the certificate upwards, a CA certificate was past its notAfter date. Other paths, through cross-signed certificates, were tried first.',
    matters: STILL_FLOWS,
    cause:
      'An own CA was set up for five or ten years and forgotten; or the server still sends the old intermediate certificate of a public CA that has issued a new one since.',
    advice:
      'With a public CA: install the chain that it delivers today. With one of your own: give it a new certificate, and think of `problem:untrusted-issuer` too.',
    settings: ['postfix-chain', 'exim-chain'],
    sources: ['RFC 5280 §6.1'],
  },
  'weak-key': {
    gist: 'a key is too short to be safe',
    means:
      'The key of the certificate, or of an issuer on its path other than the root, has less than 112 bits of strength: RSA or DSA below 2048 bits, an elliptic curve below 224. It is shown, and does not lower the level of the domain.',
    matters:
      'RSA 1024 is within reach of large attackers, RSA 512 of anybody with an afternoon. Who has the key can pass for the server, and read recorded mail where no forward secrecy was used. Still better than no encryption.',
    cause:
      'A certificate that was renewed again and again with the key of 2008, or old appliances.',
    advice:
      'Make a new key, RSA 2048 or EC P-256, and a certificate for it. Renewing alone keeps the old key. RSA is understood by the oldest senders; a second, ECDSA certificate can stand beside it. Remember the TLSA record.',
    settings: ['postfix-chain', 'exim-chain'],
    sources: ['RFC 9325 §4.5'],
  },
  'weak-signature': {
    gist: 'a certificate is signed with a broken hash',
    means:
      'The signature on the certificate, or on an issuer below the root, uses MD2, MD4, MD5 or SHA-1. Signatures on roots do not count, as nobody has to verify them. It is shown, and does not lower the level of the domain.',
    matters:
      'Two certificates with one such signature can be made, so that it no longer proves who the CA meant. Modern TLS libraries refuse SHA-1 in certificates at their default settings.',
    cause:
      "A very old certificate, or a CA of one's own that was set up with the defaults of its day.",
    advice:
      'Have the certificate issued anew; every public CA signs with SHA-256 or better. In an own CA, set the default digest first (`default_md = sha256` in openssl.cnf).',
    settings: ['postfix-chain', 'exim-chain'],
    sources: ['RFC 6151', 'RFC 6194'],
  },
  'no-certificate': {
    gist: 'TLS without a certificate',
    means:
      "The handshake succeeded with an anonymous suite: encrypted, with nobody's name on it. TLS 1.3 has no such suites, so that such a server stays at TLS 1.2.",
    matters:
      'Listening alone does not help an attacker, standing in between does. Many senders offer no anonymous suites and will fail the handshake, and then send in plain text or not at all.',
    cause:
      'Opportunistic TLS was switched on and a certificate thought superfluous, as in Postfix with `smtpd_tls_cert_file = none`.',
    advice: 'Install a certificate. It costs nothing, and brings TLS 1.3 with it.',
    settings: ['postfix-chain'],
    sources: ['RFC 7672 §8.2', 'RFC 8446 §4.4.2'],
  },
} as const satisfies Record<WordAt<'problem'>, Page>;

/** Where the best path from a certificate ends. */
export const PATH_PAGES = {
  trusted: {
    gist: 'the path ends at a trusted root',
    means:
      'From the certificate, signature by signature, to one of the roots that the survey trusted. Dates and name are judged apart: a trusted path can belong to an expired certificate.',
    matters: 'It is the first of three things that a sender which verifies looks at.',
    cause: 'A certificate of a public CA, sent with its intermediate certificates.',
    advice: 'Nothing is to be done.',
    sources: ['RFC 5280 §6.1'],
  },
  'self-signed': {
    gist: 'the certificate is its own issuer',
    means: 'There is no path: the certificate of the server signed itself, and is no trusted root.',
    matters:
      'Senders that verify refuse it, unless DANE vouches for it. See `problem:self-signed`.',
    cause: 'The certificate that came with the installation.',
    advice: 'See `problem:self-signed`.',
    sources: ['RFC 5280 §6.1'],
  },
  'untrusted-root': {
    gist: 'the path ends at a root that is not trusted',
    means:
      'The path is whole and ends at a self-signed certificate that is not among the roots of the survey. It depends on these roots, and is kept as a fact: it is not judged again later with others.',
    matters: 'Senders that verify refuse it. See `problem:untrusted-issuer`.',
    cause: "A CA of the organisation's own.",
    advice: 'See `problem:untrusted-issuer`.',
    sources: ['RFC 5280 §6.1'],
  },
  'missing-issuer': {
    gist: 'the path breaks off: an issuer was not sent',
    means:
      'No path to any root could be built: the issuer of the last certificate was neither sent nor is it a trusted root.',
    matters: 'Senders that verify refuse it. See `problem:incomplete-chain`.',
    cause: 'The intermediate certificates are not in the file.',
    advice: 'See `problem:incomplete-chain`.',
    sources: ['RFC 5280 §6.1', 'RFC 8446 §4.4.2'],
  },
} as const satisfies Record<WordAt<'path'>, Page>;
