import type { ServerFinding, ServerPort, ServerQuestion } from '../../model/output/server-check.ts';
import type { PlacedWord } from '../../model/records/word-places.ts';
import type { Setting } from '../explain/page.ts';
import { IS_DEPRECATED, spokenVersions } from '../words/version-words.ts';

/** The mail server programs whose settings are known. */
const SOFTWARE = ['Postfix', 'Exim', 'OpenSMTPD', 'Sendmail'] as const;
type Software = (typeof SOFTWARE)[number];

/** The program that a server names in its greeting; null where it names none of those. */
export function softwareOf(ports: readonly ServerPort[]): Software | null {
  const greetings = ports.map(({ endpoint, dialogue }) =>
    [endpoint.smtp?.greeting, dialogue?.greeting].join(' ').toLowerCase(),
  );
  return (
    SOFTWARE.find((name) => greetings.some((each) => each.includes(name.toLowerCase()))) ?? null
  );
}

/** Whether a setting is for this program, or for none of them: what goes into the DNS, or anywhere. */
export function isFor(software: Software | null, { where }: Pick<Setting, 'where'>): boolean {
  const own = SOFTWARE.find((name) => where.startsWith(name));
  return software === null || own === undefined || own === software;
}

/** The words of the format that explain what is wrong with the TLS of a server, each once. */
export function wordsToExplain(ports: readonly ServerPort[]): PlacedWord[] {
  const found = ports.flatMap(({ endpoint: { outcome, failure, problems, tls } }): PlacedWord[] => [
    ...(outcome === 'tls' || failure?.stage === 'connect'
      ? []
      : [{ place: 'outcome', word: outcome } as const]),
    ...(problems ?? []).map((word) => ({ place: 'problem', word }) as const),
    ...spokenVersions(tls === null ? [] : [tls])
      .filter((version) => IS_DEPRECATED[version])
      .map((word) => ({ place: 'version', word }) as const),
  ]);
  return found.filter(
    ({ place, word }, index) =>
      found.findIndex((each) => each.place === place && each.word === word) === index,
  );
}

/** Advice about what no word of the format stands for, with the settings of the programs that were tried. */
interface Advice {
  text: string;
  settings: readonly Pick<Setting, 'where' | 'lines'>[];
}

const AUTH_ADVICE: Advice = {
  text: 'Offer AUTH inside TLS only.',
  settings: [
    { where: 'Postfix, main.cf', lines: ['smtpd_tls_auth_only = yes'] },
    {
      where: 'Exim, main section',
      lines: ['auth_advertise_hosts = ${if eq{$tls_in_cipher}{}{}{*}}'],
    },
  ],
};

const RELAY_ADVICE: Advice = {
  text: 'Accept mail to other domains from your own networks and from users who logged in, and from nobody else.',
  settings: [
    {
      where: 'Postfix, main.cf',
      lines: [
        'smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination',
        'mynetworks_style = host',
      ],
    },
    {
      where: 'Exim, in the ACL of acl_smtp_rcpt, before its last accept',
      lines: [
        'require message = relay not permitted',
        '        domains = +local_domains : +relay_to_domains',
      ],
    },
  ],
};

const TRUSTED_ADVICE: Advice = {
  text: 'This is as it should be for programs on the machine itself. But mail that comes through a Tor onion service arrives from 127.0.0.1 too: let an onion service lead to a port of its own that trusts nobody.',
  settings: [
    {
      where: 'Postfix, master.cf',
      lines: [
        '127.0.0.1:2525 inet n - y - - smtpd',
        '  -o mynetworks=',
        '  -o smtpd_relay_restrictions=reject_unauth_destination',
      ],
    },
  ],
};

/** What to do about a finding that is wrong or to be looked at; null where nothing is known beside the words. */
export function adviceFor({
  question,
  outcome,
}: Pick<ServerFinding, 'question' | 'outcome'>): Advice | null {
  const table: Partial<Record<ServerQuestion, Partial<Record<ServerFinding['outcome'], Advice>>>> =
    {
      'auth-before-tls': { failed: AUTH_ADVICE },
      relay: { failed: RELAY_ADVICE, warning: TRUSTED_ADVICE },
    };
  return table[question]?.[outcome] ?? null;
}
