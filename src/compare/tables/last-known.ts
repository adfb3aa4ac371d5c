import type { Certificate } from '../../model/records/certificate.ts';
import { certificateIdsOf, classOf, type Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import type { SnapshotSource } from '../../model/records/snapshot-source.ts';
import type { Survey } from '../../model/records/survey.ts';
import { isConsistent } from '../answers/compare-answers.ts';
import { judgedBeside, storedHosts, type JudgedHost } from './judged.ts';
import { LastKnownPolicy, type PolicyKey, type Recalled } from './last-known-policy.ts';

/** The addresses of a host that are sought; null: all, as none is known. */
type Sought = Set<string | null> | null;

/**
 * What the domains, policies and endpoints that are unknown in a survey showed when they were last known. It keeps these
 * alone, so that its size is that of the unknown part of a survey.
 */
export class LastKnown {
  readonly #domains = new Map<string, Recalled<MailDomain>>();
  readonly #endpoints = new Map<string, Recalled<Endpoint>[]>();
  readonly #certificates = new Map<string, Certificate>();
  readonly #policies = {
    mtaSts: new LastKnownPolicy('mtaSts'),
    tlsRpt: new LastKnownPolicy('tlsRpt'),
    onionMx: new LastKnownPolicy('onionMx'),
  } as const satisfies Record<PolicyKey, LastKnownPolicy>;
  readonly #soughtDomains = new Set<string>();
  readonly #soughtHosts = new Map<string, Sought>();

  /** @param previous the survey whose unknown part is sought; it is read once. */
  constructor(previous: SnapshotSource) {
    for (const record of previous.domains()) {
      if (record.mx.kind === 'failed') this.#soughtDomains.add(record.domain);
      else this.#seekPolicies(record);
    }
    for (const { host, endpoints } of storedHosts(previous)) {
      const unknown = endpoints.filter((each) => !isKnown(each)).map(({ address }) => address);
      if (unknown.length === 0) continue;
      this.#soughtHosts.set(host, unknown.length < endpoints.length ? new Set(unknown) : null);
    }
  }

  /** Whether nothing is sought any more: older surveys need not be read. */
  get isComplete(): boolean {
    const policies = Object.values(this.#policies);
    return (
      this.#soughtDomains.size === 0 &&
      this.#soughtHosts.size === 0 &&
      policies.every(({ isComplete }) => isComplete)
    );
  }

  /** Takes what an older survey shows of what is still sought. Surveys are given from the newest to the oldest. */
  add(older: SnapshotSource): void {
    for (const record of older.domains()) {
      for (const policy of Object.values(this.#policies)) policy.add(record, older.survey);
      if (!this.#soughtDomains.has(record.domain) || record.mx.kind === 'failed') continue;
      this.#soughtDomains.delete(record.domain);
      this.#domains.set(record.domain, { record, survey: older.survey });
      this.#seekPolicies(record);
      for (const { host } of record.mx.hosts) {
        // The survey that could not look the domain up did not ask its hosts either.
        if (!this.#soughtHosts.has(host) && !this.#endpoints.has(host)) {
          this.#soughtHosts.set(host, null);
        }
      }
    }
    for (const host of storedHosts(older)) this.#takeHost(host, older);
  }

  /** The record of a domain when it was last known; null where none was found. */
  domain(name: string): Recalled<MailDomain> | null {
    return this.#domains.get(name) ?? null;
  }

  /** The record of a domain when its policy was last known; null where none was found. */
  policy(key: PolicyKey, domain: string): Recalled<MailDomain> | null {
    return this.#policies[key].of(domain);
  }

  /** The endpoints of a host when they were last known, judged at that time. */
  endpoints(host: string): readonly Recalled<Endpoint>[] {
    return this.#endpoints.get(host) ?? [];
  }

  /** All hosts of which something was found, sorted. */
  hosts(): string[] {
    return [...this.#endpoints.keys()].sort();
  }

  /** A certificate of what was found; null for any other. */
  certificate(id: string): Certificate | null {
    return this.#certificates.get(id) ?? null;
  }

  /**
   * What was found, as surveys that have these records alone, the newest first. Of surveys that are compared one after the other
   * it spares reading all the older ones again.
   */
  surveys(): SnapshotSource[] {
    const policies = Object.values(this.#policies).flatMap((policy) => policy.all());
    const domains = [...this.#domains.values(), ...policies];
    const endpoints = this.hosts().flatMap((host) => this.endpoints(host));
    const all = new Map([...domains, ...endpoints].map(({ survey }) => [survey.startedAt, survey]));
    const newestFirst = [...all.values()].sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
    return newestFirst.map((survey) => ({
      survey,
      domains: () => recordsOf(domains, survey),
      endpoints: () => recordsOf(endpoints, survey),
      certificate: (id) => this.certificate(id),
    }));
  }

  #seekPolicies(record: MailDomain): void {
    for (const policy of Object.values(this.#policies)) policy.seek(record);
  }

  #takeHost({ host, endpoints }: JudgedHost, older: SnapshotSource): void {
    const sought = this.#soughtHosts.get(host);
    if (sought === undefined) return;
    const found = endpoints.filter(
      (each) => isKnown(each) && (sought === null || sought.has(each.address)),
    );
    if (found.length === 0) return;
    const judged = judgedBeside(found, older, older);
    const recalled = judged.map((record) => ({ record, survey: older.survey }));
    this.#endpoints.set(host, [...this.endpoints(host), ...recalled]);
    for (const { address } of found) sought?.delete(address);
    if (sought === null || sought.size === 0) this.#soughtHosts.delete(host);
    for (const id of judged.flatMap(certificateIdsOf)) {
      const certificate = older.certificate(id);
      if (certificate !== null) this.#certificates.set(id, certificate);
    }
  }
}

/** The records of one survey, each once. */
function recordsOf<T extends Endpoint | MailDomain>(
  recalled: readonly Recalled<T>[],
  of: Survey,
): T[] {
  const own = recalled.filter(({ survey }) => survey.startedAt === of.startedAt);
  const keyOf = (record: Endpoint | MailDomain): string =>
    'domain' in record ? record.domain : JSON.stringify([record.host, record.address]);
  return [...new Map(own.map(({ record }) => [keyOf(record), record])).values()];
}

function isKnown(endpoint: Endpoint): boolean {
  return classOf(endpoint) !== 'unknown' && isConsistent(endpoint);
}

/** The older side of a host, in which what was last known stands in place of what is unknown. */
export interface RecalledSide {
  endpoints: readonly Endpoint[];
  /** The endpoints that are not of the previous survey, and the surveys that they are of. */
  recalled: ReadonlyMap<Endpoint, Survey>;
}

/**
 * Puts what was last known in place of what is unknown in the older survey.
 * @param before the endpoints of a host in that survey; @param after those of the newer one: what is unknown there as well
 * stays as it is, so that it is reported as lost only once; null: not known yet.
 */
export function recallHost(
  host: string,
  before: readonly Endpoint[],
  after: readonly Endpoint[] | null,
  lastKnown: LastKnown,
): RecalledSide {
  const isLost = (address: string | null) => {
    if (after === null) return false;
    const same = after.filter((each) => each.address === address);
    const counted = same.length > 0 ? same : after;
    return counted.every((each) => classOf(each) === 'unknown');
  };
  const asked = new Set(before.map(({ address }) => address));
  const usable = lastKnown.endpoints(host).filter(({ record }) => !isLost(record.address));
  const own = usable.filter(({ record }) => asked.has(record.address));
  const taken = own.length > 0 ? own : usable;
  const recalled = new Map(taken.map(({ record, survey }) => [record, survey]));
  if (recalled.size === 0) return { endpoints: before, recalled };
  const addresses = new Set(taken.map(({ record }) => record.address));
  const rest = before.filter(({ address }) => address !== null && !addresses.has(address));
  return { endpoints: [...rest, ...recalled.keys()], recalled };
}
