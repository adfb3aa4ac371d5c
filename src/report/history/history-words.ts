import { NO_MAIL } from '../../compare/answers/domain-answers.ts';
import {
  NO_TLS,
  NO_TLS_SHOWN_WORD,
  NOT_ASKED,
  SOME_TLS,
} from '../../compare/answers/endpoint-answers.ts';
import { answeredWords } from '../../compare/history/histories.ts';
import type { HistoryQuestion } from '../../compare/history/observations.ts';
import type { Interval } from '../../compare/history/intervals.ts';
import type { KnownAnswers } from '../../compare/answers/observed.ts';
import type { Subject } from '../../compare/history/subjects.ts';
import { tallyOf } from '../../compare/history/tally.ts';
import { NO_TLS_SHOWN } from '../../model/records/failure.ts';
import { FAILURE_CODES, STAGES, TLS_VERSIONS, type Problem } from '../../model/records/words.ts';
import { certificateState, type HistoryWords } from './history-certificates.ts';
import { counted, listed, listedShort } from '../format/layout.ts';
import { failureWords } from '../words/outcome-words.ts';
import { escapeShort, escapeTerminal } from '../format/terminal-escape.ts';
import { versionList } from '../words/version-words.ts';

const LISTED = 6;
const NAME_CHARACTERS = 80;

/** A state of a subject in words: `TLS 1.2`, `certificate valid`, `MX hosts a.gr and b.gr`. Foreign text is escaped. */
export function stateWords(
  { kind }: Subject,
  question: HistoryQuestion,
  seen: KnownAnswers,
  words: HistoryWords,
): string {
  if (kind === 'provider' || kind === 'category') return tallyWords(seen);
  const answers = answeredWords(seen.parts, question);
  return STATE_WORDS[question](answers, {
    ...words,
    parts: kind === 'host' ? 'addresses' : 'servers',
    open: new Set(seen.parts.flatMap((part) => part.answers?.open ?? [])),
  });
}

/** What an interval shows, without its time: a state, why it is unknown, or that it was not observed. */
export function stateText(
  subject: Subject,
  question: HistoryQuestion,
  interval: Interval,
  words: HistoryWords,
): string {
  switch (interval.kind) {
    case 'not-observed':
      return 'not observed';
    case 'unknown': {
      const { claim, why } = unknownWords(interval.reasons);
      return claim + why;
    }
    case 'known':
      return stateWords(subject, question, interval.first, words);
  }
}

interface Context extends HistoryWords {
  parts: 'addresses' | 'servers';
  /** The questions that the facts could not answer. */
  open: ReadonlySet<string>;
}

const STATE_WORDS = {
  tls: (words, { parts }) => tlsWords(words, parts),
  lowest: (words) => `lowest version ${versionWords(words)}`,
  ssl3: ([word]) => (word === 'yes' ? 'SSL 3.0 accepted' : 'SSL 3.0 refused'),
  certificate: certificateState,
  problems: problemWords,
  dane: (words) => `DANE ${listed(words)}`,
  level: ([word = '']) => `level ${word}`,
  'mta-sts': ([word = '']) => (word === 'absent' ? 'no MTA-STS' : `MTA-STS ${word}`),
  'tls-rpt': ([word]) => (word === 'absent' ? 'no TLS-RPT' : 'TLS-RPT'),
  mx: hostList,
  provider: ([name = '']) =>
    name === '' ? 'under no provider' : `under ${escapeShort(name, NAME_CHARACTERS)}`,
} as const satisfies Record<
  HistoryQuestion,
  (words: readonly string[], context: Context) => string
>;

/** What a server without TLS showed. */
const WITHOUT: Readonly<Record<string, string>> = {
  plaintext: 'no STARTTLS',
  stripped: 'STARTTLS with its keyword masked',
  'refused-starttls': 'STARTTLS offered, then refused',
  'tls-failed': 'STARTTLS with a handshake that fails',
  [NO_MAIL]: 'takes no mail',
  [NO_TLS]: 'no TLS',
};

function tlsWords(words: readonly string[], parts: Context['parts']): string {
  const without = words.flatMap((word) => WITHOUT[word] ?? []);
  const versions = versionWords(words);
  if (without.length === 0) return versions;
  if (versions === '') return listed(without);
  return `${versions} on some ${parts}, ${listed(without)} on others`;
}

/** The versions among the words; empty for none. */
function versionWords(words: readonly string[]): string {
  const known = TLS_VERSIONS.filter((version) => words.includes(version));
  const unknown = words.includes(SOME_TLS) ? ['TLS of an unknown version'] : [];
  return listed([...(known.length === 0 ? [] : [versionList(known)]), ...unknown]);
}

/** `TLS 1.0 and 1.2 on all 3 domains`, `TLS 1.0 on 1 of 4 domains, 3 unknown`, `TLS on none of 2 domains`. */
function tallyWords(seen: KnownAnswers): string {
  const { versions, all, some, none, noMail } = tallyOf(seen);
  const asked = all + some + none;
  const mailless = noMail === 0 ? '' : `${counted(noMail, 'domain')} without mail`;
  if (asked === 0) return mailless;
  const unknown = seen.parts.filter(({ answers }) => answers === null).length;
  const rest = [
    ...(some === 0 ? [] : [`${some} of them on some servers only`]),
    ...(mailless === '' ? [] : [mailless]),
    ...(unknown === 0 ? [] : [`${unknown} unknown`]),
  ].map((each) => `, ${each}`);
  const spoken = versions.length === 0 ? 'TLS' : versionWords(versions);
  const whole = all + some === 0 ? asked : asked + unknown;
  return `${spoken} on ${share(all + some, whole)}${rest.join('')}`;
}

function share(part: number, whole: number): string {
  if (part === 0) return whole === 1 ? 'no domain' : `none of ${whole} domains`;
  if (part < whole) return `${part} of ${whole} domains`;
  if (whole === 2) return 'both domains';
  return whole === 1 ? '1 domain' : `all ${whole} domains`;
}

/** What is wrong with a certificate, to follow "certificate". */
const FAULTS: Readonly<Record<Problem, string>> = {
  expired: 'expired',
  'not-yet-valid': 'not valid yet',
  'name-mismatch': 'for another name',
  'self-signed': 'self-signed',
  'untrusted-issuer': 'by a CA that is not trusted',
  'incomplete-chain': 'with an incomplete chain',
  'issuer-expired': 'by an issuer that has expired',
  'weak-key': 'with a weak key',
  'weak-signature': 'with a weak signature',
  'no-certificate': 'missing',
};

/** The facts show no problem, and could not answer every question. */
function noFaultWords(open: ReadonlySet<string>): string {
  return ['expired', 'not-yet-valid', 'name-mismatch'].some((question) => open.has(question))
    ? 'without a known problem (not every check was possible)'
    : 'with the right name and dates (issuer not verified)';
}

function problemWords(words: readonly string[], { open }: Context): string {
  const faults: Readonly<Record<string, string>> = FAULTS;
  const clauses = words.map((word) => {
    if (word === 'no-fault-found') return noFaultWords(open);
    return faults[word] ?? word;
  });
  return `certificate ${listed(clauses)}`;
}

function hostList(hosts: readonly string[]): string {
  if (hosts.length === 0) return 'no MX host';
  const names = hosts.map((host) => escapeTerminal(host));
  return `MX ${hosts.length === 1 ? 'host' : 'hosts'} ${listedShort(names, LISTED)}`;
}

/** Why a state is unknown, as a claim and what follows its time: `unreachable`, `: connection refused`. */
export function unknownWords(reasons: readonly string[]): { claim: string; why: string } {
  if (showedNoTlsOnly(reasons)) {
    return { claim: NO_TLS_SHOWN.detail, why: '' };
  }
  const known = reasons.filter((reason) => reason !== NOT_ASKED).map(reasonWords);
  const unreachable = reasons.every((reason) => UNREACHABLE.has(reason));
  const why = known.length === 0 ? '' : `: ${listed([...new Set(known)], 'or')}`;
  return { claim: unreachable ? 'unreachable' : 'unknown', why };
}

/** Whether something is unknown only because its host showed no TLS to the source of an import. */
export function showedNoTlsOnly(reasons: readonly string[]): boolean {
  return reasons.every((reason) => reason === NO_TLS_SHOWN_WORD);
}

const UNREACHABLE: ReadonlySet<string> = new Set([
  'timeout@connect',
  'refused@connect',
  'unreachable@connect',
]);

const OUTCOMES: Readonly<Record<string, string>> = {
  rejected: 'it rejected us',
  deferred: 'it deferred us',
  'refused-starttls': 'it deferred STARTTLS',
  [NO_TLS_SHOWN_WORD]: NO_TLS_SHOWN.detail,
};

function reasonWords(reason: string): string {
  const [code, stage] = reason.split('@');
  const known = FAILURE_CODES.find((each) => each === code);
  const place = STAGES.find((each) => each === stage);
  if (known === undefined || place === undefined) return OUTCOMES[reason] ?? reason;
  return failureWords({ stage: place, code: known, detail: '' });
}
