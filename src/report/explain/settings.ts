/** What to write into which server's configuration. */
export interface Setting {
  /** The server, and where the lines belong: `Postfix, main.cf`. */
  where: string;
  lines: readonly string[];
  /** What else is to be done or known; a sentence or two. */
  hint: string;
}

const POSTFIX_CHAIN =
  'The file holds the private key, the certificate of the server and the intermediate certificates, in this order, and not the root. Root alone may read it. Then `postfix reload`. (Postfix 3.4 or later.)';
const EXIM_CHAIN =
  'The first file holds the certificate of the server and then the intermediate ones, the second the private key. The account that Exim runs as has to be able to read both. Then restart Exim.';

const POSTFIX = 'Postfix 3.7.11';
const EXIM = 'Exim 4.96 with GnuTLS';

/**
 * Settings that a test puts into the configuration of the real server, `on` which they were tried: what they shall cure
 * was seen before, and was gone after.
 */
export const TRIED_SETTINGS = {
  'postfix-offer': {
    on: POSTFIX,
    where: 'Postfix, main.cf',
    lines: [
      'smtpd_tls_security_level = may',
      'smtpd_tls_chain_files = /etc/postfix/mx.pem',
      'smtpd_discard_ehlo_keywords =',
    ],
    hint: POSTFIX_CHAIN,
  },
  'postfix-chain': {
    on: POSTFIX,
    where: 'Postfix, main.cf',
    lines: ['smtpd_tls_chain_files = /etc/postfix/mx.pem'],
    hint: POSTFIX_CHAIN,
  },
  'postfix-versions': {
    on: POSTFIX,
    where: 'Postfix 3.6 or later, main.cf',
    lines: ['smtpd_tls_protocols = >=TLSv1.2'],
    hint: 'Then `postfix reload`. Senders that speak nothing newer than TLS 1.1 will then deliver in plain text, or not at all: look into the log first for whether there are any (smtpd_tls_loglevel = 1).',
  },
  'postfix-versions-before-3.6': {
    on: POSTFIX,
    where: 'Postfix before 3.6, main.cf',
    lines: ['smtpd_tls_protocols = !SSLv2, !SSLv3, !TLSv1, !TLSv1.1'],
    hint: 'Then `postfix reload`. (Tried on 3.7, which still takes this older form.)',
  },
  'postfix-ciphers': {
    on: POSTFIX,
    where: 'Postfix, main.cf',
    lines: [
      'smtpd_tls_ciphers = medium',
      'smtpd_tls_exclude_ciphers =',
      'smtpd_tls_protocols = >=TLSv1.2',
    ],
    hint: 'Then `postfix reload`. For mail between servers any cipher is better than none; the list of a web server is too short here.',
  },
  'exim-offer': {
    on: EXIM,
    where: 'Exim, main section',
    lines: [
      'tls_advertise_hosts = *',
      'tls_certificate = /etc/exim4/mx.crt',
      'tls_privatekey = /etc/exim4/mx.key',
    ],
    hint: EXIM_CHAIN,
  },
  'exim-chain': {
    on: EXIM,
    where: 'Exim, main section',
    lines: ['tls_certificate = /etc/exim4/mx.crt', 'tls_privatekey = /etc/exim4/mx.key'],
    hint: `${EXIM_CHAIN} Without the first, Exim makes a certificate for itself, which nobody can verify.`,
  },
  'exim-versions': {
    on: EXIM,
    where: 'Exim with GnuTLS (Debian, Ubuntu), main section',
    lines: ['tls_require_ciphers = NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2'],
    hint: '`exim -bV` tells which TLS library it has. Then restart Exim.',
  },
  'exim-client-certificates': {
    on: EXIM,
    where: 'Exim, main section',
    lines: ['tls_verify_hosts =', 'tls_try_verify_hosts ='],
    hint: 'The first demands a certificate of the hosts it names, the second asks for one; the default of the second is empty or `*`, depending on the release. Then restart Exim.',
  },
} as const satisfies Record<string, Setting & { on: string }>;
export type TriedSettingId = keyof typeof TRIED_SETTINGS;

/** Settings from the manuals of what we do not have here to try them on. */
const OTHER_SETTINGS = {
  'postfix-client-certificates': {
    where: 'Postfix, main.cf',
    lines: ['smtpd_tls_req_ccert = no', 'smtpd_tls_ask_ccert = no'],
    hint: 'For port 25. Where clients are known by their certificates, set it in master.cf for the submission service alone.',
  },
  'exim-openssl-versions': {
    where: 'Exim with OpenSSL, main section',
    lines: ['openssl_options = +no_sslv2 +no_sslv3 +no_tlsv1 +no_tlsv1_1'],
    hint: '`exim -bV` tells which TLS library it has. Then restart Exim.',
  },
  'opensmtpd-offer': {
    where: 'OpenSMTPD, smtpd.conf',
    lines: [
      'pki mx.example.org cert "/etc/ssl/mx.crt"',
      'pki mx.example.org key "/etc/ssl/private/mx.key"',
      'listen on egress tls pki mx.example.org',
    ],
    hint: 'The first file holds the whole chain, the certificate of the server first.',
  },
  'sendmail-offer': {
    where: 'Sendmail, sendmail.mc',
    lines: [
      "define(`confSERVER_CERT', `/etc/mail/certs/mx.pem')dnl",
      "define(`confSERVER_KEY', `/etc/mail/certs/mx.key')dnl",
    ],
    hint: 'Then build sendmail.cf anew and restart.',
  },
  'asa-inspection': {
    where: 'Cisco ASA or PIX before the server',
    lines: ['policy-map global_policy', ' class inspection_default', '  no inspect esmtp'],
    hint: 'Or keep the inspection and say `allow-tls` in a policy map of type `inspect esmtp`. Names of maps and classes differ from site to site.',
  },
  'dns-null-mx': {
    where: 'DNS zone',
    lines: ['example.org. IN MX 0 .'],
    hint: 'It has to be the only MX record of the name.',
  },
  'dns-tlsa': {
    where: 'DNS zone (signed), one for each MX host',
    lines: ['_25._tcp.mx.example.org. IN TLSA 3 1 1 <SHA-256 of the public key>'],
    hint: '`openssl x509 -in mx.crt -noout -pubkey | openssl pkey -pubin -outform DER | openssl sha256` prints the digest. Publish that of the next key beside it, and wait out the TTL, before the key is changed.',
  },
  'dns-mta-sts': {
    where: 'DNS zone',
    lines: ['_mta-sts.example.org. IN TXT "v=STSv1; id=20261123T000000"'],
    hint: 'A new `id` with every change of the policy.',
  },
  'mta-sts-policy': {
    where: 'https://mta-sts.example.org/.well-known/mta-sts.txt',
    lines: ['version: STSv1', 'mode: testing', 'mx: mx.example.org', 'max_age: 604800'],
    hint: 'Served as text/plain, without a redirect, under a certificate that is valid for mta-sts.example.org. With `mode: enforce` once the reports show no failures.',
  },
  'dns-tls-rpt': {
    where: 'DNS zone',
    lines: ['_smtp._tls.example.org. IN TXT "v=TLSRPTv1; rua=mailto:tlsrpt@example.org"'],
    hint: 'Large senders then report, once a day, what failed.',
  },
} as const satisfies Record<string, Setting>;

export type SettingId = TriedSettingId | keyof typeof OTHER_SETTINGS;

/** A setting, and on what it was tried; null where it was not. */
export function settingOf(id: SettingId): Setting & { on: string | null } {
  return { on: null, ...SETTINGS[id] };
}

const SETTINGS: Record<SettingId, Setting & { on?: string }> = {
  ...TRIED_SETTINGS,
  ...OTHER_SETTINGS,
};
