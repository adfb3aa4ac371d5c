import { type Endpoint, type SmtpFacts, type TlsFacts } from '../../model/records/endpoint.ts';
import { showedNoTls, type Reply } from '../../model/records/failure.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import { TLS_VERSIONS } from '../../model/records/words.ts';
import { daneLines } from '../answer/dane-lines.ts';
import { certificateLines, handshakeLine, type TlsEndpoint } from '../answer/tls-lines.ts';
import type { Item } from '../document/document.ts';
import type { Link } from '../document/link.ts';
import { makePalette } from '../document/palette.ts';
import { listedShort } from '../format/layout.ts';
import { escapeShort, escapeTerminal } from '../format/terminal-escape.ts';
import { eachPresentedBy, type Certificates } from '../words/certificate-words.ts';
import { classHeading } from '../words/class-words.ts';
import { FAILURE_TEXTS, STAGE_NAMES } from '../words/failure-words.ts';
import { claimOf, saidWords } from '../words/outcome-words.ts';
import { UNKNOWN_VERSION, VERSION_NAMES, versionRange } from '../words/version-words.ts';
import { certificateItem } from './certificate-items.ts';
import { namedItem, noteItems, wordLink } from './word-items.ts';

/** What the evidence is read with: the certificates of the survey, its instant and its day. */
export interface EvidenceContext {
  certificates: Certificates;
  at: string;
  date: string;
}

const PLAIN = makePalette(false);
const CHARACTERS = 500;
const KEYWORDS = 30;
const RECORDS = 8;

/** All that the survey recorded of an address of a host, an item each; what it means stands in the words of `scan DOMAIN`. */
export function endpointItems(
  endpoint: Endpoint,
  domain: Pick<MailDomain, 'mtaSts'>,
  context: EvidenceContext,
): Item[] {
  return [
    outcomeItem(endpoint, context.date),
    ...saidItems(endpoint),
    ...(hasTls(endpoint) ? tlsItems(endpoint, domain, context) : []),
    ...daneItems(endpoint),
    ...noteItems(endpoint.notes),
  ];
}

function outcomeItem(endpoint: Endpoint, date: string): Item {
  if (endpoint.outcome === 'tls') {
    const name = versionRange(endpoint.tls) ?? UNKNOWN_VERSION;
    return { ...namedItem(name, ''), link: wordLink('outcome', 'tls') };
  }
  const name = classHeading(endpoint);
  const { failure } = endpoint;
  const isOurs = failure !== null && FAILURE_TEXTS[failure.code].ours;
  const ours = isOurs ? '; a limit of the scanner, which says nothing of the server' : '';
  return { ...namedItem(name, claimOf(endpoint, date) + ours), link: reasonLink(endpoint) };
}

function reasonLink({ outcome, failure }: Endpoint): Link {
  return failure === null ? wordLink('outcome', outcome) : wordLink('failure', failure.code);
}

/** The words of the server, and those of the system that ended the attempt. */
function saidItems({ smtp, reply, failure }: Endpoint): Item[] {
  return [
    ...(smtp === null ? [] : dialogueItems(smtp)),
    ...(reply === null ? [] : [replyItem(reply)]),
    ...(failure === null || failure.detail === '' || showedNoTls(failure)
      ? []
      : [namedItem(STAGE_NAMES[failure.stage], escapeShort(failure.detail, CHARACTERS))]),
  ];
}

function dialogueItems({ greeting, hello, ehlo }: SmtpFacts): Item[] {
  const keywords = ehlo.map((line) => escapeShort(line, CHARACTERS));
  return [
    ...(greeting === null ? [] : [namedItem('greeting', escapeShort(greeting, CHARACTERS))]),
    ...(hello === null || keywords.length === 0
      ? []
      : [namedItem(`reply to ${hello}`, listedShort(keywords, KEYWORDS))]),
  ];
}

const REPLY_NAMES = {
  greeting: 'deciding reply, its greeting',
  ehlo: 'deciding reply, to EHLO',
  starttls: 'deciding reply, to STARTTLS',
  handshake: 'deciding reply, in the TLS handshake',
} as const satisfies Record<Reply['stage'], string>;

function replyItem(reply: Reply): Item {
  return namedItem(REPLY_NAMES[reply.stage], saidWords(reply, CHARACTERS));
}

function hasTls(endpoint: Endpoint): endpoint is TlsEndpoint {
  return endpoint.tls !== null;
}

function tlsItems(
  endpoint: TlsEndpoint,
  domain: Pick<MailDomain, 'mtaSts'>,
  { certificates, at }: EvidenceContext,
): Item[] {
  const handshake = handshakeLine(endpoint);
  const presented = eachPresentedBy(endpoint, certificates, at);
  return [
    versionsItem(endpoint.tls),
    ...(handshake === null ? [] : [namedItem('cipher suite and group', handshake)]),
    ...presented.map((each) => certificateItem(each, domain)),
    ...(presented.length > 0
      ? []
      : certificateLines(endpoint, [], domain, PLAIN).map((text) => ({
          ...{ name: null, text, below: [] },
        }))),
  ];
}

/** `TLS 1.3 yes, TLS 1.2 yes, TLS 1.1 no, TLS 1.0 no, SSL 3.0 untested`. */
function versionsItem({ versions }: TlsFacts): Item {
  const answers = TLS_VERSIONS.toReversed().map(
    (each) => `${VERSION_NAMES[each]} ${versions[each]}`,
  );
  return namedItem('versions', answers.join(', '));
}

function daneItems(endpoint: Endpoint): Item[] {
  const { dane } = endpoint;
  const [line] = daneLines(endpoint, PLAIN);
  if (dane === null || line === undefined) return [];
  const records = dane.records
    .slice(0, RECORDS)
    .map((each) => namedItem('TLSA', escapeTerminal(each)));
  const text = `${line.slice('DANE: '.length)} (DNSSEC: ${dane.dnssec})`;
  return [{ ...namedItem('DANE', text, records), link: wordLink('dane', dane.verdict) }];
}
