import type { LookupLine } from '../../model/plan.ts';
import type { Certificate } from '../../model/records/certificate.ts';
import type { DnsblListing, Endpoint } from '../../model/records/endpoint.ts';
import type { OnionAnswer } from '../../model/records/onion-mx.ts';
import type { Survey } from '../../model/records/survey.ts';
import type { DomainPolicies } from '../policies/policies.ts';

/** What a run is about: its first line. A run that continues another one has to be about the same. */
export interface RunLine {
  kind: 'run';
  /** All of the survey that is known before it starts. */
  survey: Omit<Survey, 'date' | 'finishedAt' | 'degraded' | 'dnssec' | 'excluded' | 'counts'>;
  /** Further settings that decide what is asked and what is recorded, by the name of the option. */
  options: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
}

/** One line of the journal of a run. All lines but the first are facts, in the order in which they became known. */
export type JournalLine =
  | RunLine
  | LookupLine
  /** A certificate, before the first endpoint that refers to it. `names`: all its names, of which a record keeps some. */
  | { kind: 'certificate'; certificate: Certificate; names: readonly string[]; der: Buffer | null }
  /** An endpoint that is finished. `words`: the raw lines of the server, connection by connection. */
  | { kind: 'endpoint'; endpoint: Endpoint; words: readonly (readonly string[])[] }
  /** The policies of a domain that takes mail, and the records of its onion MX. */
  | { kind: 'policies'; domain: string; found: DomainPolicies }
  /** What an onion host answered over Tor; null: it is excluded, and not asked. */
  | { kind: 'onion'; host: string; port: number; answer: OnionAnswer | null }
  /** What each DNS list says of an address, sorted by zone. */
  | { kind: 'dnsbl'; address: string; listings: readonly DnsblListing[] };

/** Takes the lines of a run, each once, in the order in which they become known. */
export interface Journal {
  write(line: JournalLine): void;
}
