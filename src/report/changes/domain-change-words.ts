import type { DomainFacts } from '../../model/records/mail-domain.ts';
import type { Change, VisibilityChange } from '../../model/output/change.ts';
import type { ChangeKind, Topic } from '../../model/output/change-kinds.ts';
import { operatorOf } from '../../model/names/operator.ts';
import { grouped } from '../format/grouped.ts';
import { agreeing, counted, listedShort } from '../format/layout.ts';
import { failureWords } from '../words/outcome-words.ts';
import { makePalette } from '../document/palette.ts';
import { onionNames } from '../answer/onion-lines.ts';
import { mtaStsLine, tlsRptLine } from '../answer/policy-lines.ts';
import { pastWords, type ChangeContext } from './observation-words.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';
import { MX_SENTENCES } from '../words/mx-words.ts';

const LISTED = 4;
const plain = makePalette(false);

/** A change of a domain as the predicate of its name; `plural`: of several. */
type Predicate = (change: Change, context: ChangeContext, plural: boolean) => string;

/** The kinds of changes that a domain can have. */
type DomainKind = Extract<
  ChangeKind,
  `${'domain' | 'mx' | 'mta-sts' | 'tls-rpt' | 'onion-mx' | 'level'}-${string}`
>;

const PREDICATES = {
  'domain-gone': ({ before, after }, context, plural) =>
    `no longer ${agreeing(plural ? 2 : 1, 'takes', 'take')} mail: ${mxWords(after.domain)}; on ${context.before.survey.date}: ${mxWords(before.domain)}`,
  'domain-appeared': ({ before, after }, context, plural) =>
    `now ${agreeing(plural ? 2 : 1, 'takes', 'take')} mail: ${mxWords(after.domain)}${shown(after, context.after)}; on ${context.before.survey.date}: ${mxWords(before.domain)}`,
  'domain-moved': (change, context, plural) => {
    const { added, removed } = change.hosts;
    return `moved ${agreeing(plural ? 2 : 1, 'its', 'their')} mail from ${operators(removed)} to ${operators(added)}: now ${mxHosts(added)}${shown(change.after, context.after)}; on ${context.before.survey.date}: ${mxHosts(removed)}${shown(change.before, context.before)}`;
  },
  'mx-added': (change, context) => {
    return `added ${mxHosts(change.hosts.added)}${shown(change.after, context.after)}`;
  },
  'mx-removed': ({ hosts: { removed } }) => `removed ${mxHosts(removed)}`,
  'mta-sts-added': bothDays(mtaSts),
  'mta-sts-changed': bothDays(mtaSts),
  'mta-sts-broken': bothDays(mtaSts),
  'mta-sts-fixed': bothDays(mtaSts),
  'mta-sts-removed': bothDays(mtaSts),
  'tls-rpt-added': bothDays(tlsRpt),
  'tls-rpt-changed': bothDays(tlsRptRecord),
  'tls-rpt-broken': bothDays(tlsRpt),
  'tls-rpt-fixed': bothDays(tlsRpt),
  'tls-rpt-removed': bothDays(tlsRpt),
  'onion-mx-added': bothDays(onionMx),
  'onion-mx-changed': bothDays(onionMx),
  'onion-mx-broken': bothDays(onionMx),
  'onion-mx-fixed': bothDays(onionMx),
  'onion-mx-removed': bothDays(onionMx),
  'level-up': bothDays(dnssec),
  'level-down': bothDays(dnssec),
} as const satisfies Record<DomainKind, Predicate>;

/** A change of a domain as the predicate of its name, without a full stop; null for a change of a host. */
export function domainChangeWords(
  change: Change,
  context: ChangeContext,
  plural: boolean,
): string | null {
  const predicate: Predicate | undefined = (PREDICATES as Partial<Record<ChangeKind, Predicate>>)[
    change.kind
  ];
  return predicate?.(change, context, plural) ?? null;
}

/** What is known of a domain on one of the two days only. */
export function domainVisibilityWords(
  { topic, before, after }: VisibilityChange,
  context: ChangeContext,
): string {
  const words = (POLICY_WORDS as Partial<Record<Topic, DomainWords>>)[topic] ?? mxWords;
  return `: ${words(after.domain)}; on ${context.before.survey.date}: ${words(before.domain)}`;
}

type DomainWords = (domain: DomainFacts | null) => string;

const POLICY_WORDS = {
  'mta-sts': mtaSts,
  'tls-rpt': tlsRpt,
  'onion-mx': onionMx,
} as const satisfies Partial<Record<Topic, DomainWords>>;

function bothDays(words: (domain: DomainFacts | null) => string): Predicate {
  return ({ before, after }, context) =>
    `: ${words(after.domain)}; on ${context.before.survey.date}: ${words(before.domain)}`;
}

function mtaSts(domain: DomainFacts | null): string {
  return domain?.mtaSts ? mtaStsLine(domain.mtaSts, plain) : 'MTA-STS: not looked up';
}

function tlsRpt(domain: DomainFacts | null): string {
  return domain?.tlsRpt ? tlsRptLine(domain.tlsRpt, plain) : 'TLS reports (TLS-RPT): not looked up';
}

function onionMx(domain: DomainFacts | null): string {
  return domain?.onionMx ? onionNames(domain.onionMx) : 'Onion MX: not looked up';
}

function tlsRptRecord(domain: DomainFacts | null): string {
  return `TLS reports (TLS-RPT): ${escapeTerminal(domain?.tlsRpt?.record ?? 'none')}`;
}

const DNSSEC = {
  secure: 'its MX records are signed',
  insecure: 'its MX records are not signed',
  bogus: 'its MX records fail DNSSEC validation',
  unknown: 'whether its MX records are signed is unknown',
} as const satisfies Record<DomainFacts['mx']['dnssec'], string>;

function dnssec(domain: DomainFacts | null): string {
  return DNSSEC[domain?.mx.dnssec ?? 'unknown'];
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

function mxHosts(hosts: readonly string[]): string {
  return `MX ${hosts.length === 1 ? 'host' : 'hosts'} ${hostList(hosts)}`;
}

function operators(hosts: readonly string[]): string {
  return listedShort([...new Set(hosts.map(operatorOf))].map(escapeTerminal), LISTED);
}

/** What the hosts of one side of a change showed: `, which spoke TLS 1.2`; by name where they differ; empty for nothing. */
function shown({ observations }: Change['after'], day: ChangeContext['after']): string {
  const alike = [...grouped(observations, (each) => pastWords(each, day)).values()];
  const clauses = alike.map((own) => {
    const [first] = own;
    const hosts = [...new Set(own.map(({ endpoint }) => endpoint.host))];
    const context = { ...day, plural: hosts.length > 1 };
    const words = first === undefined ? '' : pastWords(first, context);
    return alike.length === 1 ? `, which ${words}` : `; ${hostList(hosts)} ${words}`;
  });
  const more = clauses.length - LISTED;
  const rest = more > 0 ? `; ${counted(more, 'other answer')} in the snapshot` : '';
  return `${clauses.slice(0, LISTED).join('')}${rest}`;
}
