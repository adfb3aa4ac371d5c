import type { WordAt } from '../../model/records/word-places.ts';
import type { Page } from './page.ts';

const NO_HARM = 'Mail is delivered all the same.';

function mixedCodes(where: string): Page {
  return {
    gist: `the lines of one reply bear different codes (${where})`,
    means:
      'In a reply of several lines, not all began with the same code. That of the last line was taken.',
    matters: 'Clients that go by the first line understand something else.',
    cause: "A filter or proxy that puts its own line into the server's reply.",
    advice: 'Find out which box answers there; `--transcript` shows the lines.',
    sources: ['RFC 5321 §4.2.1'],
  };
}

/** What is worth a note. */
export const NOTE_PAGES = {
  'data-after-220': {
    gist: 'data in the clear after the 220 to STARTTLS',
    means:
      "Bytes came behind the server's 220, before TLS began. mxtls threw them away, as a client has to, and went on.",
    matters:
      "A client that keeps them takes words for the server's own that anybody on the way may have put in (response injection).",
    cause: 'A server or proxy that does not empty its buffer, or somebody on the way.',
    advice: 'Update the server or proxy; see whether it is there from inside the network too.',
    sources: ['RFC 3207 §4.2', 'RFC 3207 §6'],
  },
  'helo-only': {
    gist: 'the server does not know EHLO, only HELO',
    means:
      'It answered EHLO with 500, 502 or 504, and HELO with 250. STARTTLS cannot be offered this way.',
    matters: 'All mail to it arrives in plain text.',
    cause:
      'Software of the last century; or a firewall that takes EHLO away (Cisco `fixup protocol smtp`).',
    advice: 'Switch the inspection off. Every mail server of today knows EHLO.',
    settings: ['asa-inspection'],
    sources: ['RFC 5321 §4.1.1.1'],
  },
  'no-secure-renegotiation': {
    gist: 'no secure renegotiation',
    means: 'In TLS 1.2 or older, the server does not know the extension renegotiation_info.',
    matters:
      'An attacker could put words of his own before those of a client. OpenSSL 3 does not connect to such servers at its default settings.',
    cause: 'A TLS library from before 2010.',
    advice: 'Update the system. Nothing in the configuration mends it.',
    sources: ['RFC 5746'],
  },
  'client-certificate-asked': {
    gist: 'the server asks for a client certificate',
    means: 'It wanted a certificate of the scanner, which has none.',
    matters:
      'Hardly any mail server has one to show to strangers. Asked for, it does no harm to most; demanded, it locks them out of TLS.',
    cause: 'A setting for users or known partners that applies to everybody on port 25.',
    advice:
      'Do not ask strangers: limit it to the submission port, or to the hosts it is meant for.',
    settings: ['postfix-client-certificates', 'exim-client-certificates'],
    sources: ['RFC 8446 §4.4.2.4'],
  },
  'intolerant-tls13': {
    gist: 'the handshake fails when TLS 1.3 is offered',
    means:
      'It failed, and succeeded once TLS 1.3 was left out of the offer. A server that does not know it should pick TLS 1.2 instead.',
    matters:
      'Senders of today all offer TLS 1.3, and few try again without. They see no TLS at all.',
    cause: 'An old TLS library or load balancer that breaks on what it does not know.',
    advice: 'Update what ends TLS there, server or load balancer.',
    sources: ['RFC 8446 §4.2.1'],
  },
  'intolerant-large-hello': {
    gist: 'the handshake fails on a large ClientHello',
    means: 'It failed with a long ClientHello and succeeded with a short one.',
    matters:
      'Hellos grow, above all with post-quantum keys. Senders that use them see no TLS here.',
    cause: 'A middlebox or library that expects the hello within one packet, or within 255 bytes.',
    advice: 'Update what ends or inspects TLS there.',
    sources: ['RFC 8446 §4.1.2'],
  },
  'sni-refused': {
    gist: 'the server refuses its own name in SNI',
    means:
      'It failed the handshake when asked for the name in its MX record, and succeeded when asked for none.',
    matters: 'Senders under DANE and MTA-STS have to ask for that name.',
    cause: 'A list of virtual hosts in which the MX name is missing.',
    advice: 'Add the MX name, or serve a default certificate instead of an alert.',
    sources: ['RFC 6066 §3', 'RFC 7672 §8.1', 'RFC 8461 §7.1'],
  },
  'name-only-in-cn': {
    gist: 'the MX name is in the CN alone',
    means: "The certificate's common name is the MX host, and its subjectAltName does not have it.",
    matters:
      "Under MTA-STS, and by today's rules for names, the CN is not looked at. With DANE usage 2, it may be.",
    cause: 'A certificate made by hand, or long ago.',
    advice: 'Have it issued with the name in the subjectAltName, as every public CA does now.',
    settings: ['postfix-chain', 'exim-chain'],
    sources: ['RFC 9525 §2', 'RFC 7672 §3.2.3'],
  },
  'malformed-certificate': {
    gist: 'a certificate of the chain is malformed',
    means:
      'A trusted root leads to the certificate of the server, but a certificate on the way breaks the rules of its own form.',
    matters: 'TLS libraries differ in what they forgive: strict senders do not take it for valid.',
    cause: 'A CA of your own, made by a script or an old program.',
    advice: 'Make the named certificates anew, or take one of a public CA.',
    sources: ['RFC 5280 §4.1', 'RFC 5280 §4.2'],
  },
  'unknown-critical-extension': {
    gist: 'the chain demands, as critical, what clients do not know',
    means:
      'A certificate on the way to a trusted root has an extension marked critical that TLS clients do not know.',
    matters: 'A client that does not know a critical extension has to refuse the certificate.',
    cause: 'A certificate made for another purpose, or by a private CA with extensions of its own.',
    advice: 'Use a certificate made for TLS servers.',
    sources: ['RFC 5280 §4.2'],
  },
  'not-for-servers': {
    gist: 'the certificate is not for TLS servers',
    means:
      'A trusted root leads to the certificate, but its extended key usage, or that of an issuer, leaves TLS servers out.',
    matters: 'Senders that demand a valid certificate refuse it.',
    cause: 'A certificate for clients, code or e-mail that was put into the mail server.',
    advice: 'Use a certificate with the extended key usage serverAuth.',
    sources: ['RFC 5280 §4.2.1.12'],
  },
  'issuer-not-yet-valid': {
    gist: 'an issuer of the certificate is not valid yet',
    means:
      'A trusted root leads to the certificate only through an issuer whose dates begin later.',
    matters: 'Until then, senders that demand a valid certificate refuse it.',
    cause: 'A new intermediate that was put to use too early; or the clock of the scanner is slow.',
    advice: 'Send the intermediate that is valid now.',
    sources: ['RFC 5280 §6.1.3'],
  },
  'outside-name-constraints': {
    gist: 'an issuer may not issue for the names of the certificate',
    means:
      'A CA on the way to a trusted root is limited to certain names, and the certificate has one outside them.',
    matters: 'Clients refuse it, as they would a forgery.',
    cause: 'The CA of a company or a university that was asked for a name outside its domains.',
    advice: 'Take a certificate of a CA that may issue for the name.',
    sources: ['RFC 5280 §4.2.1.10'],
  },
  'unknown-name-constraints': {
    gist: 'whether the issuers may issue for its names could not be told',
    means:
      'A CA on the way to a trusted root is limited to names of a kind that mxtls does not compare. mxtls calls such a chain neither valid nor wrong.',
    matters: 'Other clients may come to either answer.',
    cause: 'A constraint on e-mail addresses, URIs or other names.',
    advice: 'Look at the name constraints with `openssl x509 -text`.',
    sources: ['RFC 5280 §4.2.1.10'],
  },
  inconsistent: {
    gist: 'answered differently within one survey',
    means: 'Two connections were told different things. The better answer is recorded.',
    matters: 'Mail may get either.',
    cause: 'Several machines behind one address that are not configured alike.',
    advice: 'Compare the machines behind the address.',
  },
  tarpit: {
    gist: 'answers a few bytes at a time',
    means: 'The reply came so slowly that the deadline passed while it was still coming.',
    matters: 'It is meant to keep spammers busy, and it keeps others busy as well.',
    cause: "OpenBSD's spamd, or a tarpit for addresses that a blocklist has.",
    advice:
      'Whoever surveys: see whether your address is on a list. The operator need not do anything.',
  },
  'unsolicited-data': {
    gist: 'the server spoke out of turn',
    means: 'More came than was asked for: a second greeting, or a reply before the command.',
    matters: `Clients may take one reply for another. ${NO_HARM}`,
    cause: 'Two programs that both greet, or a proxy that answers for a server that answers too.',
    advice: 'Let one of them speak.',
    sources: ['RFC 5321 §4.2'],
  },
  'mixed-codes-greeting': mixedCodes('greeting'),
  'mixed-codes-ehlo': mixedCodes('EHLO'),
  'mixed-codes-starttls': mixedCodes('STARTTLS'),
  'null-mx-with-others': {
    gist: 'a null MX beside other MX records',
    means:
      'One record says that the domain takes no mail, another names a host. The others were taken.',
    matters: 'Senders are free to take it either way, so that some mail may bounce.',
    cause: 'A null MX that was added without removing the old records, or the other way round.',
    advice: 'Remove the null MX, or all the others.',
    settings: ['dns-null-mx'],
    sources: ['RFC 7505 §3'],
  },
  'mx-is-cname': {
    gist: 'an MX host is an alias',
    means: 'The name in an MX record has a CNAME instead of addresses. It was followed.',
    matters: `MX records must not name aliases; some servers refuse mail over it. ${NO_HARM} With DANE, it makes the lookup of TLSA records harder.`,
    cause: "A provider's host that was given a name of one's own.",
    advice: 'Name the host itself in the MX record, or give the name its own A and AAAA records.',
    sources: ['RFC 5321 §5.1', 'RFC 2181 §10.3', 'RFC 7672 §2.2.1'],
  },
  'invalid-mx-name': {
    gist: 'an MX record names no valid host',
    means:
      'At least one of the MX records has a name that no host can have. See `failure:invalid-name`.',
    matters: 'Senders skip it.',
    cause: 'An address where a name belongs.',
    advice: 'Correct or remove the record.',
    sources: ['RFC 5321 §5.1'],
  },
  'public-suffix': {
    gist: 'the domain is a public suffix',
    means: 'Names are registered below it, as below `co.uk`. It was surveyed nevertheless.',
    matters: 'Such names rarely have mail, and the list may mean something else.',
    cause: 'A line in the list that is too short.',
    advice: 'Whoever surveys: look at the line in the list.',
  },
} as const satisfies Record<WordAt<'note'>, Page>;
