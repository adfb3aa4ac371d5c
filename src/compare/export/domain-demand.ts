import { mapDomain, mapHost, type MapName } from '../../model/names/map-name.ts';
import type { Demand, LeftOutReason } from '../../model/output/export.ts';
import type { MailDomain, Mx } from '../../model/records/mail-domain.ts';
import type { HostEvidence } from './host-evidence.ts';

/** What a mail server can be told to demand for a domain, or why it is left out. */
export type DomainDemand =
  | {
      kind: 'entry';
      domain: MapName;
      demand: Demand;
      /** The MX hosts of the newest survey, sorted, each once. */
      hosts: readonly MapName[];
      certificateEnds: string | null;
    }
  | ({ kind: 'left-out'; domain: string } & Lack);

/** Why nothing can be demanded; `survey` is the place of the newest survey that shows it. */
interface Lack {
  reason: LeftOutReason;
  survey: number;
  host: string | null;
}

/** What one survey showed of a domain. */
export interface DomainObservation {
  /** Null where the survey does not have the domain. */
  record: MailDomain | null;
  /** What the same survey showed of a host; null where it did not ask it. */
  evidenceOf: (host: string) => HostEvidence | null;
}

/** What may be demanded. */
export interface DemandRules {
  /** Whether domains with DANE get `dane-only` where DANE always matched; they are left out otherwise. */
  includeDane: boolean;
  /** Whether domains with an MTA-STS policy are treated as all others; they are left out otherwise. */
  includeMtaSts: boolean;
  /** When the export is made, as an instant of the format. */
  madeAt: string;
}

/**
 * Decides what a mail server can be told to demand for a domain: only what every survey showed of every MX host.
 * @param observations the oldest first, and at least one.
 */
export function demandOf(
  name: string,
  observations: readonly DomainObservation[],
  rules: DemandRules,
): DomainDemand {
  const newest = observations.length - 1;
  const leftOut = (lack: Lack): DomainDemand => ({ kind: 'left-out', domain: name, ...lack });
  const domain = mapDomain(name);
  if (domain === null) return leftOut({ reason: 'invalid-name', survey: newest, host: null });
  const lack =
    observedLack(observations) ?? changedMx(observations) ?? ownPolicy(observations, rules);
  if (lack !== null) return leftOut(lack);
  const hosts = newestHosts(observations);
  const ends = hosts.flatMap((host) => observations[newest]?.evidenceOf(host)?.ends ?? []);
  const certificateEnds = ends.sort()[0] ?? null;
  const demand = demandFor(observations, certificateEnds, rules);
  return { kind: 'entry', domain, demand, hosts, certificateEnds };
}

/** The newest survey that did not show TLS at every MX host that the domain had then. */
function observedLack(observations: readonly DomainObservation[]): Lack | null {
  return newestLack(observations, ({ record, evidenceOf }) => {
    if (record === null) return { reason: 'not-in-every-survey', host: null };
    const reason = MX_LACKS[record.mx.kind] ?? (isWhole(record) ? null : 'not-all-asked');
    if (reason !== null) return { reason, host: null };
    return firstOf(record.mx.hosts, ({ host }) => {
      if (mapHost(host) === null) return { reason: 'invalid-name', host };
      const evidence = evidenceOf(host);
      if (evidence === null) return { reason: 'not-all-asked', host };
      return evidence.fault === null ? null : { reason: evidence.fault, host };
    });
  });
}

const MX_LACKS = {
  mx: null,
  implicit: null,
  'null-mx': 'no-mail',
  none: 'no-mail',
  nxdomain: 'no-mail',
  failed: 'dns-failed',
} as const satisfies Record<Mx['kind'], LeftOutReason | null>;

/** Whether all MX hosts that the DNS gave are known, and were asked at all of their addresses. */
function isWhole({ mx, notes }: MailDomain): boolean {
  const { hosts, omittedHosts, excluded } = mx;
  const omitted = hosts.some(({ omittedAddresses }) => omittedAddresses > 0);
  const isOdd = notes.includes('invalid-mx-name') || notes.includes('null-mx-with-others');
  return hosts.length > 0 && omittedHosts === 0 && excluded === 0 && !omitted && !isOdd;
}

/** The newest survey before the last that did not show TLS at a host that the domain has now. */
function changedMx(observations: readonly DomainObservation[]): Lack | null {
  const hosts = newestHosts(observations);
  return newestLack(observations, ({ evidenceOf }) =>
    firstOf(hosts, (host) => {
      const evidence = evidenceOf(host);
      if (evidence === null) return { reason: 'mx-changed', host };
      return evidence.fault === null ? null : { reason: evidence.fault, host };
    }),
  );
}

/** DANE and MTA-STS: a static entry would stand in for what the domain itself says, which is more and stays current. */
function ownPolicy(
  observations: readonly DomainObservation[],
  { includeDane, includeMtaSts }: DemandRules,
): Lack | null {
  const isEverywhere = observations.every(isDaneEverywhere);
  const instead = includeDane ? (isEverywhere ? null : 'dane-in-part') : 'dane';
  return newestLack(
    observations,
    (observation) =>
      (instead === null ? null : daneLack(observation, instead)) ??
      unknownDane(observation) ??
      (includeMtaSts ? null : mtaStsLack(observation)),
  );
}

function daneLack(observation: DomainObservation, reason: LeftOutReason): Found | null {
  const host = hostsOf(observation).find((each) => isDane(observation.evidenceOf(each)));
  return host === undefined ? null : { reason, host };
}

function unknownDane(observation: DomainObservation): Found | null {
  const { record, evidenceOf } = observation;
  const host = hostsOf(observation).find((each) => evidenceOf(each)?.dane === 'unknown') ?? null;
  const dnssec = record?.mx.dnssec;
  const isUnknown = dnssec === 'unknown' || dnssec === 'bogus' || host !== null;
  return isUnknown ? { reason: 'dane-unknown', host } : null;
}

/** A policy of mode `none` takes back an older one (RFC 8461 §5.3). At depth quick no domain is asked for its policy. */
function mtaStsLack({ record }: DomainObservation): Found | null {
  const mtaSts = record?.mtaSts ?? null;
  if (mtaSts === null || mtaSts.state === 'failed')
    return { reason: 'mta-sts-unknown', host: null };
  const mode = mtaSts.policy?.mode ?? 'none';
  return mode === 'none' ? null : { reason: 'mta-sts', host: null };
}

function isDane(evidence: HostEvidence | null): boolean {
  return evidence?.dane === 'match' || evidence?.dane === 'present';
}

/** Whether DANE matched at every address of every MX host, and the MX records were secure (RFC 7672 §2.2). */
function isDaneEverywhere(observation: DomainObservation): boolean {
  const { record, evidenceOf } = observation;
  const isMatch = (host: string) => evidenceOf(host)?.dane === 'match';
  return record?.mx.dnssec === 'secure' && hostsOf(observation).every(isMatch);
}

function demandFor(
  observations: readonly DomainObservation[],
  certificateEnds: string | null,
  { madeAt }: DemandRules,
): Demand {
  if (observations.every(isDaneEverywhere)) return 'dane-only';
  const now = newestHosts(observations);
  const isValid = observations.every((observation) =>
    [...hostsOf(observation), ...now].every((host) => observation.evidenceOf(host)?.isValid),
  );
  // Nobody has seen yet that a certificate which has ended since was renewed.
  const hasEnded = certificateEnds !== null && certificateEnds < madeAt;
  return isValid && !hasEnded ? 'secure' : 'encrypt';
}

function hostsOf({ record }: DomainObservation): string[] {
  return record?.mx.hosts.map(({ host }) => host) ?? [];
}

function newestHosts(observations: readonly DomainObservation[]): MapName[] {
  const newest = observations.at(-1);
  const names = newest === undefined ? [] : hostsOf(newest);
  return [...new Set(names)].sort().flatMap((host) => mapHost(host) ?? []);
}

type Found = Omit<Lack, 'survey'>;

function newestLack(
  observations: readonly DomainObservation[],
  lackIn: (observation: DomainObservation) => Found | null,
): Lack | null {
  for (const [survey, observation] of [...observations.entries()].reverse()) {
    const found = lackIn(observation);
    if (found !== null) return { ...found, survey };
  }
  return null;
}

function firstOf<T>(items: readonly T[], lackOf: (item: T) => Found | null): Found | null {
  for (const item of items) {
    const found = lackOf(item);
    if (found !== null) return found;
  }
  return null;
}
