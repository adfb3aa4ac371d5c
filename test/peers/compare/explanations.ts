import type { Fact } from './facts.ts';

/** Why a tool gives another answer than the configuration, and how that was shown. */
export interface Explanation {
  readonly tool: string;
  readonly facts: readonly Fact[];
  /** Of which personalities. */
  readonly of: RegExp;
  /** What it then reports; default: any answer. */
  readonly answer?: string;
  /** Who is right, in whole sentences. */
  readonly why: string;
  /** The configuration, or what to run to see it. */
  readonly shown: string;
}

/** None is for mxtls: where it is wrong, it is to be fixed. The first that fits counts. */
export const EXPLANATIONS: readonly Explanation[] = [
  {
    tool: 'openssl s_client',
    facts: ['STARTTLS'],
    of: /^(connection-rate|deferring|rejecting|rejecting-ehlo)$/,
    answer: 'no',
    why: 'It looks for the keyword in any reply, and calls it missing where the server rejects or defers the client before it lists what it offers. The offer cannot be known; mxtls calls the endpoint deferred or rejected.',
    shown:
      'With -debug it prints the 421, 450 or 554 that it took for the reply to EHLO; Postfix is configured to send it.',
  },
  {
    tool: 'sslscan',
    facts: ['STARTTLS'],
    of: /^starttls-(for-later|unknown)$/,
    answer: 'no',
    why: 'It takes the refusal of the command (454, 500) for a missing offer. The offer is in the reply to EHLO: posttls-finger, s_client and mxtls report it.',
    shown:
      'The dialogue that posttls-finger prints has 250-STARTTLS before the refusal; Postfix offers TLS and has no key for it, or a filter that changes the command.',
  },
  {
    tool: 'nmap ssl-enum-ciphers',
    facts: ['TLSv1.2'],
    of: /^s-server-(rsa-pss|ed25519|ed448)$/,
    answer: 'no',
    why: 'It offers no signature scheme that these keys can sign with in TLS 1.2 (rsa_pss_pss, ed25519, ed448: RFC 8446 §4.2.3), and reports the handshake_failure as a version that is not offered.',
    shown: 'openssl s_client -tls1_2 completes the handshake.',
  },
  {
    tool: 'nmap ssl-enum-ciphers',
    facts: ['DHE bits'],
    of: /^jdk-(3des|dhe-1024)$/,
    answer: '2048',
    why: 'Both are right: it offers the groups of RFC 7919, and the JDK chooses ffdhe2048. A client that offers none of them gets the group of the configuration, as mxtls, sslscan and s_client do.',
    shown:
      'The JDK runs with jdk.tls.ephemeralDHKeySize=1024; openssl s_client -no_tls1_3 -cipher kDHE prints "Server Temp Key: DH, 1024 bits" of jdk-dhe-1024.',
  },
  {
    tool: 'testssl.sh',
    facts: ['anonymous', 'export', 'RC4', '3DES'],
    of: /^(connection-rate|deferring|rejecting|starttls-for-later|starttls-unknown)$/,
    answer: 'no',
    why: 'It reports a handshake that it could not begin as a suite that is not offered ("not offered", "not vulnerable"). These servers let nobody through to TLS, so their suites cannot be known.',
    shown:
      'Its own line scanProblem says that no certificate could be retrieved; Postfix is configured to reject every client, or to refuse every STARTTLS.',
  },
  {
    tool: 'testssl.sh',
    facts: ['STARTTLS'],
    of: /^(helo-only|rejecting-ehlo)$/,
    answer: 'yes',
    why: 'It sends STARTTLS whatever the server offers, and reaches TLS. These Postfix servers answer EHLO with 500 and 554, offer nothing, and accept the command all the same; a mail server would not send it.',
    shown:
      'They are configured with smtpd_command_filter = regexp:{{/^EHLO/ UNKNOWN}} and smtpd_helo_restrictions = reject; posttls-finger prints the reply and stops.',
  },
  {
    tool: 'testssl.sh',
    facts: ['TLSv1', 'TLSv1.1'],
    of: /^(no-certificate|gnutls-anonymous|jdk-anonymous)$/,
    answer: 'no',
    why: 'It offers no anonymous suites when it asks for the versions, and reports the handshake_failure of a server that has no others as a version that is not offered. mxtls asks once more with those suites.',
    shown:
      'openssl s_client -tls1 -cipher aNULL:@SECLEVEL=0 completes the handshake; the server is configured with these versions and without a certificate.',
  },
  {
    tool: 'testssl.sh',
    facts: ['DHE bits'],
    of: /^jdk-/,
    answer: '2048',
    why: 'Both are right, as with nmap: it offers the groups of RFC 7919, and reports the smallest that the JDK chooses.',
    shown:
      'Its finding DH_groups is "ffdhe2048 ffdhe3072 ffdhe4096 ffdhe6144 ffdhe8192"; the group of the configuration (jdk.tls.ephemeralDHKeySize) is not among them.',
  },
  {
    tool: 'testssl.sh',
    facts: ['DHE bits'],
    of: /^s-server-ed(25519|448)$/,
    answer: '2048',
    why: 'It also reports the groups of TLS 1.3, which this OpenSSL accepts. Up to TLS 1.2 a server with such a key has no DHE suite, and that is what is compared.',
    shown:
      'openssl s_client -tls1_3 -groups ffdhe2048 completes the handshake; -tls1_2 -cipher kDHE is refused by handshake_failure.',
  },
];
