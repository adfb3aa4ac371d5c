import type { Fact } from './facts.ts';

/** Why a tool tells something else than what is, and how that was shown. */
export interface Explanation {
  readonly tool: string;
  readonly facts: readonly Fact[];
  /** Of which personalities. */
  readonly of: RegExp;
  /** What it then tells; default: whatever it is. */
  readonly told?: string;
  /** Who is right, in whole sentences. */
  readonly why: string;
  /** The configuration, or what anybody can run to see it. */
  readonly shown: string;
}

/** None is for mxtls: where it is wrong, it is to be mended. The first that fits counts. */
export const EXPLANATIONS: readonly Explanation[] = [
  {
    tool: 'openssl s_client',
    facts: ['STARTTLS'],
    of: /^(connection-rate|deferring|rejecting|rejecting-ehlo)$/,
    told: 'no',
    why: 'It looks for the keyword in whatever the server says, and calls it missing where the client was sent away before the server told what it offers. Nobody can tell; mxtls calls the endpoint deferred or rejected.',
    shown:
      'With -debug it prints the 421, 450 or 554 that it took for the reply to EHLO, which the Postfix is configured to give.',
  },
  {
    tool: 'sslscan',
    facts: ['STARTTLS'],
    of: /^starttls-(for-later|unknown)$/,
    told: 'no',
    why: 'It takes the refusal of the command (454, 500) for a missing offer. The offer stands in the reply to EHLO: posttls-finger, s_client and mxtls have it.',
    shown:
      'The dialogue that posttls-finger prints has 250-STARTTLS before the refusal; the Postfix offers TLS and has no key to do it with, or a filter that spoils the command.',
  },
  {
    tool: 'nmap ssl-enum-ciphers',
    facts: ['DHE bits'],
    of: /^jdk-(3des|dhe-1024)$/,
    told: '2048',
    why: 'Both are right: it offers the groups of RFC 7919, and the JDK takes ffdhe2048 from them. A client that names none of them gets the group of the configuration, as mxtls, sslscan and s_client do.',
    shown:
      'The JDK runs with jdk.tls.ephemeralDHKeySize=1024; openssl s_client -no_tls1_3 -cipher kDHE prints "Server Temp Key: DH, 1024 bits" of jdk-dhe-1024.',
  },
  {
    tool: 'testssl.sh',
    facts: ['anonymous', 'export', 'RC4', '3DES'],
    of: /^(connection-rate|deferring|rejecting|starttls-for-later|starttls-unknown)$/,
    told: 'no',
    why: 'It counts a handshake that it could not even begin as a suite that is not offered ("not offered", "not vulnerable"). These servers let nobody through to TLS, so that nobody can tell.',
    shown:
      'Its own line scanProblem says that no certificate could be retrieved; the Postfix is configured to send every client away, or to refuse every STARTTLS.',
  },
  {
    tool: 'testssl.sh',
    facts: ['STARTTLS'],
    of: /^(helo-only|rejecting-ehlo)$/,
    told: 'yes',
    why: 'It says STARTTLS whatever the server offers, and comes to TLS. These Postfix answer EHLO with 500 and 554, offer nothing, and take the command all the same; a mail server would not say it.',
    shown:
      'They are configured with smtpd_command_filter = regexp:{{/^EHLO/ UNKNOWN}} and smtpd_helo_restrictions = reject; posttls-finger prints the reply, and stops.',
  },
  {
    tool: 'testssl.sh',
    facts: ['TLSv1', 'TLSv1.1'],
    of: /^(no-certificate|gnutls-anonymous|jdk-anonymous)$/,
    told: 'no',
    why: 'It offers no anonymous suites when it asks for the versions, and takes the handshake_failure of a server that has no others for a version that is not offered. mxtls asks once more with those suites.',
    shown:
      'openssl s_client -tls1 -cipher aNULL:@SECLEVEL=0 completes the handshake; the server is configured with these versions and without a certificate.',
  },
  {
    tool: 'testssl.sh',
    facts: ['DHE bits'],
    of: /^jdk-/,
    told: '2048',
    why: 'Both are right, as with nmap: it offers the groups of RFC 7919, and takes the smallest that the JDK takes from them.',
    shown:
      'Its finding DH_groups is "ffdhe2048 ffdhe3072 ffdhe4096 ffdhe6144 ffdhe8192"; the group of the configuration (jdk.tls.ephemeralDHKeySize) is not among them.',
  },
];
