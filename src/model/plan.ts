import type { Failure } from './records/failure.ts';
import type { Mx } from './records/mail-domain.ts';
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

/** What a survey is going to do: each (host, address) once, however many domains share it. */
export interface Plan {
  domains: PlannedDomain[];
  jobs: Job[];
  settled: Settled[];
  /** By host, for those whose TLSA records were asked for. */
  tlsa: ReadonlyMap<string, TlsaFacts>;
  excluded: { domains: number; hosts: number; addresses: number };
}
