import type { MailDomain } from '../../model/records/mail-domain.ts';
import { LEVELS, POLICY_STATES, STS_MODES } from '../../model/records/words.ts';
import { failureWord, NOT_ASKED, only, PROBLEM_WORDS, TLS_WORDS } from './endpoint-answers.ts';
import type { Answers } from './observed.ts';

/** What is followed over time of a domain. TLS and the problems of certificates are those of its MX hosts together. */
export const DOMAIN_QUESTIONS = [
  'tls',
  'level',
  'problems',
  'mta-sts',
  'tls-rpt',
  'mx',
  'provider',
] as const;
export type DomainQuestion = (typeof DOMAIN_QUESTIONS)[number];

/** What a survey showed of a domain; what its hosts showed is kept with them. */
export interface DomainAnswers {
  category: string | null;
  provider: string | null;
  /** Its MX hosts. */
  hosts: readonly string[];
  /** Why it has none, where it takes no mail or they could not be looked up; null where it has some. */
  hostless: { answers: Answers | null; reason: string } | null;
  own: Record<Exclude<DomainQuestion, 'tls' | 'problems'>, Answers | null>;
}

/** Answers the question for TLS of a domain that takes no mail. */
export const NO_MAIL = 'no-mail';

/**
 * What a domain, judged again, shows of itself.
 * @param asksMx whether the survey looked up its MX hosts: one that was imported knows only whom its source asked.
 */
export function domainAnswers(domain: MailDomain, asksMx: boolean): DomainAnswers {
  const { category, provider, mx } = domain;
  const hosts = mx.hosts.map(({ host }) => host).sort();
  return {
    category,
    provider,
    hosts,
    hostless: hostlessOf(domain),
    own: {
      level: levelAnswer(domain),
      'mta-sts': stsAnswer(domain.mtaSts),
      'tls-rpt': domain.tlsRpt === null ? null : stateAnswer(domain.tlsRpt.state),
      mx: asksMx && mx.kind !== 'failed' ? { yes: hosts, open: [], above: [] } : null,
      provider: only(provider ?? ''),
    },
  };
}

function hostlessOf({ level, mx }: MailDomain): DomainAnswers['hostless'] {
  if (level === 'no-mail') return { answers: only(NO_MAIL), reason: NOT_ASKED };
  if (mx.kind !== 'failed') return null;
  return { answers: null, reason: mx.failure === null ? 'failed' : failureWord(mx.failure) };
}

/** With an unknown server any level may be the true one. */
function levelAnswer({ level, counts }: MailDomain): Answers | null {
  if (level === 'unknown') return null;
  return { yes: [level], open: counts.unknown > 0 ? LEVELS : [], above: [] };
}

function stsAnswer(mtaSts: MailDomain['mtaSts']): Answers | null {
  if (mtaSts === null) return null;
  return mtaSts.policy === null ? stateAnswer(mtaSts.state) : only(mtaSts.policy.mode);
}

function stateAnswer(state: (typeof POLICY_STATES)[number]): Answers | null {
  return state === 'failed' ? null : only(state);
}

/** The words that answer each question, in the order in which they are listed. */
export const DOMAIN_WORDS = {
  level: LEVELS,
  tls: [NO_MAIL, ...TLS_WORDS],
  problems: PROBLEM_WORDS,
  'mta-sts': [...POLICY_STATES, ...STS_MODES],
  'tls-rpt': POLICY_STATES,
  mx: [],
  provider: [],
} as const satisfies Record<DomainQuestion, readonly string[]>;
