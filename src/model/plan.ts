import type { Failure } from './records/failure.ts';
import type { Mx } from './records/mail-domain.ts';
import type { Dnssec } from './records/words.ts';
import type { TlsaFacts } from './tlsa.ts';

/** A domain to be surveyed, as its list has it. */
export interface Target {
  domain: string;
  category: string | null;
  provider: string | null;
}

/** A domain with what the DNS said of its mail hosts. Notes are sorted. */
export interface PlannedDomain extends Target {
  mx: Mx;
  notes: string[];
}

/** One (MX host, address) to be asked. `operator` is who runs the host: its registrable domain. */
export interface Job {
  host: string;
  address: string;
  operator: string;
}

/** A host, or an address of one, that is settled without a connection. */
export interface Settled {
  host: string;
  address: string | null;
  failure: Failure;
}

/**
 * An MX host whose addresses are known: those to be asked, and what is settled without a connection. `owner`: the name at the
 * end of its aliases; the host itself if it has none.
 */
export interface PlannedHost {
  host: string;
  owner: string;
  /** Of its addresses. */
  dnssec: Dnssec;
  /** How many of its addresses are beyond the cap, and neither asked nor settled. */
  omitted: number;
  addresses: readonly string[];
  settled: readonly Settled[];
  /** Without `nextHops`, which its domains tell; null: not asked for. */
  tlsa: Omit<TlsaFacts, 'nextHops'> | null;
}

/**
 * What the DNS said of the targets of a run, as it becomes known. What is excluded is only counted. Of two lines of one host
 * the later counts: TLSA records are asked for when a domain with a secure MX set leads to it. The lines of the hosts of a
 * domain come before its own.
 */
export type LookupLine =
  | { kind: 'domain'; domain: PlannedDomain }
  | { kind: 'excluded'; what: 'domain' | 'host' | 'address'; name: string }
  | ({ kind: 'host' } & PlannedHost);

/** What a survey is going to do: each (host, address) once, however many domains share it. */
export interface Plan {
  domains: PlannedDomain[];
  jobs: Job[];
  settled: Settled[];
  /** By host, for those whose TLSA records were asked for. */
  tlsa: ReadonlyMap<string, TlsaFacts>;
  excluded: { domains: number; hosts: number; addresses: number };
}
