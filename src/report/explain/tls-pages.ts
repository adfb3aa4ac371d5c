import type { WordAt } from '../../model/records/word-places.ts';
import type { Page } from './page.ts';

const OLD_MATTERS =
  'Still far better than plain text against those who only listen. Who can step in between has known attacks to try, and more and more senders no longer offer it: they will then deliver in plain text or not at all.';

/** TLS protocol versions. */
export const VERSION_PAGES = {
  SSLv3: {
    gist: 'SSL 3.0, of 1996',
    means: 'The server agreed on SSL 3.0, or would if asked for it: see the value beside it.',
    matters:
      'It is broken (POODLE), and no TLS library of today speaks it. A server with nothing newer is without encryption for nearly everybody.',
    cause: 'A very old system; or, beside newer versions, one that nobody switched it off on.',
    advice:
      'Switch it off, and TLS 1.2 and 1.3 on, which takes a newer system where it is the only one. The settings are those of `version:TLSv1`.',
    sources: ['RFC 7568'],
  },
  TLSv1: {
    gist: 'TLS 1.0, of 1999',
    means:
      'The server agreed on TLS 1.0, or would if asked for it. Whether it speaks newer ones too is told beside it.',
    matters: OLD_MATTERS,
    cause:
      'As the highest version: OpenSSL before 1.0.1, or Windows of that time. Beside newer ones: defaults that were kind to old senders.',
    advice:
      'If it is the highest: update the system, as configuration alone does not bring TLS 1.2. If TLS 1.2 is there as well: the RFC wants 1.0 switched off, and the log tells what it would cost.',
    settings: [
      'postfix-versions',
      'postfix-versions-before-3.6',
      'exim-versions',
      'exim-openssl-versions',
    ],
    sources: ['RFC 8996', 'RFC 9325 §3.1.1', 'RFC 7435'],
  },
  'TLSv1.1': {
    gist: 'TLS 1.1, of 2006',
    means: 'The server agreed on TLS 1.1, or would if asked for it.',
    matters: OLD_MATTERS,
    cause: 'Hardly anything speaks TLS 1.1 and not 1.2: it is there because TLS 1.0 is.',
    advice: 'As for `version:TLSv1`.',
    settings: [
      'postfix-versions',
      'postfix-versions-before-3.6',
      'exim-versions',
      'exim-openssl-versions',
    ],
    sources: ['RFC 8996', 'RFC 9325 §3.1.1'],
  },
  'TLSv1.2': {
    gist: 'TLS 1.2, of 2008',
    means: 'The server agreed on TLS 1.2, or would if asked for it.',
    matters: 'It is good, with forward secrecy (ECDHE) and an AEAD cipher such as AES-GCM.',
    cause: 'The usual case.',
    advice: 'Nothing has to be done. TLS 1.3 comes with OpenSSL 1.1.1 and GnuTLS 3.6.5 or later.',
    sources: ['RFC 5246', 'RFC 9325 §3.1.1'],
  },
  'TLSv1.3': {
    gist: 'TLS 1.3, of 2018',
    means: 'The server agreed on TLS 1.3, or would if asked for it.',
    matters: 'It is the best there is; the certificate, too, travels encrypted.',
    cause: 'A system of the last years.',
    advice: 'Nothing is to be done.',
    sources: ['RFC 8446'],
  },
} as const satisfies Record<WordAt<'version'>, Page>;

/** Whether a server took what it was offered. */
export const ANSWER_PAGES = {
  yes: {
    gist: 'the server takes it',
    means: 'It agreed on this version, group or suite when it was offered.',
    matters: 'A client that offers nothing better gets this.',
    cause: 'It is switched on there.',
    advice: 'See the page of the version or suite, as `version:TLSv1`.',
  },
  no: {
    gist: 'the server does not take it',
    means:
      'It was offered, by a client that speaks it, and the server took something else or declined.',
    matters: 'It is a fact, unlike `answer:untested`.',
    cause: 'It is switched off there, or unknown.',
    advice: 'Nothing is to be done where the version is an old one.',
  },
  untested: {
    gist: 'it was not asked, or not answered',
    means:
      'The survey did not go that deep, the client could not ask, or the server stopped answering. It is never a no.',
    matters: 'Nothing follows from it.',
    cause: 'A quick survey, or a server that had enough of questions.',
    advice: 'Whoever surveys: ask with a greater `--depth`, or another day.',
  },
} as const satisfies Record<WordAt<'answer'>, Page>;

const SUITE_ADVICE =
  'Where nothing better is left, any encryption beats plain text. Beside good suites it is of no use to anybody: take it out.';

/** Families of suites too weak to be offered. */
export const SUITE_PAGES = {
  anonymous: {
    gist: 'suites without a certificate',
    means:
      'Up to TLS 1.2, the server would do without a certificate if a client offers such suites.',
    matters:
      'A client that does not verify loses nothing by it; one that verifies does not offer them.',
    cause: 'Postfix has them on for opportunistic TLS, on purpose.',
    advice:
      'It is no fault as long as a certificate is there as well. `problem:no-certificate` is another matter.',
    sources: ['RFC 7672 §8.2'],
  },
  export: {
    gist: 'suites with keys cut to 40 or 56 bits',
    means: 'The server takes suites that were made weak for export in the nineties.',
    matters:
      'They are broken in minutes, and their presence lets an attacker force them on others (FREAK, Logjam).',
    cause: 'A TLS library that is twenty years old.',
    advice: 'Update the system; until then, leave EXPORT out of the cipher list.',
    sources: ['RFC 9325 §4.1'],
  },
  RC4: {
    gist: 'suites with RC4',
    means: 'The server takes the stream cipher RC4.',
    matters: 'Its output is biased, so that what is sent often enough can be guessed.',
    cause: 'Servers that had to please Windows 2003.',
    advice: SUITE_ADVICE,
    sources: ['RFC 7465'],
  },
  '3DES': {
    gist: 'suites with triple DES',
    means: 'The server takes 3DES.',
    matters:
      'Its blocks are small: after some gigabytes in one connection they repeat (Sweet32). One message is far below that.',
    cause: 'Defaults of older TLS libraries.',
    advice: SUITE_ADVICE,
    sources: ['RFC 9325 §4.1'],
  },
} as const satisfies Record<WordAt<'suite'>, Page>;

/** What a server did without SNI. */
export const SNI_PAGES = {
  same: {
    gist: 'the same certificate without SNI',
    means: 'Asked for no name, the server showed the certificate that it shows for its MX name.',
    matters: 'Old senders that know no SNI see what all see.',
    cause: 'The usual case.',
    advice: 'Nothing is to be done.',
    sources: ['RFC 6066 §3'],
  },
  different: {
    gist: 'another certificate without SNI',
    means: 'Asked for no name, the server showed another certificate than for its MX name.',
    matters: 'Senders that verify do ask for the name. Others do not care.',
    cause: 'One machine with certificates for several customers.',
    advice: 'Nothing has to be done; let the default be the one most MX records name.',
    sources: ['RFC 6066 §3', 'RFC 8461 §7.1'],
  },
  failed: {
    gist: 'no handshake without SNI',
    means: 'Asked for no name, the server did not complete the handshake.',
    matters: 'Senders that know no SNI cannot encrypt to it.',
    cause: 'A server with no default certificate.',
    advice: 'Give it a default certificate.',
    sources: ['RFC 6066 §3'],
  },
  untested: {
    gist: 'not asked without SNI',
    means: 'The question was not asked, or not answered.',
    matters: 'Nothing follows from it.',
    cause: 'A survey that did not go that deep.',
    advice: 'Whoever surveys: ask with `--depth deep`, where it is there.',
  },
} as const satisfies Record<WordAt<'sni'>, Page>;
