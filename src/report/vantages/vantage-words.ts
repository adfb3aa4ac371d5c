import { isConsistent } from '../../compare/answers/compare-answers.ts';
import type { Observation } from '../../model/output/change.ts';
import type { VantageKind } from '../../model/output/vantage-kinds.ts';
import type { VantageEvidence } from '../../model/output/vantages.ts';
import { classOf, type Endpoint } from '../../model/records/endpoint.ts';
import type { Survey } from '../../model/records/survey.ts';
import { certificateWords } from '../changes/observation-words.ts';
import { escapeShort, escapeTerminal } from '../format/terminal-escape.ts';
import { listedShort } from '../format/layout.ts';
import { claimOf, saidWords } from '../words/outcome-words.ts';
import { UNKNOWN_VERSION, versionRange } from '../words/version-words.ts';

const NAME_CHARACTERS = 40;
const ADDRESSES = 3;
const ID_DIGITS = 8;

/** `athens`; a survey that was made without `--vantage` has none. Safe for a terminal. */
export function vantageName({ vantage }: Pick<Survey, 'vantage'>): string {
  return vantage === null ? 'the unnamed vantage' : escapeShort(vantage, NAME_CHARACTERS);
}

/** An MX host and those of its addresses that a sentence is about: `mx.example.gr (192.0.2.1)`. Safe for a terminal. */
export function serverName(host: string, addresses: readonly (string | null)[]): string {
  const shown = addresses.flatMap((each) => each ?? []);
  return escapeTerminal(shown.length === 0 ? host : `${host} (${listedShort(shown, ADDRESSES)})`);
}

/** What both vantages show: `from athens: TLS 1.3; from berlin: did NOT offer STARTTLS (asked twice on 2026-11-23)`. */
export function evidenceWords(
  kind: VantageKind,
  { first, second }: VantageEvidence,
  surveys: { first: Survey; second: Survey },
): string {
  const shown = [
    { observation: first, survey: surveys.first },
    { observation: second, survey: surveys.second },
  ].map((side) => ({ ...side, words: shownWords(kind, side.observation, side.survey) }));
  const areAlike = new Set(shown.map(({ words }) => words)).size === 1;
  return shown
    .map(({ observation, survey, words }) => {
      const which = areAlike ? idWords(observation) : '';
      return `${fromWords(kind, observation, survey)}: ${words}${which}`;
    })
    .join('; ');
}

/** Two certificates that words do not tell apart are told apart by the first digits of their ids. */
function idWords({ certificate }: Observation): string {
  return certificate === null ? '' : ` (id ${certificate.id.slice(0, ID_DIGITS)})`;
}

function fromWords(kind: VantageKind, { endpoint }: Observation, survey: Survey): string {
  const isOpen = classOf(endpoint) === 'unknown' || !isConsistent(endpoint);
  const start = kind === 'undetermined' && isOpen ? 'could not be determined ' : '';
  return `${start}from ${vantageName(survey)}`;
}

function shownWords(kind: VantageKind, observation: Observation, survey: Survey): string {
  const { endpoint } = observation;
  if (!isConsistent(endpoint)) return 'its answers within the survey differ';
  if (endpoint.outcome !== 'tls') return refusalWords(endpoint) ?? claimOf(endpoint, survey.date);
  const context = { survey, plural: false };
  if (kind === 'certificate' || kind === 'both-valid') {
    return certificateWords(observation, context) ?? 'no certificate';
  }
  return versionRange(endpoint.tls) ?? UNKNOWN_VERSION;
}

/** Of a server that refused the scanner as its address is on a list: it would not refuse another one. */
function refusalWords({ notes, reply }: Endpoint): string | null {
  if (!notes.includes('scanner-listed')) return null;
  const said = reply === null ? '' : ` (${saidWords(reply)})`;
  return `refused the scanner, as its address is on a list${said}`;
}
