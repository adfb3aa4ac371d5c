import { NO_MAIL, type DomainQuestion } from '../answers/domain-answers.ts';
import {
  HOST_QUESTIONS,
  NOT_ASKED,
  TLS_WORDS,
  type HostQuestion,
} from '../answers/endpoint-answers.ts';
import {
  joinAnswers,
  observedOf,
  type Answers,
  type Observed,
  type Part,
} from '../answers/observed.ts';
import type { HistoryBook } from './history-book.ts';
import { membersOf, type Subject } from './subjects.ts';

export type HistoryQuestion = HostQuestion | DomainQuestion;

/** What a survey showed of a subject in answer to a question. @param place of the survey in the book. */
export function observedAt(
  book: HistoryBook,
  subject: Subject,
  question: HistoryQuestion,
  place: number,
): Observed {
  return observedOf(partsOf(book, subject, question, place));
}

/** What is wrong with the certificates of a subject: of a provider, those of all its domains. */
export function problemsAt(book: HistoryBook, subject: Subject, place: number): Observed {
  if (subject.kind === 'host' || subject.kind === 'domain') {
    return observedAt(book, subject, 'problems', place);
  }
  const members = membersOf(book, subject, place);
  const withMail = members.filter((name) => book.domain(name, place)?.hostless === null);
  return observedOf(withMail.flatMap((name) => domainParts(book, name, 'problems', place)));
}

function partsOf(
  book: HistoryBook,
  subject: Subject,
  question: HistoryQuestion,
  place: number,
): readonly Part[] {
  switch (subject.kind) {
    case 'host':
      return isHostQuestion(question) ? book.hostParts(subject.name, question, place) : [];
    case 'domain':
      return domainParts(book, subject.name, question, place);
    case 'provider':
    case 'category':
      return membersOf(book, subject, place).map((domain) =>
        wholePart(domain, domainParts(book, domain, 'tls', place)),
      );
  }
}

function isHostQuestion(question: HistoryQuestion): question is HostQuestion {
  return HOST_QUESTIONS.some((each) => each === question);
}

/** The answers of a domain in a survey, a part a server; empty where it is not in it. */
export function domainParts(
  book: HistoryBook,
  name: string,
  question: HistoryQuestion,
  place: number,
): readonly Part[] {
  const domain = book.domain(name, place);
  if (domain === null) return [];
  if (question === 'tls' && domain.hostless !== null) {
    const { answers, reason } = domain.hostless;
    return [{ name: '', answers, reasons: answers === null ? [reason] : [] }];
  }
  if (question === 'tls' || question === 'problems') {
    const parts = serverParts(book, domain.hosts, question, place);
    return parts.length > 0 ? parts : [{ name: '', answers: null, reasons: [NOT_ASKED] }];
  }
  const answers = question in domain.own ? ownAnswer(domain.own, question) : null;
  if (answers !== null) return [{ name: '', answers, reasons: [] }];
  const servers = question === 'level' ? domainParts(book, name, 'tls', place) : [];
  const reasons = servers.flatMap((each) => each.reasons);
  return [{ name: '', answers, reasons: reasons.length === 0 ? [NOT_ASKED] : reasons }];
}

function serverParts(
  book: HistoryBook,
  hosts: readonly string[],
  question: HostQuestion,
  place: number,
): Part[] {
  return hosts.flatMap((host) =>
    book
      .hostParts(host, question, place)
      .map((part) => ({ ...part, name: `${host} ${part.name}` })),
  );
}

function ownAnswer(
  own: Readonly<Record<string, Answers | null>>,
  question: string,
): Answers | null {
  return own[question] ?? null;
}

/** A domain as one part of its provider: with an unknown server, any word may hold. */
export function wholePart(name: string, parts: readonly Part[]): Part {
  const known = parts.flatMap(({ answers }) => answers ?? []);
  const reasons = [...new Set(parts.flatMap((part) => part.reasons))];
  const answers = joinAnswers(known);
  if (answers === null || known.length === parts.length) return { name, answers, reasons };
  return { name, answers: { ...answers, open: [NO_MAIL, ...TLS_WORDS] }, reasons };
}
