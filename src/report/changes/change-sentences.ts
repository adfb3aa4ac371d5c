import type { Change, Comparison, Concern, VisibilityChange } from '../../model/output/change.ts';
import { domainChangeWords, domainVisibilityWords } from './domain-change-words.ts';
import { grouped } from '../format/grouped.ts';
import { hostChangeWords, hostVisibilityWords } from './host-change-words.ts';
import { listed, listedShort } from '../format/layout.ts';
import { subjectsAmong, type Neighbours } from '../words/neighbours.ts';
import { addressWords, type ChangeContext } from './observation-words.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';

const DOMAINS = 4;

/** A change, and one provider that it concerns. */
export interface Concerned {
  change: Change | VisibilityChange;
  concern: Concern;
}

/** The changes of one provider as sentences without full stops; what changed alike shares a sentence. */
export function changeSentences(found: readonly Concerned[], comparison: Comparison): string[] {
  const subject = subjectAmong(comparison);
  const alike = grouped(found, (each) => wordsOf(each, comparison, false));
  return [...alike].map(([words, own]) => {
    const plural = own.length > 1;
    const [first] = own;
    const predicate = plural && first !== undefined ? wordsOf(first, comparison, true) : words;
    // The words of a policy follow a colon.
    const space = predicate.startsWith(':') ? '' : ' ';
    return `${subjectOf(own, subject)}${space}${predicate}${levelWords(own)}`;
  });
}

type Subject = Neighbours['subject'];

const cache = new WeakMap<Comparison, Subject>();

/** The words for hosts are made once for a comparison. */
function subjectAmong(comparison: Comparison): Subject {
  const made = cache.get(comparison) ?? subjectsAmong(comparison.neighbours);
  cache.set(comparison, made);
  return made;
}

function wordsOf({ change }: Concerned, { before, after }: Comparison, plural: boolean): string {
  const context: ChangeContext = {
    before: { survey: olderSurvey(change, before), plural },
    after: { survey: after, plural },
  };
  if (isVisibilityChange(change)) {
    return change.subject.type === 'host'
      ? hostVisibilityWords(change, context, plural)
      : domainVisibilityWords(change, context);
  }
  return (
    hostChangeWords(change, context, plural) ??
    domainChangeWords(change, context, plural) ??
    change.kind
  );
}

/** The survey that the older side of a change is of: the one before, or that in which its subject was last known. */
function olderSurvey(
  { lastKnown }: Change | VisibilityChange,
  before: Comparison['before'],
): ChangeContext['before']['survey'] {
  return lastKnown === null ? before : { date: lastKnown.slice(0, 10), startedAt: lastKnown };
}

function isVisibilityChange(change: Change | VisibilityChange): change is VisibilityChange {
  return change.kind === 'now-known' || change.kind === 'no-longer-known';
}

/** Which hosts or domains changed: hosts by a pattern if they have one; by name with addresses if only some of those did. */
function subjectOf(own: readonly Concerned[], named: Subject): string {
  const whole: string[] = [];
  const others: string[] = [];
  for (const { change } of own) {
    const { subject, after, before } = change;
    if (subject.type === 'domain') others.push(escapeTerminal(subject.domain));
    else {
      const side = after.observations.length > 0 ? after : before;
      const addresses = addressWords(side.observations);
      if (addresses === '') whole.push(subject.host);
      else others.push(`${escapeTerminal(subject.host)}${addresses}`);
    }
  }
  const hosts = whole.length === 0 ? [] : [named(whole)];
  return listed([...hosts, ...(others.length > DOMAINS ? [listedShort(others, DOMAINS)] : others)]);
}

/** The levels that changed with it, over the domains of this provider: `. Level none → encrypted for a.gr and b.gr`. */
function levelWords(own: readonly Concerned[]): string {
  const moved = new Map<string, string>();
  for (const { change, concern } of own) {
    if (change.levels.length === 0) continue;
    const domains = new Set(concern.domains);
    for (const { domain, before, after } of change.levels) {
      if (domains.has(domain)) moved.set(domain, `${before} → ${after}`);
    }
  }
  const sentences = [...grouped(moved, ([, level]) => level)].map(([level, domains]) => {
    const names = domains.map(([domain]) => escapeTerminal(domain));
    return `. Level ${level} for ${listedShort(names, DOMAINS)}`;
  });
  return sentences.join('');
}
