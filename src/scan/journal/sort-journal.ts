import type { Endpoint } from '../../model/records/endpoint.ts';
import { canonicalJson } from '../../model/records/snapshot-text.ts';
import type { Survey } from '../../model/records/survey.ts';
import { settledEndpoint } from '../probe/endpoint-record.ts';
import { HostTable } from './host-table.ts';
import type { JournalLine, RunLine } from './journal-line.ts';
import { readJournal, type ReadLine } from './journal-text.ts';
import { ListingTable } from './listing-table.ts';
import { OnionAnswers } from './onion-answers.ts';
import { paced } from './paced.ts';
import type { Scratch, Sorter, StoredJournal, Table } from './stored-journal.ts';

/** What a journal holds, sorted. Of lines with the same keys the last counts. */
export interface SortedJournal {
  run: RunLine;
  hosts: HostTable;
  /** `domain` and `policies` lines, by the domain and their kind. */
  domains: Sorter;
  /** Endpoint records, those that are settled without a connection as well, by host and address. */
  endpoints: Sorter;
  /** `certificate` lines by id. */
  certificates: Table;
  excluded: Survey['excluded'];
  /** What onion hosts answered. */
  onions: OnionAnswers;
}

export type Sorted = { kind: 'sorted'; sorted: SortedJournal } | { kind: 'fault'; message: string };

/** Reads a journal twice: its hosts, certificates and listings first, as what is said of the others depends on them. */
export async function sortJournal(journal: StoredJournal, scratch: Scratch): Promise<Sorted> {
  const sorting = new Sorting(scratch);
  const first = readJournal(journal, ['host', 'certificate', 'excluded', 'onion', 'dnsbl']);
  let fault = await sorting.take(first);
  sorting.settle();
  fault ??= await sorting.take(readJournal(journal, ['domain', 'policies', 'endpoint']));
  if (fault !== null) return { kind: 'fault', message: fault };
  const sorted = await sorting.result();
  if (sorted === null) return { kind: 'fault', message: `${journal.name}: has no whole line` };
  return { kind: 'sorted', sorted };
}

class Sorting {
  readonly #hosts = new HostTable();
  readonly #listings = new ListingTable();
  readonly #onions = new OnionAnswers();
  readonly #domains: Sorter;
  readonly #endpoints: Sorter;
  readonly #certificates: Sorter;
  readonly #excluded: Sorter;
  readonly #table: Table;
  #run: RunLine | null = null;

  constructor(scratch: Scratch) {
    this.#domains = scratch.sorter();
    this.#endpoints = scratch.sorter();
    this.#certificates = scratch.sorter();
    this.#excluded = scratch.sorter();
    this.#table = scratch.table();
  }

  /** Takes lines to the end, or to the first fault, which it returns. */
  async take(lines: Iterable<ReadLine>): Promise<string | null> {
    for await (const batch of paced(lines)) {
      for (const each of batch) {
        if (each.kind === 'fault') return each.message;
        this.#add(each.line, each.text);
      }
    }
    return null;
  }

  /** Makes the records of what is settled without a connection, when all hosts are known. */
  settle(): void {
    for (const settled of this.#hosts.settled()) this.#addEndpoint(settledEndpoint(settled));
  }

  async result(): Promise<SortedJournal | null> {
    if (this.#run === null) return null;
    for await (const batch of paced(latest(this.#certificates.sorted()))) {
      for (const { key, text } of batch) this.#table.add(key, text);
    }
    this.#certificates.close();
    return {
      run: this.#run,
      hosts: this.#hosts,
      domains: this.#domains,
      endpoints: this.#endpoints,
      certificates: this.#table,
      excluded: this.#countExcluded(),
      onions: this.#onions,
    };
  }

  /** Takes a line; what is sorted is its text. */
  #add(line: JournalLine, text: string): void {
    switch (line.kind) {
      case 'run':
        this.#run = line;
        break;
      case 'host':
        this.#hosts.addHost(line);
        break;
      case 'certificate':
        this.#certificates.add(line.certificate.id, '', text);
        break;
      case 'onion':
        this.#onions.add(line, line.answer);
        break;
      case 'excluded':
        this.#excluded.add(line.what, line.name, '');
        break;
      case 'domain':
        this.#hosts.addNextHop(line.domain);
        this.#domains.add(line.domain.domain, line.kind, text);
        break;
      case 'policies':
        this.#domains.add(line.domain, line.kind, text);
        break;
      case 'endpoint': {
        const { host, address } = line.endpoint;
        const endpoint = this.#listings.withListings(line.endpoint);
        if (this.#hosts.isAsked(host, address)) this.#addEndpoint(endpoint);
        break;
      }
      case 'dnsbl':
        this.#listings.add(line.address, line.listings);
    }
  }

  #addEndpoint(endpoint: Endpoint): void {
    // No address is empty: null comes first.
    this.#endpoints.add(endpoint.host, endpoint.address ?? '', canonicalJson(endpoint));
  }

  #countExcluded(): Survey['excluded'] {
    const counts = { domain: 0, host: 0, address: 0 };
    for (const { key } of latest(this.#excluded.sorted())) {
      if (key === 'domain' || key === 'host' || key === 'address') counts[key]++;
    }
    this.#excluded.close();
    return { domains: counts.domain, hosts: counts.host, addresses: counts.address };
  }
}

/** Of lines whose keys are equal the last. */
export function* latest<L extends { readonly key: string; readonly second: string }>(
  lines: Iterable<L>,
): Generator<L, void> {
  let held: L | null = null;
  for (const line of lines) {
    if (held !== null && (held.key !== line.key || held.second !== line.second)) yield held;
    held = line;
  }
  if (held !== null) yield held;
}
