import type { Mx } from '../../model/records/mail-domain.ts';
import type { MxKind } from '../../model/records/words.ts';
import type { Survey } from '../../model/records/survey.ts';
import { listedShort } from '../format/layout.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';
import { failureWords } from './outcome-words.ts';

/** What the DNS says about the mail hosts of a domain; null if the list of MX hosts says it all. */
export const MX_SENTENCES = {
  mx: null,
  implicit: 'no MX records: mail goes to the address of the domain itself (RFC 5321 §5.1)',
  'null-mx': 'null MX (RFC 7505)',
  none: 'it has neither MX nor address records',
  nxdomain: 'no such domain',
  failed: 'its MX records could not be looked up',
} as const satisfies Record<MxKind, string | null>;

/** The same, with the reason for a lookup that failed. */
export function mxSentence({ kind, failure }: Pick<Mx, 'kind' | 'failure'>): string | null {
  const reason = failure === null ? '' : `: ${failureWords(failure)}`;
  return kind === 'failed' ? `${MX_SENTENCES.failed}${reason}` : MX_SENTENCES[kind];
}

type GivenMx = NonNullable<Survey['givenMx']>;

/** Hosts that are named. */
const NAMED = 8;

/** The MX hosts of a test, with the addresses that were given: `mail.example.org (192.0.2.1)`. Safe for a terminal. */
function givenHostsText({ hosts }: GivenMx): string {
  const texts = hosts.map(({ host, address }) =>
    address === null
      ? escapeTerminal(host)
      : `${escapeTerminal(host)} (${escapeTerminal(address)})`,
  );
  return listedShort(texts, NAMED);
}

/** That the MX hosts of a domain were given, and what the DNS names. Safe for a terminal. */
export function givenMxSentence(givenMx: GivenMx, domain: string): string {
  return `asked ${givenHostsText(givenMx)} as given with --mx; ${dnsText(givenMx, domain)}`;
}

function dnsText({ hosts, dns }: GivenMx, domain: string): string {
  const title = escapeTerminal(domain);
  if (dns === null) return `what the DNS of ${title} names is unknown`;
  if (dns.length === 0) return `the DNS of ${title} names no MX host`;
  const given = [...new Set(hosts.map(({ host }) => host))];
  const isSame = given.length === dns.length && given.every((host) => dns.includes(host));
  const names = isSame ? 'the same' : listedShort(dns.map(escapeTerminal), NAMED);
  return `the DNS of ${title} names ${names}`;
}

/** What a survey of given hosts is, as a note of its report; none for any other. Safe for a terminal. */
export function givenMxNotes(givenMx: Survey['givenMx']): string[] {
  if (givenMx === null) return [];
  return [
    `Asked ${givenHostsText(givenMx)} as given with --mx, in place of what the DNS names: a test, never compared by default`,
  ];
}
