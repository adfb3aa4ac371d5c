import type {
  Change,
  ChangeKind,
  DomainFacts,
  Observation,
  VisibilityChange,
} from '../../model/output/change.ts';
import { operatorOf } from '../../model/names/operator.ts';
import type { ChangeContext } from './host-change-words.ts';
import { listed, listedShort } from '../format/layout.ts';
import { failureWords } from '../words/outcome-words.ts';
import { makePalette } from '../format/palette.ts';
import { mtaStsLine, tlsRptLine } from '../answer/policy-lines.ts';
import { pastWords } from './observation-words.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';
import { MX_SENTENCES } from '../words/mx-words.ts';

const LISTED = 4;
const plain = makePalette(false);

/** A change of a domain, told to follow its name. */
type Tell = (change: Change, context: ChangeContext) => string;

/** The kinds of changes that a domain can have. */
type DomainKind = Extract<
  ChangeKind,
  `${'domain' | 'mx' | 'mta-sts' | 'tls-rpt' | 'level'}-${string}`
>;

const TELL = {
  'domain-gone': ({ before, after }, context) =>
    `takes no mail any more: ${mxWords(after.domain)}; on ${context.before.survey.date}: ${mxWords(before.domain)}`,
  'domain-appeared': ({ before, after, ...change }, context) =>
    `takes mail now: ${mxWords(after.domain)}${shown({ before, after, ...change }, context)}; on ${context.before.survey.date}: ${mxWords(before.domain)}`,
  'domain-moved': (change, context) => {
    const { added, removed } = change.hosts;
    return `moved its mail from ${operators(removed)} to ${operators(added)}: MX ${hostList(added)}${shown(change, context)}, in place of ${hostList(removed)}${shownThen(change, context)} on ${context.before.survey.date}`;
  },
  'mx-added': (change, context) => {
    const { added } = change.hosts;
    return `has ${added.length === 1 ? 'one more MX host' : 'more MX hosts'} than on ${context.before.survey.date}: ${hostList(added)}${shown(change, context)}`;
  },
  'mx-removed': ({ hosts: { removed } }, context) =>
    `has ${removed.length === 1 ? 'one MX host less' : 'fewer MX hosts'} than on ${context.before.survey.date}: ${hostList(removed)} went`,
  'mta-sts-added': tellPolicy(mtaSts),
  'mta-sts-changed': tellPolicy(mtaSts),
  'mta-sts-broken': tellPolicy(mtaSts),
  'mta-sts-fixed': tellPolicy(mtaSts),
  'mta-sts-removed': tellPolicy(mtaSts),
  'tls-rpt-added': tellPolicy(tlsRpt),
  'tls-rpt-changed': tellPolicy(tlsRptRecord),
  'tls-rpt-broken': tellPolicy(tlsRpt),
  'tls-rpt-fixed': tellPolicy(tlsRpt),
  'tls-rpt-removed': tellPolicy(tlsRpt),
  'level-up': tellLevel,
  'level-down': tellLevel,
} as const satisfies Record<DomainKind, Tell>;

/** A change of a domain as the rest of a sentence behind its name, without a full stop; null for one of a host. */
export function domainChangeWords(change: Change, context: ChangeContext): string | null {
  const tell: Tell | undefined = (TELL as Partial<Record<ChangeKind, Tell>>)[change.kind];
  return tell?.(change, context) ?? null;
}

/** What could be told of a domain on one day alone. */
export function domainTellingWords(
  { topic, before, after }: VisibilityChange,
  context: ChangeContext,
): string {
  const words = topic === 'mta-sts' ? mtaSts : topic === 'tls-rpt' ? tlsRpt : mxWords;
  return `: ${words(after.domain)}; on ${context.before.survey.date}: ${words(before.domain)}`;
}

function tellPolicy(words: (domain: DomainFacts | null) => string): Tell {
  return ({ before, after }, context) =>
    `: ${words(after.domain)}; on ${context.before.survey.date}: ${words(before.domain)}`;
}

function mtaSts(domain: DomainFacts | null): string {
  return domain?.mtaSts ? mtaStsLine(domain.mtaSts, plain) : 'MTA-STS: not asked for';
}

function tlsRpt(domain: DomainFacts | null): string {
  return domain?.tlsRpt ? tlsRptLine(domain.tlsRpt, plain) : 'TLS reports (TLS-RPT): not asked for';
}

function tlsRptRecord(domain: DomainFacts | null): string {
  return `TLS reports (TLS-RPT): ${escapeTerminal(domain?.tlsRpt?.record ?? 'none')}`;
}

const DNSSEC = {
  secure: 'its MX records are signed',
  insecure: 'its MX records are not signed',
  bogus: 'its MX records fail DNSSEC validation',
  unknown: 'whether its MX records are signed could not be told',
} as const satisfies Record<DomainFacts['mx']['dnssec'], string>;

function tellLevel({ before, after }: Change, context: ChangeContext): string {
  const words = (domain: DomainFacts | null) => DNSSEC[domain?.mx.dnssec ?? 'unknown'];
  return `: ${words(after.domain)} now; on ${context.before.survey.date}: ${words(before.domain)}`;
}

function mxWords(domain: DomainFacts | null): string {
  if (domain === null) return 'no such domain';
  const { kind, failure, hosts } = domain.mx;
  const sentence = MX_SENTENCES[kind];
  if (sentence === null) return `MX ${hostList(hosts.map(({ host }) => host))}`;
  return failure === null ? sentence : `${sentence}: ${failureWords(failure)}`;
}

function hostList(hosts: readonly string[]): string {
  return listedShort(hosts.map(escapeTerminal), LISTED);
}

function operators(hosts: readonly string[]): string {
  return listedShort([...new Set(hosts.map(operatorOf))].map(escapeTerminal), LISTED);
}

/** What hosts showed that were not asked before. */
function shown({ after }: Change, context: ChangeContext): string {
  return observationWords(after.observations, context.after);
}

/** What hosts showed that are not asked any more. */
function shownThen({ before }: Change, context: ChangeContext): string {
  const words = observationWords(before.observations, context.before);
  return words === '' ? '' : `${words},`;
}

function observationWords(
  observations: readonly Observation[],
  day: ChangeContext['after'],
): string {
  const words = new Set(observations.map((each) => pastWords(each, day)));
  return words.size === 0 ? '' : `, which ${listed([...words].slice(0, 2))}`;
}
