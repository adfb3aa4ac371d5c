import type {
  Change,
  ChangeKind,
  Observation,
  VisibilityChange,
} from '../../model/output/change.ts';
import { claimOf } from '../words/outcome-words.ts';
import {
  certificateWords,
  dayClause,
  pastWords,
  tlsPhrase,
  type ObservationContext,
} from './observation-words.ts';
import { versionRange } from '../words/version-words.ts';

/** Both days of a change. */
export interface ChangeContext {
  before: ObservationContext;
  after: ObservationContext;
}

/** A change of MX hosts, told to follow their names; `plural`: of several. */
type Tell = (change: Change, context: ChangeContext, plural: boolean) => string;

/** The kinds of changes that an MX host can have. */
type HostKind = Extract<
  ChangeKind,
  `${'starttls' | 'highest-version' | 'lowest-version' | 'certificate' | 'dane'}-${string}`
>;

const TELL = {
  'starttls-gained': ({ after, before }, context, plural) =>
    `${plural ? 'offer' : 'offers'} STARTTLS now: ${each(after.observations, (one) => tlsPhrase(one, context.after))}; ${dayClause(before.observations, context.before, plural)}`,
  'starttls-lost': tellStarttls,
  'starttls-stripped': tellStarttls,
  'starttls-broken': tellStarttls,
  'starttls-withdrawn': tellStarttls,
  'highest-version-up': tellVersions,
  'highest-version-down': tellVersions,
  'lowest-version-up': tellVersions,
  'lowest-version-down': tellVersions,
  'certificate-problem': tellCertificate((has, what) => `${has} ${what} now`),
  'certificate-problem-gone': tellCertificate((has, what) => `${has} ${what} now`),
  'certificate-became-valid': tellCertificate((has, what) => `${has} ${what} now`),
  'certificate-replaced': tellCertificate((has, what) => `${has} another certificate: ${what}`),
  'certificate-renewed': tellCertificate((has, what) => `${has} renewed the certificate: ${what}`),
  'dane-added': tellDane,
  'dane-removed': tellDane,
  'dane-broken': tellDane,
  'dane-fixed': tellDane,
  'dane-changed': (_change, { before }, plural) =>
    `${plural ? 'have' : 'has'} other TLSA records than on ${before.survey.date}, which match as those did`,
} as const satisfies Record<HostKind, Tell>;

/** A change of an MX host as the rest of a sentence behind its name, without a full stop; null for one of a domain. */
export function hostChangeWords(
  change: Change,
  context: ChangeContext,
  plural: boolean,
): string | null {
  const tell: Tell | undefined = (TELL as Partial<Record<ChangeKind, Tell>>)[change.kind];
  return tell?.(change, context, plural) ?? null;
}

/** What could be told of an MX host on one day alone. */
export function hostTellingWords(
  { kind, before, after }: VisibilityChange,
  context: ChangeContext,
  plural: boolean,
): string {
  const now = each(after.observations, (one) => pastWords(one, context.after));
  const then = dayClause(before.observations, context.before, plural);
  if (kind === 'now-known') return before.observations.length === 0 ? now : `${now}; ${then}`;
  return after.observations.length === 0 ? `could not be told; ${then}` : `${now}; ${then}`;
}

function tellStarttls({ before, after }: Change, context: ChangeContext, plural: boolean): string {
  const now = each(after.observations, ({ endpoint }) =>
    endpoint.outcome === 'tls' ? '' : claimOf(endpoint, context.after.survey.date),
  );
  return `${now}; ${dayClause(before.observations, context.before, plural)}`;
}

function tellVersions({ before, after }: Change, context: ChangeContext, plural: boolean): string {
  const range = ({ endpoint: { tls } }: Observation) => (tls && versionRange(tls)) ?? 'TLS';
  const then = dayClause(
    before.observations,
    context.before,
    plural,
    (one) => `spoke ${range(one)}`,
  );
  return `${plural ? 'speak' : 'speaks'} ${each(after.observations, range)} now; ${then}`;
}

function tellCertificate(say: (has: string, what: string) => string): Tell {
  return ({ before, after }, context, plural) => {
    const words = (side: ObservationContext) => (one: Observation) =>
      certificateWords(one, side) ?? 'a certificate that could not be told';
    const then = dayClause(
      before.observations,
      context.before,
      plural,
      (one) => `had ${words(context.before)(one)}`,
    );
    const now = each(after.observations, words(context.after));
    return `${say(plural ? 'have' : 'has', now)}; ${then}`;
  };
}

const DANE_WORDS = {
  match: 'TLSA records that match',
  mismatch: 'TLSA records that do NOT match: senders that use DANE will not deliver here',
  unusable: 'TLSA records that cannot be used',
  none: 'no TLSA records',
  failed: 'TLSA records that could not be told',
} as const satisfies Record<NonNullable<Observation['endpoint']['dane']>['verdict'], string>;

function tellDane({ before, after }: Change, context: ChangeContext, plural: boolean): string {
  const words = ({ endpoint }: Observation) => DANE_WORDS[endpoint.dane?.verdict ?? 'none'];
  const then = dayClause(before.observations, context.before, plural, (one) => `had ${words(one)}`);
  return `${plural ? 'have' : 'has'} ${each(after.observations, words)} now; ${then}`;
}

/** What several observations say, each thing once. */
function each(
  observations: readonly Observation[],
  words: (observation: Observation) => string,
): string {
  return [...new Set(observations.map(words))].join('; elsewhere ');
}
