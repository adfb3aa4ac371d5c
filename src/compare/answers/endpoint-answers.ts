import { trustProblems } from '../../judge/endpoint/trust.ts';
import { classOf, type Endpoint, type TlsFacts } from '../../model/records/endpoint.ts';
import { showedNoTls, type Failure } from '../../model/records/failure.ts';
import {
  DANE_VERDICTS,
  PROBLEMS,
  TLS_VERSIONS,
  type TlsVersion,
} from '../../model/records/words.ts';
import type { Answers } from './observed.ts';

/** What is followed over time of an address of an MX host, each question by itself. */
export const HOST_QUESTIONS = ['tls', 'lowest', 'ssl3', 'certificate', 'problems', 'dane'] as const;
export type HostQuestion = (typeof HOST_QUESTIONS)[number];

/** What the other questions are answered with where there is no TLS to ask them of. */
export const NO_TLS = 'no-tls';

/** TLS of an unknown version. */
export const SOME_TLS = 'tls';

/** The words that answer the question for TLS, the best last. */
export const TLS_WORDS: readonly string[] = [
  'plaintext',
  'stripped',
  'refused-starttls',
  'tls-failed',
  SOME_TLS,
  ...TLS_VERSIONS,
];

/** Whether a word answers the question for TLS with TLS of any version. */
export function isTlsWord(word: string): boolean {
  return word === SOME_TLS || TLS_VERSIONS.some((version) => version === word);
}

/** A certificate without a trust problem, and one without a known trust problem that could not be judged fully. */
export const PROBLEM_WORDS: readonly string[] = ['valid', 'no-fault-found', ...PROBLEMS];

/** Why an answer is unknown: the survey did not ask. */
export const NOT_ASKED = 'not-asked';

/** Of an imported result: the host showed no TLS, and whether it could be reached was not recorded. */
export const NO_TLS_SHOWN_WORD = 'showed-no-tls';

/** The answers of an endpoint, and the reason for those that are unknown. */
export interface EndpointAnswers {
  answers: Record<HostQuestion, Answers | null>;
  reason: string;
}

/** The answers of an endpoint, judged again. A certificate is answered with its id. */
export function answersOf(endpoint: Endpoint): EndpointAnswers {
  if (endpoint.outcome === 'tls') return { answers: tlsAnswers(endpoint), reason: NOT_ASKED };
  const dane = daneAnswer(endpoint);
  if (classOf(endpoint) === 'unknown') {
    return { answers: { ...every(null), dane }, reason: reasonOf(endpoint) };
  }
  return {
    answers: { ...every(only(NO_TLS)), tls: only(endpoint.outcome), dane },
    reason: NOT_ASKED,
  };
}

/** An answer of one word that excludes all others. */
export function only(word: string): Answers {
  return { yes: [word], open: [], above: [] };
}

/** The reason why something is unknown after a failure, as one word. */
export function failureWord(failure: Failure): string {
  return showedNoTls(failure) ? NO_TLS_SHOWN_WORD : `${failure.code}@${failure.stage}`;
}

function every(answer: Answers | null): EndpointAnswers['answers'] {
  return {
    tls: answer,
    lowest: answer,
    ssl3: answer,
    certificate: answer,
    problems: answer,
    dane: answer,
  };
}

type NotTls = Exclude<Endpoint, { outcome: 'tls' }>;

function reasonOf(endpoint: NotTls): string {
  return endpoint.failure === null ? endpoint.outcome : failureWord(endpoint.failure);
}

type TlsEndpoint = Extract<Endpoint, { outcome: 'tls' }>;

function tlsAnswers(endpoint: TlsEndpoint): EndpointAnswers['answers'] {
  const { versions } = endpoint.tls;
  const lowest = lowestVersion(endpoint.tls);
  return {
    tls: highestAnswer(endpoint.tls),
    lowest: lowest === null ? null : only(lowest),
    ssl3: versions.SSLv3 === 'untested' ? null : only(versions.SSLv3),
    certificate: certificateAnswer(endpoint),
    problems: problemsAnswer(endpoint),
    dane: daneAnswer(endpoint),
  };
}

/** The version that was agreed on is the highest that both know; what was not offered may be higher. */
function highestAnswer({ version, versions }: TlsFacts): Answers {
  const highest = version ?? TLS_VERSIONS.findLast((each) => versions[each] === 'yes');
  if (highest === undefined) return { yes: [SOME_TLS], open: [], above: TLS_VERSIONS };
  const higher = TLS_VERSIONS.slice(TLS_VERSIONS.indexOf(highest) + 1);
  const above = higher.filter((each) => versions[each] === 'untested');
  return { yes: [highest], open: [], above };
}

/** The lowest version that is spoken, where all below it are known not to be. */
function lowestVersion({ versions }: TlsFacts): TlsVersion | null {
  const first = TLS_VERSIONS.find((each) => versions[each] !== 'no');
  return first !== undefined && versions[first] === 'yes' ? first : null;
}

function certificateAnswer({ certificate, problems }: TlsEndpoint): Answers | null {
  if (certificate !== null) return only(certificate);
  return problems?.includes('no-certificate') ? only('no-certificate') : null;
}

function problemsAnswer({ problems, undetermined }: TlsEndpoint): Answers | null {
  if (problems === null) return null;
  if (trustProblems(problems).length > 0) return { yes: problems, open: undetermined, above: [] };
  return trustProblems(undetermined).length === 0
    ? { yes: ['valid', ...problems], open: undetermined, above: [] }
    : {
        yes: ['no-fault-found', ...problems],
        open: undetermined,
        above: ['valid', ...undetermined],
      };
}

function daneAnswer({ dane }: Endpoint): Answers | null {
  return dane === null || dane.verdict === 'failed' ? null : only(dane.verdict);
}

/** The words that answer each question, in the order in which they are listed. */
export const HOST_WORDS = {
  tls: TLS_WORDS,
  lowest: TLS_VERSIONS,
  ssl3: ['yes', 'no'],
  certificate: [],
  problems: PROBLEM_WORDS,
  dane: DANE_VERDICTS,
} as const satisfies Record<HostQuestion, readonly string[]>;
