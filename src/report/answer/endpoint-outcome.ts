import { classOf, type Endpoint } from '../../model/records/endpoint.ts';
import { showedNoTls } from '../../model/records/failure.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import { eachPresentedBy, type Certificates } from '../words/certificate-words.ts';
import { daneLines } from './dane-lines.ts';
import { listed } from '../format/layout.ts';
import { claimOf, saidWords } from '../words/outcome-words.ts';
import type { Paint, Palette } from '../document/palette.ts';
import { escapeShort, escapeTerminal } from '../format/terminal-escape.ts';
import { certificateLines, handshakeLine, type TlsEndpoint } from './tls-lines.ts';
import { versionRange } from '../words/version-words.ts';
import { classHeading, CLASS_TEXTS } from '../words/class-words.ts';
import { NOTE_NAMES } from '../words/note-words.ts';

const DETAIL_CHARACTERS = 120;

/** What the lines about a domain are made with. `at` is an instant, `date` its day. */
export interface AnswerContext {
  certificates: Certificates;
  at: string;
  date: string;
  palette: Palette;
}

/** The outcome of an endpoint: one word for the table, and lines of details. Equal outcomes share their lines. */
export interface EndpointText {
  word: string;
  paint: Paint;
  details: string[];
}

/** Returns the outcome of an endpoint of a domain as text. */
export function outcomeOf(
  endpoint: Endpoint,
  domain: MailDomain,
  context: AnswerContext,
): EndpointText {
  const { palette } = context;
  const paint = palette[CLASS_TEXTS[classOf(endpoint)].paint];
  const notes = noteLines(unsaidNotes(endpoint), palette);
  if (endpoint.outcome === 'tls') {
    const details = [
      ...tlsLines(endpoint, domain, context),
      ...daneLines(endpoint, palette),
      ...notes,
    ];
    return { word: versionRange(endpoint.tls) ?? 'TLS', paint, details };
  }
  return {
    word: classHeading(endpoint),
    paint,
    details: [
      `${claimOf(endpoint, context.date)}${systemText(endpoint, palette)}`,
      ...quoted(endpoint),
      ...(showsTls(endpoint) ? tlsLines(endpoint, domain, context) : []),
      ...daneLines(endpoint, palette),
      ...notes,
    ],
  };
}

function showsTls(endpoint: Endpoint): endpoint is TlsEndpoint {
  return endpoint.tls !== null;
}

function tlsLines(endpoint: TlsEndpoint, domain: MailDomain, context: AnswerContext): string[] {
  const presented = eachPresentedBy(endpoint, context.certificates, context.at);
  const handshake = handshakeLine(endpoint);
  return [
    ...(handshake === null ? [] : [handshake]),
    ...certificateLines(endpoint, presented, domain, context.palette),
  ];
}

/** Leaves out what the claim of an endpoint already says. */
function unsaidNotes({ outcome, notes }: Endpoint): string[] {
  if (outcome === 'plaintext') return notes.filter((note) => note !== 'helo-only');
  return outcome === 'tls-failed'
    ? notes.filter((note) => note !== 'client-certificate-required')
    : notes;
}

/** Notes as one line; none if there are no notes. */
export function noteLines(notes: readonly string[], palette: Palette): string[] {
  if (notes.length === 0) return [];
  const words = notes.map((note) => NOTE_NAMES.get(note) ?? escapeTerminal(note));
  return [palette.faint(`note: ${listed(words)}`)];
}

/** The system's or library's own text for a failure. */
function systemText({ failure, tls }: Endpoint, palette: Palette): string {
  if (failure === null || failure.detail === '') return '';
  // The claim already says what a ClientHello, or an imported result, showed.
  const isSaid = (tls !== null && failure.code === 'local-limit') || showedNoTls(failure);
  return isSaid ? '' : palette.faint(` (${escapeShort(failure.detail, DETAIL_CHARACTERS)})`);
}

/** The last reply of the server before an attempt failed; other outcomes have it in their claim. */
function quoted({ failure, reply }: Endpoint): string[] {
  return failure === null || reply === null ? [] : [`its last reply: ${saidWords(reply)}`];
}
