import type { Job, Plan, PlannedDomain, PlannedHost, Settled, Target } from '../../model/plan.ts';
import type { TlsaFacts } from '../../model/tlsa.ts';
import { DomainLookups, type DomainLookupOptions } from './domain-lookups.ts';
import { HostLookups, type HostLookupOptions, type LookupJournal } from './host-lookups.ts';

export type PlanOptions = Omit<HostLookupOptions, 'journal' | 'onJob'> &
  Pick<DomainLookupOptions, 'onLookup'>;

/**
 * Looks up all targets and plans the connections: each (host, address) once. Of what is excluded only numbers are kept. It
 * holds all of them in memory, in the order of the targets, to be shown.
 */
export async function planSurvey(
  targets: AsyncIterable<Target>,
  options: PlanOptions,
): Promise<Plan> {
  const order: string[] = [];
  const domains = new Map<string, PlannedDomain>();
  const hostsOf = new Map<string, PlannedHost>();
  const jobs = new Map<string, Job[]>();
  const journal: LookupJournal = {
    write(line) {
      if (line.kind === 'domain') domains.set(line.domain.domain, line.domain);
      if (line.kind === 'host') hostsOf.set(line.host, line);
    },
  };
  const onJob = (job: Job): void => {
    jobs.set(job.host, [...(jobs.get(job.host) ?? []), job]);
  };
  const hosts = new HostLookups({ ...options, journal, onJob });
  const lookups = new DomainLookups({
    ...{ ...options, hosts, journal },
    onMx: () => Promise.resolve(),
    isOver: () => false,
  });
  await lookups.lookUp(noted(targets, order), () => Promise.resolve(false));
  const planned = order.flatMap((domain) => domains.get(domain) ?? []);
  const led = new Set(planned.flatMap(({ mx }) => mx.hosts.map(({ host }) => host)));
  return {
    domains: planned,
    jobs: [...led].flatMap((host) => jobs.get(host) ?? []),
    settled: settledOf([...led].flatMap((host) => hostsOf.get(host) ?? [])),
    tlsa: new Map([...led].flatMap((host) => entryOf(host, hosts.tlsaOf(host)))),
    excluded: { ...lookups.excluded, addresses: hosts.excluded },
  };
}

async function* noted(
  targets: AsyncIterable<Target>,
  order: string[],
): AsyncGenerator<Target, void> {
  for await (const target of targets) {
    order.push(target.domain);
    yield target;
  }
}

/** Names that are none of a host come last. */
function settledOf(lines: readonly PlannedHost[]): Settled[] {
  const all = lines.flatMap(({ settled }) => settled);
  const isInvalid = ({ failure }: Settled): boolean => failure.code === 'invalid-name';
  return [...all.filter((each) => !isInvalid(each)), ...all.filter(isInvalid)];
}

function entryOf(host: string, facts: TlsaFacts | undefined): [string, TlsaFacts][] {
  return facts === undefined ? [] : [[host, facts]];
}
