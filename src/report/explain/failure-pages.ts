import type { WordAt } from '../../model/records/word-places.ts';
import type { Page } from './page.ts';

const NOT_BLAMED = 'It is no fact about the encryption of the host, and counts as `class:unknown`.';
const LATER = 'Mail waits in the queues of its senders, or goes to the next MX host.';
const OURS = 'It is a limit of the scanner, and never a fact about the host.';

/** Why an attempt ended. */
export const FAILURE_PAGES = {
  timeout: {
    gist: 'no answer in time',
    means: `Nothing, or not enough, came before the deadline; the stage tells of what. It was asked again in every pass. ${NOT_BLAMED}`,
    matters: LATER,
    cause:
      'A firewall that drops packets without a word, a host that is down, or a greeting that takes longer than a minute. RFC 5321 would have senders wait five minutes for it.',
    advice:
      'Operators: reject what is not wanted instead of dropping it, and take hosts that are gone out of the MX records. Whoever surveys: if it is so everywhere, your network blocks port 25 outward.',
    sources: ['RFC 5321 §4.5.3.2'],
  },
  refused: {
    gist: 'the connection was refused',
    means: `The host is there, and nothing listens on the port, or a firewall says so. ${NOT_BLAMED}`,
    matters: LATER,
    cause:
      'A mail server that is stopped; an IPv6 address in the DNS of a server that listens on IPv4 alone; or, on purpose, a first MX that never answers (nolisting).',
    advice:
      'Have the server listen on every address that its name has, or take the address out of the DNS.',
  },
  unreachable: {
    gist: 'the host or its network cannot be reached',
    means: `A router on the way, or the scanner's own machine, said that there is no way there. ${NOT_BLAMED}`,
    matters: LATER,
    cause: 'A network that is down or no longer announced, or a firewall that answers so.',
    advice:
      'Operators: try the address from outside. Whoever surveys: see whether your IPv6 really leads somewhere.',
  },
  reset: {
    gist: 'the connection was cut off',
    means: `A reset came; the stage tells when. In the handshake, too, it may be anybody's on the way. ${NOT_BLAMED}`,
    matters: LATER,
    cause:
      'A server that takes too many connections for an attack, a firewall that does not like what it sees, or a process that crashed.',
    advice: "Operators: look for the scanner's address in the logs of server and firewall.",
  },
  closed: {
    gist: 'the server closed the connection without a word',
    means: `The connection ended in good order where an answer was due. ${NOT_BLAMED}`,
    matters: LATER,
    cause:
      'Connection limits that do not bother to say 421, or a proxy whose server behind it is gone.',
    advice: 'Say 421 before closing: senders then know that it will pass.',
    sources: ['RFC 5321 §4.2.1'],
  },
  'no-address': {
    gist: 'the MX host has no address',
    means:
      'The name exists, and has neither A nor AAAA records (of the families that the survey uses).',
    matters: 'Senders skip this host. If it is the only one, mail cannot be delivered.',
    cause: 'A host that was renumbered or removed, and its MX record forgotten.',
    advice: 'Give the name its address, or remove the MX record.',
    sources: ['RFC 5321 §5.1'],
  },
  nxdomain: {
    gist: 'the MX host does not exist',
    means: 'The DNS answered that there is no such name.',
    matters:
      'Senders skip this host. If its domain is free to be registered, whoever registers it receives the mail.',
    cause: 'A slip of the pen in the MX record, or a provider that is gone.',
    advice: 'Correct or remove the MX record, soon.',
    sources: ['RFC 2308', 'RFC 5321 §5.1'],
  },
  'server-failure': {
    gist: 'the DNS server failed',
    means:
      'The resolver answered SERVFAIL, and did so again. It is not a “no such name”: whether there is one is not known.',
    matters: LATER,
    cause: 'Name servers that are down or do not know their zone, or a broken delegation.',
    advice:
      'Whoever runs the zone: look at the delegation from outside. Where it is DNSSEC, the word would be `failure:bogus`.',
    sources: ['RFC 7672 §2.1.1'],
  },
  bogus: {
    gist: 'DNSSEC validation failed',
    means:
      'The resolver answered SERVFAIL, and gave an answer once it was asked not to validate: the records are there, and their signatures do not hold.',
    matters:
      'Every sender behind a validating resolver cannot deliver, and rightly so: a forged answer looks the same.',
    cause:
      'Signatures that ran out, or a change of keys or provider in which the DS record was left behind.',
    advice: 'Sign the zone anew, or correct the DS record at the registrar. It is urgent.',
    sources: ['RFC 4035 §4.3', 'RFC 7672 §2.1.1'],
  },
  'cname-loop': {
    gist: 'aliases that lead in a circle, or too far',
    means: 'The name is an alias of an alias, and so on, without an end.',
    matters: 'Senders skip this host.',
    cause: 'Two CNAME records that point at each other.',
    advice: 'Let the MX record name the host itself, which has its own address records.',
    sources: ['RFC 5321 §5.1', 'RFC 2181 §10.3'],
  },
  'invalid-name': {
    gist: 'the MX record does not name a valid host',
    means:
      'Its name is an address, has a single label, or has characters that no host name has. It is shown escaped, and nobody was connected to.',
    matters: 'Senders skip this host.',
    cause:
      'An address where a name belongs, or a missing dot at the end of a name in the zone file.',
    advice: 'An MX record takes the name of a host; its address goes into an A or AAAA record.',
    sources: ['RFC 5321 §5.1'],
  },
  'private-address': {
    gist: 'not an address of the public Internet',
    means:
      "The MX host's address is private, loopback, link-local or otherwise set aside. It was not connected to: on the scanner's own network, it would be somebody else.",
    matters: 'Nobody outside can deliver there.',
    cause:
      'An internal zone that leaks out, or an MX that is switched off by pointing it at 127.0.0.1.',
    advice: 'Publish the public address; or a null MX, if no mail is wanted.',
    settings: ['dns-null-mx'],
    sources: ['RFC 6890', 'RFC 7505 §3'],
  },
  'not-smtp': {
    gist: 'what answered does not speak SMTP',
    means: 'Something listens on the port, and what it says first is no SMTP reply.',
    matters: LATER,
    cause: 'Another service on port 25, or TLS from the first byte (which belongs on port 465).',
    advice: 'Let a mail server answer on port 25, and greet with 220.',
    sources: ['RFC 5321 §4.2.1'],
  },
  malformed: {
    gist: 'an answer that breaks the protocol',
    means:
      'A reply that is no SMTP reply; or, in the handshake, bytes that are no TLS: then it counts as `class:broken`.',
    matters: 'Every client stumbles over it, each in its own way.',
    cause: 'A proxy that says 220 to STARTTLS and goes on in plain text, or a home-made server.',
    advice:
      'See what is really sent, with `openssl s_client -starttls smtp -connect mx.example.org:25 -msg`.',
    sources: ['RFC 3207 §4', 'RFC 5321 §4.2.1'],
  },
  'too-long': {
    gist: 'an answer beyond all measure',
    means: 'More bytes or lines than the scanner takes; it stopped reading there.',
    matters: 'Mail servers have such limits too.',
    cause: 'A server that sends without an end, or a certificate chain of more than 100 kB.',
    advice: 'Send the chain alone, not the whole bundle of roots.',
    sources: ['RFC 5321 §4.5.3.1'],
  },
  'tls-alert': {
    gist: 'the server ended the handshake with an alert',
    means:
      "A TLS alert came; `detail` has its name in the TLS library's words. It counts as `class:broken`.",
    matters: 'Senders go on in plain text, or do not deliver.',
    cause:
      '`internal_error`: the server cannot use its key or certificate. `unrecognized_name`: it does not know the name in the MX record. `certificate_required`: it wants one of the client.',
    advice: "Look into the server's log at that moment. See `outcome:tls-failed`.",
    sources: ['RFC 8446 §6.2', 'RFC 6066 §3'],
  },
  'no-shared-version': {
    gist: 'no TLS version in common',
    means:
      'The server speaks none of the versions that were offered to it, and said so. It counts as `class:broken`.',
    matters: 'Senders that offer no more cannot encrypt to it either.',
    cause: 'SSL 3.0 alone, or a list of versions with nothing left in it.',
    advice: 'Speak TLS 1.2 and 1.3. The settings are those of `version:TLSv1`.',
    sources: ['RFC 9325 §3.1.1'],
  },
  blocked: {
    gist: "blocked on the way out, on the scanner's side",
    means: `The scanner's own system or firewall did not allow the connection. ${NOT_BLAMED}`,
    matters: 'Nothing was asked of the host.',
    cause: 'Outbound port 25 is closed in many home and cloud networks.',
    advice: 'Whoever surveys: run mxtls where mail servers run.',
  },
  unexpected: {
    gist: 'something that there is no word for',
    means: `A reply out of place, or an error of system or library that mxtls has no word for; \`detail\` has it as it was. ${NOT_BLAMED}`,
    matters: 'Unknown errors are never made into claims.',
    cause: 'Rare by nature.',
    advice: 'Whoever surveys: look at `--transcript`, and tell the authors of mxtls.',
  },
  'no-ipv6': {
    gist: 'the scanner has no IPv6',
    means: `The address is an IPv6 one, and the scanner's machine has no way to it. ${OURS}`,
    matters: 'Senders with IPv6 may well reach it.',
    cause: 'A network without IPv6.',
    advice:
      'Whoever surveys: use a machine with IPv6; or say `-4`, so that IPv6 is not asked for at all.',
  },
  'local-limit': {
    gist: 'a limit of the scanner itself',
    means: `Too few sockets, ports or memory on the scanner's machine; or, in the handshake, a server that wants what this client cannot speak. ${OURS}`,
    matters: 'Nothing can be concluded from it.',
    cause:
      'A low `ulimit -n`, a small NAT table, or a server with nothing but RC4, 3DES or weak Diffie-Hellman.',
    advice: 'Whoever surveys: lower `--concurrency`, raise the limits of the machine.',
  },
} as const satisfies Record<WordAt<'failure'>, Page>;
