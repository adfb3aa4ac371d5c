import type { Change, Comparison, Concern, VisibilityChange } from '../../model/output/change.ts';
import { domainChangeWords, domainTellingWords } from './domain-change-words.ts';
import { grouped } from '../format/grouped.ts';
import { hostChangeWords, hostTellingWords, type ChangeContext } from './host-change-words.ts';
import { listed, listedShort } from '../format/layout.ts';
import { makeNeighbours, type Neighbours } from '../words/neighbours.ts';
import { addressWords } from './observation-words.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';

const DOMAINS = 4;

/** A change as it concerns one provider. */
export interface Concerned {
  change: Change | VisibilityChange;
  concern: Concern;
}

/** What is to be said of the changes of one provider, what happened alike in one sentence; without full stops. */
export function changeSentences(found: readonly Concerned[], comparison: Comparison): string[] {
  const neighbours = neighboursOf(comparison);
  const context: ChangeContext = {
    before: { survey: comparison.before, neighbours },
    after: { survey: comparison.after, neighbours },
  };
  const alike = grouped(found, (each) => wordsOf(each, context, false));
  return [...alike].map(([words, own]) => {
    const plural = own.length > 1;
    const [first] = own;
    const told = plural && first !== undefined ? wordsOf(first, context, true) : words;
    // What is told of a policy stands behind a colon, as its own line.
    const space = told.startsWith(':') ? '' : ' ';
    return `${subjectOf(own, neighbours)}${space}${told}${levelWords(own)}`;
  });
}

const known = new WeakMap<Comparison, Neighbours>();

/** The words for hosts are worked out once for a comparison. */
function neighboursOf(comparison: Comparison): Neighbours {
  const made = known.get(comparison) ?? makeNeighbours(hostsOf(comparison));
  known.set(comparison, made);
  return made;
}

function hostsOf({ neighbours }: Comparison) {
  return neighbours.map((host) => ({ host, outcome: 'failed' as const }));
}

function wordsOf({ change }: Concerned, context: ChangeContext, plural: boolean): string {
  if (isTelling(change)) {
    return change.subject.type === 'host'
      ? hostTellingWords(change, context, plural)
      : domainTellingWords(change, context);
  }
  return (
    hostChangeWords(change, context, plural) ?? domainChangeWords(change, context) ?? change.kind
  );
}

function isTelling(change: Change | VisibilityChange): change is VisibilityChange {
  return change.kind === 'now-known' || change.kind === 'no-longer-known';
}

/** Who changed: hosts by a pattern where they have one, those of which only some addresses did by name. */
function subjectOf(own: readonly Concerned[], neighbours: Neighbours): string {
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
  const hosts = whole.length === 0 ? [] : [neighbours.subject(whole)];
  return listed([...hosts, ...(others.length > DOMAINS ? [listedShort(others, DOMAINS)] : others)]);
}

/** The levels that moved with it, over the domains of this provider: `. Level none → encrypted for a.gr and b.gr`. */
function levelWords(own: readonly Concerned[]): string {
  const moved = new Map<string, string>();
  for (const { change, concern } of own) {
    for (const { domain, before, after } of change.levels) {
      if (concern.domains.includes(domain)) moved.set(domain, `${before} → ${after}`);
    }
  }
  const sentences = [...grouped(moved, ([, level]) => level)].map(([level, domains]) => {
    const names = domains.map(([domain]) => escapeTerminal(domain));
    return `. Level ${level} for ${listedShort(names, DOMAINS)}`;
  });
  return sentences.join('');
}
