import { randomBytes } from 'node:crypto';
import { checkOf, type Check } from '../../model/output/check.ts';
import type { Failure } from '../../model/records/failure.ts';
import type { DnsAnswer, Resolver } from '../../net/dns/dns-answer.ts';
import { isOfDeadResolver, RESOLVER_SILENCE } from '../../net/dns/dns-breaker.ts';
import type { Family } from '../../scan/plan/resolve.ts';

/** Zones for names that do not exist. Three of three operators: one of them may give addresses for every name one day. */
const ZONES = ['com', 'org', 'info'] as const;

/**
 * Names that have addresses of both families as long as there is a DNS: servers of the root zone (RFC 9609) and of `com`. In
 * a network without them, the MX hosts of the lists have to do.
 */
export const KNOWN_NAMES = [
  'a.root-servers.net',
  'k.root-servers.net',
  'a.gtld-servers.net',
] as const;

/** Whether a survey can rely on the resolver. */
export interface ResolverChecked {
  resolver: Resolver;
  /** Those that the survey uses. */
  families: readonly Family[];
  /**
   * MX hosts of the lists that have an address, asked for only where the known names do not exist. null: too few domains are
   * asked to tell a resolver that denies every name from that of a network of its own.
   */
  ownHosts: (() => Promise<readonly string[]>) | null;
}

const of = checkOf('resolver');

const OTHER = 'give another with --resolver';

/**
 * Checks that the resolver answers, that it does not invent names or deny that a name does not exist, and that it finds the
 * addresses of names that have some, in each family.
 */
export async function checkResolver(options: ResolverChecked): Promise<Check> {
  const { resolver, families } = options;
  const silence = await resolverFailure(resolver);
  if (silence !== null) return of('failed', `the resolver does not answer (${silence})`, OTHER);
  const fault = await unknownNameFault(resolver);
  if (fault !== null) return fault;
  for (const family of families) {
    const missing = await knownNameFault(options, family);
    if (missing !== null) return missing;
  }
  return of('ok', 'it answers, knows what exists, and says of names that do not that they do not');
}

/**
 * Asks a resolver for the root zone: null where it answers, else why it does not. After a run it detects one that failed, also
 * one that answers everything with an error and was given up for it.
 */
export async function resolverFailure(resolver: Resolver): Promise<string | null> {
  const root = await resolver.mx('.');
  if (root.kind !== 'failed') return null;
  if (!RESOLVER_SILENCE.has(root.failure.code) && !isOfDeadResolver(root.failure)) return null;
  return failureText(root.failure);
}

/** Asks for names that nobody has: most of the answers have to be NXDOMAIN (RFC 1035 §4.1.1). */
async function unknownNameFault(resolver: Resolver): Promise<Check | null> {
  const names = ZONES.map((zone) => `mxtls-${randomBytes(12).toString('hex')}.${zone}`);
  const answers = await Promise.all(
    names.map(async (name) => ({ name, answer: await resolver.ipv4(name) })),
  );
  const given = (kind: DnsAnswer<string>['kind']) =>
    answers.filter(({ answer }) => answer.kind === kind);
  const wrong = [...given('records'), ...given('nodata')];
  if (given('nxdomain').length > wrong.length) return null;
  const [first] = wrong.length > 0 ? wrong : given('failed');
  if (first === undefined) return null;
  switch (first.answer.kind) {
    case 'records':
      return of(
        'failed',
        `the resolver gives addresses for names that do not exist (${first.name}): its answers cannot be trusted`,
        OTHER,
      );
    case 'failed':
      return failing(first.name, first.answer.failure);
    case 'nodata':
    case 'nxdomain':
      return of(
        'failed',
        `the resolver says that names exist which do not (${first.name}): its answers cannot be trusted`,
        OTHER,
      );
  }
}

async function knownNameFault(
  { resolver, ownHosts }: ResolverChecked,
  family: Family,
): Promise<Check | null> {
  const answers = await Promise.all(
    KNOWN_NAMES.map(async (name) => ({ name, answer: await resolver[family](name) })),
  );
  const has = (kind: DnsAnswer<string>['kind']) =>
    answers.some(({ answer }) => answer.kind === kind);
  if (has('records')) return null;
  // A resolver that takes the addresses of a family out of every answer.
  if (has('nodata')) return absenceFault(answers, family);
  if (ownHosts === null && !has('failed')) return null;
  for (const host of (await ownHosts?.()) ?? []) {
    const answer = await resolver[family](host);
    // It has an address, but need not have one of each family.
    if (answer.kind === 'records' || answer.kind === 'nodata') return null;
  }
  return absenceFault(answers, family);
}

function absenceFault(
  answers: readonly { name: string; answer: DnsAnswer<string> }[],
  family: Family,
): Check | null {
  const said = ABSENCES.map((kind) => answers.find(({ answer }) => answer.kind === kind));
  const first = said.find((each) => each !== undefined);
  if (first === undefined) return null;
  const { name, answer } = first;
  const { record, instead } = ADDRESSES[family];
  switch (answer.kind) {
    case 'records':
      return null;
    case 'failed':
      return failing(`${record} of ${name}`, answer.failure);
    case 'nxdomain':
      return of(
        'failed',
        `the resolver says that ${name} does not exist: it does, so its answers cannot be trusted`,
        OTHER,
      );
    case 'nodata':
      return of(
        'failed',
        `the resolver says that ${name} has no ${record} record: it has one, so its answers cannot be trusted`,
        `${OTHER}, or survey with ${instead}`,
      );
  }
}

/** What says most about the resolver first. */
const ABSENCES = ['nodata', 'failed', 'nxdomain'] as const;

const ADDRESSES = {
  ipv4: { record: 'A', instead: '-6' },
  ipv6: { record: 'AAAA', instead: '-4' },
} as const satisfies Record<Family, { record: string; instead: string }>;

/** Where every signed name is bogus, the clock by which signatures are checked is the first thing to look at. */
function failing(what: string, failure: Failure): Check {
  const advice =
    failure.code === 'bogus'
      ? `set the clock of this machine and of the resolver, by which DNSSEC signatures are checked, or ${OTHER}`
      : OTHER;
  return of(
    'failed',
    `the resolver cannot look up names (${what}: ${failureText(failure)})`,
    advice,
  );
}

function failureText({ code, detail }: Failure): string {
  return `${code}: ${detail}`;
}
