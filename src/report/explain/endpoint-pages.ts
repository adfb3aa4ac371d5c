import type { WordAt } from '../../model/records/word-places.ts';
import type { Page } from './page.ts';

const NO_BLAME = 'Nothing is claimed about its encryption: it counts as `class:unknown`.';

/** What became of one (MX host, address). */
export const OUTCOME_PAGES = {
  tls: {
    gist: 'the TLS handshake was completed',
    means:
      'The server offered STARTTLS, said 220, and the handshake came to its end. The certificate was accepted whatever it was, and is judged apart: see `problems`.',
    matters: 'Mail to this address can be encrypted.',
    cause: 'TLS works.',
    advice: 'Nothing is to be done, unless `problems` says otherwise.',
    sources: ['RFC 3207 §4'],
  },
  'tls-failed': {
    gist: 'STARTTLS was agreed on, then the handshake broke',
    means:
      "The server said 220 to STARTTLS, and then no handshake was completed; `failure` has the reason. An alert, no version in common or bytes that are no TLS are the server's own doing (`class:broken`); a timeout or a cut connection may be anybody's (`class:unknown`).",
    matters:
      'Some senders try again in plain text, others keep the mail in the queue until it bounces. Those that demand TLS never deliver.',
    cause:
      'A key or certificate file that the server cannot use, a list of versions or ciphers with nothing left in it, or a proxy that answers 220 without TLS behind it.',
    advice:
      "Look into the log of the server: it has the TLS library's own words. Try it with `openssl s_client -starttls smtp -connect mx.example.org:25`.",
    settings: ['postfix-ciphers'],
    sources: ['RFC 3207 §4', 'RFC 8446 §6.2'],
  },
  'refused-starttls': {
    gist: 'STARTTLS was offered, and then refused',
    means:
      'The keyword was in the reply to EHLO, and the command got a 4xx or 5xx; `said` has the words. 5xx is a refusal for good (`class:broken`); 4xx may pass (`class:unknown`), and was asked again in later passes.',
    matters: 'Senders go on in plain text, or give up, each by its own rules.',
    cause:
      'A 454 most often means that the server has no certificate, cannot read its key, or is throttling. 5xx comes from filters that do not know the command.',
    advice: 'Look into the log at start-up, where the server says what it could not load.',
    settings: ['postfix-chain', 'exim-chain'],
    sources: ['RFC 3207 §4'],
  },
  plaintext: {
    gist: 'the server did not offer STARTTLS, asked twice',
    means:
      'It answered EHLO (or knows only HELO), and STARTTLS was not in the reply, in either of two connections. That is what this scanner was offered, from where it asked; some servers offer it to some clients only.',
    matters:
      'Mail to this address crosses the Internet readable, and changeable, by everybody on its way. Some large mail services show their users an open padlock for such domains.',
    cause:
      'TLS was never switched on, as it was off by default in many releases; or a firewall that inspects SMTP takes the keyword out.',
    advice:
      'Switch it on, with a certificate for the name in the MX record. Any certificate is better than none. If it is on already, look for a firewall in between: compare EHLO from inside with EHLO from outside.',
    settings: [
      'postfix-offer',
      'exim-offer',
      'opensmtpd-offer',
      'sendmail-offer',
      'asa-inspection',
    ],
    sources: ['RFC 3207 §4', 'RFC 7435'],
  },
  stripped: {
    gist: 'the offer of STARTTLS is masked on the way',
    means:
      'In the reply to EHLO, something overwrote the keyword, as in `XXXXXXXA`. The server offers STARTTLS; a box between it and the scanner does not let it through. Seen at several unrelated operators in one run, that box is near the scanner, and the survey is `degraded:starttls-stripped`.',
    matters:
      'Mail is sent in plain text although both ends could encrypt. To a sender it looks like an attack, and might be one.',
    cause: 'A Cisco PIX or ASA with ESMTP inspection that does not allow TLS, before the server.',
    advice: 'Switch the inspection off for port 25, or have it allow TLS.',
    settings: ['asa-inspection'],
    sources: ['RFC 3207 §6'],
  },
  rejected: {
    gist: 'the server turned the scanner away',
    means: `It answered the greeting or EHLO with a 5xx; \`said\` has its words. ${NO_BLAME}`,
    matters:
      "It says something of the scanner's standing, and nothing of how mail is encrypted here.",
    cause:
      "The scanner's address is on a blocklist, has no reverse name, or is in a network from which no mail is expected.",
    advice:
      'Whoever surveys: survey from an address with a reverse name that leads back to it, and use that name in `--ehlo`. The operator need not do anything.',
    sources: ['RFC 5321 §4.2.1'],
  },
  deferred: {
    gist: 'the server put the scanner off, in every pass',
    means: `It answered with a 4xx in all passes; \`said\` has its words. ${NO_BLAME}`,
    matters: 'Mail servers try again for days; a survey does so for minutes.',
    cause:
      'Rate limits, greylisting of connections, a server that is overloaded or in maintenance.',
    advice:
      'Whoever surveys: ask more slowly (`--pause`, `--per-operator`, `--pass-delay`). The operator need not do anything.',
    sources: ['RFC 5321 §4.2.1'],
  },
  failed: {
    gist: 'there was no SMTP conversation',
    means: `The attempt ended before it could be told whether STARTTLS is offered; \`failure\` has the stage and the reason. ${NO_BLAME}`,
    matters: 'If others fare alike, mail comes late or goes to another MX host.',
    cause: 'A host that is down, a firewall, or a name without an address.',
    advice: 'See the page of the failure code, as `failure:timeout`.',
    sources: ['RFC 5321 §5.1'],
  },
} as const satisfies Record<WordAt<'outcome'>, Page>;

/** The four classes that everything counts by. */
export const CLASS_PAGES = {
  tls: {
    gist: 'TLS was completed',
    means:
      "The endpoint's end is `outcome:tls`. What the certificate is worth is another question.",
    matters: 'It is what percentages count as encrypted.',
    cause: 'TLS works.',
    advice: 'Nothing is to be done.',
  },
  plaintext: {
    gist: 'STARTTLS is not offered',
    means:
      "The endpoint's end is `outcome:plaintext`: asked twice, offered never. No other end says this.",
    matters: 'It is the one class that says mail arrives in plain text.',
    cause: 'See `outcome:plaintext`.',
    advice: 'See `outcome:plaintext`.',
    sources: ['RFC 3207'],
  },
  broken: {
    gist: 'STARTTLS is offered and does not work',
    means:
      '`outcome:stripped`; `outcome:refused-starttls` with a 5xx; or `outcome:tls-failed` by an alert, no version in common, or bytes that are no TLS. Every client would meet it.',
    matters: 'Senders fall back to plain text or do not deliver.',
    cause: 'A fault of configuration at the server, or a box before it.',
    advice: 'See the page of the end.',
    sources: ['RFC 3207'],
  },
  unknown: {
    gist: 'it could not be told',
    means:
      '`outcome:rejected`, `outcome:deferred`, `outcome:failed`; `outcome:refused-starttls` with a 4xx; or `outcome:tls-failed` by a timeout or a cut connection. It never counts against anybody, and going to or from it is no change of the server.',
    matters: 'Percentages are of those that could be told, and say of how many.',
    cause: "Servers that are down, in a hurry, or wary of strangers; or the scanner's own network.",
    advice: 'Ask again another day.',
  },
} as const satisfies Record<WordAt<'class'>, Page>;

/** What the EHLO reply said of STARTTLS. */
export const OFFER_PAGES = {
  offered: {
    gist: 'the keyword STARTTLS is in the reply to EHLO',
    means:
      "As the first word of a line of its own, in upper or lower case; the first line is the server's name and does not count.",
    matters: 'A sender may now ask for TLS.',
    cause: 'TLS is switched on.',
    advice: 'Nothing is to be done.',
    sources: ['RFC 3207 §4', 'RFC 5321 §4.1.1.1'],
  },
  'not-offered': {
    gist: 'the keyword STARTTLS is not there',
    means: 'The server answered EHLO without it, or knows HELO only.',
    matters: 'A sender cannot ask for TLS. See `outcome:plaintext`.',
    cause: 'See `outcome:plaintext`.',
    advice: 'See `outcome:plaintext`.',
    sources: ['RFC 3207 §4'],
  },
  masked: {
    gist: 'the keyword is overwritten',
    means: 'A line such as `XXXXXXXA` stands where STARTTLS was.',
    matters: 'See `outcome:stripped`.',
    cause: 'A firewall that inspects SMTP.',
    advice: 'See `outcome:stripped`.',
    settings: ['asa-inspection'],
    sources: ['RFC 3207 §6'],
  },
} as const satisfies Record<WordAt<'offer'>, Page>;

/** The command that a server answered with its name. */
export const HELLO_PAGES = {
  EHLO: {
    gist: 'the server speaks ESMTP',
    means: 'It answered EHLO with 250 and its extensions.',
    matters: 'Without EHLO there are no extensions, and STARTTLS is one.',
    cause: 'The usual case.',
    advice: 'Nothing is to be done.',
    sources: ['RFC 5321 §4.1.1.1'],
  },
  HELO: {
    gist: 'the server knows HELO only',
    means: 'It answered EHLO with 500, 502 or 504, and HELO with 250. See `note:helo-only`.',
    matters: 'There is no way to ask it for STARTTLS.',
    cause: 'See `note:helo-only`.',
    advice: 'See `note:helo-only`.',
    sources: ['RFC 5321 §4.1.1.1'],
  },
} as const satisfies Record<WordAt<'hello'>, Page>;

/** How far an attempt got. */
export const STAGE_PAGES = {
  dns: stage('while its name was looked up', 'nobody was connected to'),
  connect: stage('while the TCP connection was made', 'nothing was heard of the server'),
  greeting: stage('while its 220 was waited for', 'a connection was made'),
  ehlo: stage('after EHLO or HELO', 'the server had greeted'),
  starttls: stage('after STARTTLS', 'the server had offered it'),
  handshake: stage('in the TLS handshake', 'the server had agreed to STARTTLS'),
} as const satisfies Record<WordAt<'stage'>, Page>;

function stage(when: string, before: string): Page {
  return {
    gist: `it ended ${when}`,
    means: `The attempt ended ${when}; until then, ${before}. The code beside it tells why.`,
    matters: 'How far one came tells a dead host from a wary one, and both from a fault of TLS.',
    cause: 'See the page of the code.',
    advice: 'See the page of the code, as `failure:timeout`.',
  };
}
