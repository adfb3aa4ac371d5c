import type { Concern } from '../../model/output/change.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import type { SnapshotSource } from '../../model/records/snapshot-source.ts';

/** A domain, and whom the list has it under. */
type Holder = Pick<MailDomain, 'domain' | 'category' | 'provider'>;

/** The domains of some hosts by provider, as any of the surveys has them; those without a provider stand for themselves. */
export function concernsOf(
  hosts: ReadonlySet<string>,
  sources: readonly SnapshotSource[],
): Map<string, Concern[]> {
  const domainsOf = new Map<string, Map<string, Holder>>();
  for (const source of sources) {
    for (const { domain, category, provider, mx } of hosts.size === 0 ? [] : source.domains()) {
      for (const { host } of mx.hosts) {
        if (!hosts.has(host)) continue;
        const own = domainsOf.get(host) ?? new Map<string, Holder>();
        own.set(domain, own.get(domain) ?? { domain, category, provider });
        domainsOf.set(host, own);
      }
    }
  }
  return new Map(
    [...domainsOf].map(([host, own]) => [
      host,
      byProvider([...own.values()].sort((a, b) => (a.domain < b.domain ? -1 : 1))),
    ]),
  );
}

function byProvider(domains: readonly Holder[]): Concern[] {
  const concerns = new Map<string, Concern>();
  for (const { category, provider, domain } of domains) {
    const key = JSON.stringify([category, provider]);
    const concern = concerns.get(key) ?? { category, provider, domains: [] };
    concern.domains.push(domain);
    concerns.set(key, concern);
  }
  return [...concerns.values()];
}
