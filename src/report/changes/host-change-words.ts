import { newlyListed } from '../../compare/answers/listing-moves.ts';
import type { Change, Observation, Side, VisibilityChange } from '../../model/output/change.ts';
import type { ChangeKind } from '../../model/output/change-kinds.ts';
import { listed, listedShort } from '../format/layout.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';
import { listingText } from '../words/listing-words.ts';
import { claimOf } from '../words/outcome-words.ts';
import { versionRange } from '../words/version-words.ts';
import {
  problemGoneWords,
  problemWords,
  renewalWords,
  replacementWords,
} from './certificate-change-words.ts';
import {
  certificateWords,
  dayClause,
  each,
  pastWords,
  tlsPhrase,
  type ObservationContext,
  type ChangeContext,
} from './observation-words.ts';

/** A change of MX hosts as the predicate of their names; `plural`: of several. */
type Predicate = (change: Change, context: ChangeContext, plural: boolean) => string;

/** The kinds of changes that an MX host can have. */
type HostKind = Extract<
  ChangeKind,
  `${'starttls' | 'highest-version' | 'lowest-version' | 'certificate' | 'dane' | 'dnsbl'}-${string}`
>;

const PREDICATES = {
  'starttls-gained': ({ after, before }, context, plural) =>
    `now ${plural ? 'offer' : 'offers'} STARTTLS: ${each(after.observations, (one) => tlsPhrase(one, context.after))}; ${dayClause(before.observations, context.before, plural)}`,
  'starttls-lost': starttlsWords,
  'starttls-stripped': starttlsWords,
  'starttls-broken': starttlsWords,
  'starttls-withdrawn': starttlsWords,
  'highest-version-up': versionWords,
  'highest-version-down': versionWords,
  'lowest-version-up': versionWords,
  'lowest-version-down': versionWords,
  'certificate-problem': problemWords,
  'certificate-problem-gone': problemGoneWords,
  'certificate-became-valid': validWords,
  'certificate-replaced': replacementWords,
  'certificate-renewed': renewalWords,
  'dane-added': daneWords,
  'dane-removed': daneWords,
  'dane-broken': daneWords,
  'dane-fixed': daneWords,
  'dane-changed': (_change, { before }, plural) =>
    `${haveWord(plural)} new TLSA records, which match as those of ${before.survey.date} did`,
  'dnsbl-listed': ({ before, after }) => `now on ${listingsText(before, after)}`,
  'dnsbl-delisted': ({ before, after }) => `no longer on ${listingsText(after, before)}`,
} as const satisfies Record<HostKind, Predicate>;

/** A change of an MX host as the predicate of its name, without a full stop; null for a change of a domain. */
export function hostChangeWords(
  change: Change,
  context: ChangeContext,
  plural: boolean,
): string | null {
  const predicate: Predicate | undefined = (PREDICATES as Partial<Record<ChangeKind, Predicate>>)[
    change.kind
  ];
  return predicate?.(change, context, plural) ?? null;
}

/** What is known of an MX host on one of the two days only. */
export function hostVisibilityWords(
  { kind, before, after }: VisibilityChange,
  context: ChangeContext,
  plural: boolean,
): string {
  const now = each(after.observations, (one) => pastWords(one, context.after));
  const then = dayClause(before.observations, context.before, plural);
  if (kind === 'now-known') return before.observations.length === 0 ? now : `${now}; ${then}`;
  const unknown = `${plural ? 'are' : 'is'} unknown now`;
  return `${after.observations.length === 0 ? unknown : now}; ${then}`;
}

/** The listings of one side at addresses that the other side has without them, as evidence. */
function listingsText(without: Side, having: Side): string {
  const others = without.observations.map(({ endpoint }) => endpoint);
  const texts = having.observations.flatMap(({ endpoint, addresses }) => {
    const found = others.flatMap((other) => newlyListed(other, endpoint));
    const where = listedShort(
      addresses.map((address) => escapeTerminal(address ?? '')),
      LISTED,
    );
    return [...new Set(found.map(listingText))].map((text) => `${text} with ${where}`);
  });
  return listed(texts);
}

/** Addresses that are named. */
const LISTED = 3;

function haveWord(plural: boolean): string {
  return plural ? 'have' : 'has';
}

function starttlsWords({ before, after }: Change, context: ChangeContext, plural: boolean): string {
  const now = each(after.observations, ({ endpoint }) =>
    endpoint.outcome === 'tls' ? '' : claimOf(endpoint, context.after.survey.date),
  );
  return `${now}; ${dayClause(before.observations, context.before, plural)}`;
}

function versionWords({ before, after }: Change, context: ChangeContext, plural: boolean): string {
  const range = ({ endpoint: { tls } }: Observation) => (tls && versionRange(tls)) ?? 'TLS';
  const then = dayClause(
    before.observations,
    context.before,
    plural,
    (one) => `spoke ${range(one)}`,
  );
  return `now ${plural ? 'speak' : 'speaks'} ${each(after.observations, range)}; ${then}`;
}

function validWords({ before, after }: Change, context: ChangeContext, plural: boolean): string {
  const words = (side: ObservationContext) => (one: Observation) =>
    certificateWords(one, side) ?? 'an unknown certificate';
  const then = dayClause(
    before.observations,
    context.before,
    plural,
    (one) => `had ${words(context.before)(one)}`,
  );
  return `now ${haveWord(plural)} ${each(after.observations, words(context.after))}; ${then}`;
}

const DANE_WORDS = {
  match: 'TLSA records that match',
  mismatch: 'TLSA records that do NOT match: senders that use DANE will not deliver here',
  unusable: 'TLSA records that cannot be used',
  none: 'no TLSA records',
  failed: 'unknown TLSA records (the lookup failed)',
} as const satisfies Record<NonNullable<Observation['endpoint']['dane']>['verdict'], string>;

function daneWords({ before, after }: Change, context: ChangeContext, plural: boolean): string {
  const words = ({ endpoint }: Observation) => DANE_WORDS[endpoint.dane?.verdict ?? 'none'];
  const then = dayClause(before.observations, context.before, plural, (one) => `had ${words(one)}`);
  return `now ${haveWord(plural)} ${each(after.observations, words)}; ${then}`;
}
