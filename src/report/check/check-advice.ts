import { relayVerdict, trustedAs, type RelayVerdict } from '../../judge/own-server.ts';
import { awaitsTls, type Endpoint } from '../../model/records/endpoint.ts';
import type { CheckOutcome } from '../../model/output/check.ts';
import {
  isOverTor,
  type ServerFinding,
  type ServerPort,
  type ServerQuestion,
} from '../../model/output/server-check.ts';
import type { PlacedWord } from '../../model/records/word-places.ts';
import type { Setting } from '../explain/page.ts';
import { listed } from '../format/layout.ts';
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
  const found = ports.flatMap(({ endpoint }) => wordsOf(endpoint));
  return found.filter(
    ({ place, word }, index) =>
      found.findIndex((each) => each.place === place && each.word === word) === index,
  );
}

function wordsOf(endpoint: Endpoint): PlacedWord[] {
  const { outcome, failure, problems, tls } = endpoint;
  const isExplained =
    outcome !== 'tls' && failure?.stage !== 'connect' && !isPlaintextFirst(endpoint);
  // The page of the oldest version says what to do about the others.
  const oldest = spokenVersions(tls === null ? [] : [tls]).find((each) => IS_DEPRECATED[each]);
  return [
    ...(isExplained ? [{ place: 'outcome', word: outcome } as const] : []),
    ...(problems ?? []).map((word) => ({ place: 'problem', word }) as const),
    ...(oldest === undefined ? [] : [{ place: 'version', word: oldest } as const]),
  ];
}

/** Whether a server sent something else where TLS comes first. */
function isPlaintextFirst(endpoint: Endpoint): boolean {
  return awaitsTls(endpoint) && endpoint.failure.code === 'malformed';
}

/** Advice about what no word of the format stands for, with the settings of the programs that were tried. */
interface Advice {
  title: string;
  text: string;
  settings: readonly Pick<Setting, 'where' | 'lines'>[];
}

const AUTH_ADVICE: Advice = {
  title: 'AUTH before TLS',
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
  title: 'Relaying for strangers',
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
  title: 'Relaying for clients that are trusted',
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

const ONION_ADVICE: Advice = {
  title: 'Relaying for everybody who knows the onion name',
  text: 'Mail through an onion service comes from the machine itself, which this server trusts: it is an open relay for everybody who knows the name. Let the onion service lead to a port of its own that trusts nobody.',
  settings: [
    { where: 'torrc', lines: ['HiddenServicePort 25 127.0.0.1:2525'] },
    ...TRUSTED_ADVICE.settings,
  ],
};

/** Its onion service has been asked, and refuses. */
const TRUSTED_DIRECTLY_ADVICE: Advice = {
  title: TRUSTED_ADVICE.title,
  text: 'This is as it should be for programs on the machine itself. The onion service leads to a port that relays for nobody: leave it so.',
  settings: [],
};

/** @param ways how strangers reach the server that accepted such recipients */
function routedAdvice(ways: readonly string[]): Advice {
  return {
    title: 'Recipients that name another domain inside',
    text: `Send a message to such a recipient ${listed(ways)}, and see what becomes of it. If it lands in a mailbox that takes every name, nothing is wrong. If the server forwards it, it is an open relay: refuse these forms, which no mail of today needs.`,
    settings: [],
  };
}

const TLS_FIRST_ADVICE: Advice = {
  title: 'Port 465 without TLS',
  text: 'Begin with TLS on port 465, as clients do there; with STARTTLS, serve port 587 alone.',
  settings: [
    {
      where: 'Postfix, master.cf',
      lines: ['smtps inet n - y - - smtpd', '  -o smtpd_tls_wrappermode=yes'],
    },
    { where: 'Exim, main section', lines: ['tls_on_connect_ports = 465'] },
  ],
};

/** What to do beside what the pages of words say, each advice once. */
export function furtherAdvice(
  ports: readonly ServerPort[],
  findings: readonly Pick<ServerFinding, 'question' | 'outcome' | 'address'>[],
): Advice[] {
  const direct = findings.filter((each) => !isOverTor(each));
  const has = (question: ServerQuestion, outcome: CheckOutcome): boolean =>
    direct.some((each) => each.question === question && each.outcome === outcome);
  return [
    ...(ports.some(({ endpoint }) => isPlaintextFirst(endpoint)) ? [TLS_FIRST_ADVICE] : []),
    ...(has('auth-before-tls', 'failed') ? [AUTH_ADVICE] : []),
    ...(has('relay', 'failed') ? [RELAY_ADVICE] : []),
    ...relayWarnings(ports, findings.filter(isOverTor)),
  ];
}

/** What to do where a server relays for those whom it trusts, or may relay. */
function relayWarnings(
  ports: readonly ServerPort[],
  onion: readonly Pick<ServerFinding, 'outcome'>[],
): Advice[] {
  const overTor = (outcome: CheckOutcome) => onion.some((each) => each.outcome === outcome);
  const directly = (verdict: RelayVerdict) =>
    ports.some(({ dialogue }) => dialogue !== null && relayVerdict(dialogue) === verdict);
  const isTrusted = ports.some(
    ({ endpoint, dialogue }) =>
      dialogue !== null &&
      relayVerdict(dialogue) === 'accepts' &&
      trustedAs(dialogue.from, endpoint.address) !== null,
  );
  const ways = [
    ...(directly('accepts-routed') ? ['from elsewhere'] : []),
    ...(overTor('warning') ? ['through the onion service'] : []),
  ];
  const trusted = overTor('ok') ? TRUSTED_DIRECTLY_ADVICE : TRUSTED_ADVICE;
  return [
    ...(overTor('failed') ? [ONION_ADVICE] : isTrusted ? [trusted] : []),
    ...(ways.length > 0 ? [routedAdvice(ways)] : []),
  ];
}
