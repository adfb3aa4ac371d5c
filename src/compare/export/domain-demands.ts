import type { SnapshotSource } from '../../model/records/snapshot-source.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import { TimelineStore } from '../history/timeline-store.ts';
import { judgedHosts } from '../tables/judged.ts';
import { demandOf, type DemandRules, type DomainDemand } from './domain-demand.ts';
import { onionRoute, type OnionRoute } from './onion-route.ts';
import { hostEvidence, type HostEvidence } from './host-evidence.ts';

/** What is read of surveys. */
export interface ReadingRules extends DemandRules {
  /** Whether IPv6 addresses do not matter, as the mail server delivers over IPv4 alone. */
  ipv4Only: boolean;
}

/** What surveys support for one domain. */
export interface DomainExport {
  demand: DomainDemand;
  /** Null: it has no onion MX. */
  onion: OnionRoute | null;
}

/**
 * Decides for each domain of the newest survey, in the order of the format. The surveys are read side by side, record by
 * record; of each host a few bytes are kept for each survey, and equal evidence once.
 * @param sources the oldest first, and at least one; open until the last domain is taken.
 */
export function* domainDemands(
  sources: readonly SnapshotSource[],
  rules: ReadingRules,
): Generator<DomainExport, void> {
  const hosts = hostStore(sources, rules);
  const newest = sources.at(-1);
  if (newest === undefined) return;
  const earlier = sources.slice(0, -1).map((source) => new DomainSeeker(source.domains()));
  const evidenceAt = (survey: number) => (host: string) => hosts.at(host, survey);
  for (const record of newest.domains()) {
    const records = [...earlier.map((seeker) => seeker.find(record.domain)), record];
    const observations = records.map((each, survey) => ({
      record: each,
      evidenceOf: evidenceAt(survey),
    }));
    yield {
      demand: demandOf(record.domain, observations, rules),
      onion: onionRoute(record.domain, records),
    };
  }
}

/** What each survey showed of each host, judged again by today's rules at the instant it was asked. */
function hostStore(
  sources: readonly SnapshotSource[],
  { ipv4Only }: ReadingRules,
): TimelineStore<HostEvidence> {
  // The texts were written here, right from this type.
  const store = new TimelineStore((text) => JSON.parse(text) as HostEvidence);
  for (const source of sources) {
    store.begin();
    for (const { host, endpoints } of judgedHosts(source)) {
      const own = ipv4Only ? endpoints.filter((each) => !isIpv6(each.address)) : endpoints;
      const evidence = hostEvidence(own, source);
      if (evidence !== null) store.put(host, JSON.stringify(evidence));
    }
  }
  return store;
}

function isIpv6(address: string | null): boolean {
  return address?.includes(':') ?? false;
}

/** Finds domains that are asked for in the order of the format. */
class DomainSeeker {
  readonly #domains: Iterator<MailDomain, unknown>;
  #next: MailDomain | null;

  constructor(domains: Iterable<MailDomain>) {
    this.#domains = domains[Symbol.iterator]();
    this.#next = this.#read();
  }

  /** The domain of this name, which comes behind all that were asked for before; null where there is none. */
  find(name: string): MailDomain | null {
    while (this.#next !== null && this.#next.domain < name) this.#next = this.#read();
    return this.#next?.domain === name ? this.#next : null;
  }

  #read(): MailDomain | null {
    const result = this.#domains.next();
    return result.done === true ? null : result.value;
  }
}
