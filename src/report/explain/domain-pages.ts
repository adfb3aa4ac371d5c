import type { WordAt } from '../../model/records/word-places.ts';
import type { Page } from './page.ts';

/** How well a domain's mail is protected, its weakest MX first. */
export const LEVEL_PAGES = {
  'no-mail': {
    gist: 'the domain takes no mail',
    means:
      'A null MX, or neither MX nor address records, or no such name. There is nobody to be asked, and nothing to be blamed.',
    matters: 'Such domains are left out of every percentage.',
    cause:
      'A name that is used for a web site alone, or no longer at all. See `mx:null-mx`, `mx:none` and `mx:nxdomain`.',
    advice:
      'If it is meant to take no mail, a null MX says so best. Otherwise it lacks its MX records.',
    settings: ['dns-null-mx'],
    sources: ['RFC 7505 §3', 'RFC 5321 §5.1'],
  },
  none: {
    gist: 'a server of the domain did not offer STARTTLS',
    means:
      'At least one address of its MX hosts answered EHLO and did not offer STARTTLS, when asked twice. `decidedBy` names it. Others may well offer it: see `starttls`.',
    matters:
      'A sender may use any MX host, and whoever wants to read along can push it to the weakest. Mail to that address crosses the Internet readable by all on its way.',
    cause:
      'TLS was never switched on there; a backup MX was forgotten; or a firewall takes the offer away.',
    advice:
      'Switch STARTTLS on at every MX host and every address, IPv6 and the backup MX included; or take the old host out of the DNS. See `outcome:plaintext`.',
    settings: ['postfix-offer', 'exim-offer'],
    sources: ['RFC 3207 §4', 'RFC 7435'],
  },
  broken: {
    gist: 'a server offers STARTTLS, and it does not work',
    means:
      'No address was without STARTTLS, but at least one offers it and then refuses it for good, fails the handshake, or has the offer masked on the way. `decidedBy` names it.',
    matters:
      'Senders give up or fall back to plain text, each by its own rules; those that demand TLS cannot deliver.',
    cause: 'See `outcome:tls-failed`, `outcome:refused-starttls` and `outcome:stripped`.',
    advice: 'Look into the log of the server that `decidedBy` names, at the time of the survey.',
    sources: ['RFC 3207 §4'],
  },
  unknown: {
    gist: 'it could not be told',
    means:
      'No server of the domain could be judged, or its MX records could not be looked up. This is no fact about the domain, and never counts against it.',
    matters: 'Read it as “ask again”, not as “bad”.',
    cause:
      'All its servers were down, turned the scanner away, or put it off in every pass; or its DNS failed. `decidedBy` has the reason.',
    advice:
      'Whoever surveys: look at the failures, ask again another day, and make sure that your own machine has a proper name and is on no blocklist.',
  },
  enforced: {
    gist: 'encrypted, and DANE or MTA-STS demand it',
    means:
      'Either every MX host has a DANE match, with the MX set, the addresses and the TLSA records all secure by DNSSEC; or an MTA-STS policy in mode enforce names the MX hosts and every judged certificate is valid.',
    matters:
      'It is the only level at which a sender that takes part cannot be talked out of encryption by somebody on the way.',
    cause: 'Somebody has done it right.',
    advice:
      "Keep it so: publish new TLSA records before a new key, renew certificates in time, change the policy's id with the policy, and have failures reported (TLS-RPT).",
    settings: ['dns-tls-rpt'],
    sources: ['RFC 7672 §2.2', 'RFC 8461 §5', 'RFC 8460 §3'],
  },
  authenticated: {
    gist: 'encrypted, every certificate valid for its server',
    means:
      'Every address that could be judged completed TLS with a certificate that is in date, chained to a trusted root, and made out to the MX host. Old versions and weak keys are shown beside it and do not lower the level.',
    matters:
      'A sender could verify whom it talks to. As nothing demands it, an attacker on the way can still take the offer of STARTTLS away, or the MX records.',
    cause: 'Good certificates, and neither DANE nor MTA-STS.',
    advice: 'The hard part is done: publish an MTA-STS policy, or TLSA records in a signed zone.',
    settings: ['dns-mta-sts', 'mta-sts-policy', 'dns-tlsa'],
    sources: ['RFC 7672', 'RFC 8461'],
  },
  encrypted: {
    gist: 'encrypted, but a certificate does not prove whose server it is',
    means:
      'Every address that could be judged completed TLS, and at least one certificate is not valid for its MX host, or could not be judged. `decidedBy` names the address and the first problem, or `not-judged`.',
    matters:
      'Who only listens on the way reads nothing. Who can step in between can pass for the server.',
    cause:
      'Most often a certificate that signs itself, has expired, or is made out to another name.',
    advice: 'See the page of the problem that `decidedBy` names.',
    settings: ['postfix-chain', 'exim-chain'],
    sources: ['RFC 7435'],
  },
} as const satisfies Record<WordAt<'level'>, Page>;

/** Whether the hosts of a domain offer STARTTLS. */
export const STARTTLS_PAGES = {
  all: {
    gist: 'all that could be judged completed TLS',
    means:
      'Every address of its MX hosts that could be judged completed a handshake. Those that could not be told are left out, and are in `counts`.',
    matters: 'Mail to this domain is encrypted on its last leg, as far as could be seen.',
    cause: 'STARTTLS works on every MX host.',
    advice: 'Nothing is to be done. Whether the certificates are any good is told by `level`.',
    sources: ['RFC 3207'],
  },
  some: {
    gist: 'some completed TLS, others did not',
    means: 'At least one address completed TLS, and at least one has no STARTTLS or a broken one.',
    matters:
      'The weakest one decides what an attacker can read, as a sender may be led to any of them.',
    cause: 'A forgotten backup MX, or an address (often IPv6) that leads to another machine.',
    advice: 'Give all MX hosts the same configuration. See `outcome:plaintext`.',
    sources: ['RFC 3207', 'RFC 5321 §5.1'],
  },
  none: {
    gist: 'none completed TLS, and one does not offer it',
    means: 'No judged address completed TLS, and at least one did not offer STARTTLS, asked twice.',
    matters: 'As far as could be seen, all mail to this domain arrives in plain text.',
    cause: 'TLS was never switched on.',
    advice: 'See `outcome:plaintext`.',
    settings: ['postfix-offer', 'exim-offer'],
    sources: ['RFC 3207'],
  },
  broken: {
    gist: 'all that offer it fail at it',
    means:
      'Every judged address offers STARTTLS, or has it masked, and none completed a handshake.',
    matters: 'Whether mail arrives in plain text or not at all is up to each sender.',
    cause: 'See `class:broken`.',
    advice: 'Look into the logs of the servers; see `outcome:tls-failed`.',
    sources: ['RFC 3207'],
  },
  unknown: {
    gist: 'nothing could be judged',
    means: 'No address of the domain told whether it has STARTTLS.',
    matters: 'It counts neither for nor against the domain.',
    cause: 'See `level:unknown`.',
    advice: 'Ask again another day.',
  },
} as const satisfies Record<WordAt<'starttls'>, Page>;

/** What the DNS said of a domain's mail hosts. */
export const MX_PAGES = {
  mx: {
    gist: 'the domain has MX records',
    means:
      'At least one MX record names a host. At most 20 hosts are asked; `omittedHosts` has the rest.',
    matters: "These are the servers that take the domain's mail.",
    cause: 'The usual case.',
    advice: 'Nothing is to be done.',
    sources: ['RFC 5321 §5.1'],
  },
  implicit: {
    gist: "no MX records: mail goes to the domain's own address",
    means:
      'There is no MX record, but the name has an address, which senders then take for its mail server.',
    matters:
      'Often that address is a web server. Mail is tried there, and the certificate would have to be made out to the domain itself.',
    cause: 'An old habit, or a domain that was never meant to take mail.',
    advice: 'Publish an MX record; or a null MX, if the domain takes no mail.',
    settings: ['dns-null-mx'],
    sources: ['RFC 5321 §5.1', 'RFC 7505 §3'],
  },
  'null-mx': {
    gist: 'a null MX: the domain says that it takes no mail',
    means: 'The one MX record is `0 .`: nobody is to be connected to, and nobody was.',
    matters: 'Senders tell their users at once, instead of trying for days.',
    cause: 'Somebody meant it.',
    advice: 'Nothing is to be done.',
    settings: ['dns-null-mx'],
    sources: ['RFC 7505 §3'],
  },
  none: {
    gist: 'the name exists, with neither MX nor address',
    means: 'The DNS knows the name, and answered that it has no MX, no A and no AAAA records.',
    matters: 'Mail to it cannot be delivered.',
    cause: 'A domain without mail, or one whose records went missing in a move.',
    advice: 'If it takes no mail, a null MX says so better. Otherwise publish its MX records.',
    settings: ['dns-null-mx'],
    sources: ['RFC 5321 §5.1', 'RFC 2308'],
  },
  nxdomain: {
    gist: 'there is no such domain',
    means:
      'The DNS answered NXDOMAIN: the name does not exist. That is an answer, unlike a failure (`mx:failed`).',
    matters: 'Mail to it cannot be delivered, and anybody may be able to register it.',
    cause: 'It was given up, its registration lapsed, or there is a slip of the pen in the list.',
    advice: 'Take it out of the list; or renew it, if it was yours.',
    sources: ['RFC 2308'],
  },
  failed: {
    gist: 'the MX records could not be looked up',
    means:
      'The DNS gave no answer that could be used; `failure` tells why, as `failure:server-failure` or `failure:timeout`. Whether the domain takes mail is not known.',
    matters: 'Senders meet the same failure, and keep its mail in their queues meanwhile.',
    cause: 'Name servers that are down, a broken delegation, or DNSSEC signatures that ran out.',
    advice:
      'Whoever runs the zone: look at the delegation from outside. Whoever surveys: make sure that it is not your own resolver.',
    sources: ['RFC 5321 §5.1', 'RFC 7672 §2.1.1'],
  },
} as const satisfies Record<WordAt<'mx'>, Page>;
