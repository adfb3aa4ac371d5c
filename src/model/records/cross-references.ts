import { NumberTable } from './number-table.ts';
import { certificateIdsOf, classOf, isBefore, type Endpoint } from './endpoint.ts';
import type { ClassCounts, MailDomain } from './mail-domain.ts';
import type { Certificate } from './certificate.ts';
import { isImported, type Survey } from './survey.ts';

/** A fault of a snapshot in itself; `key` names the record. */
export interface ReferenceFault {
  key: string;
  message: string;
}

/** A domain of the file, and its MX hosts in their order. */
export interface NamedDomain {
  domain: string;
  hosts: readonly string[];
}

/** The counts of a domain: as it says, and as its hosts add up; `empty`: the places of its hosts without an endpoint. */
interface Sums {
  said: ClassCounts;
  counted: ClassCounts;
  empty: number[];
}

/** Domains with a wrong count that are kept: more faults are not listed. */
const MAX_WRONG = 100;

/** The numbers that are kept of each host and domain: of each class, how many endpoints. */
const WORDS = ['tls', 'plaintext', 'broken', 'unknown'] as const;

/**
 * Checks the records of one snapshot against each other, fed one by one in the order of the file: order and uniqueness
 * of keys, certificates that are referred to and there, hosts that have endpoints, counts that add up. It keeps hosts and
 * certificates by name, and of each domain a few numbers: {@link finish} is given the domains once more.
 */
export class CrossReferences {
  readonly #faults: ReferenceFault[] = [];
  readonly #hosts = new Map<string, number>();
  /** The counts of the hosts, four numbers each. */
  readonly #ofHosts = new NumberTable();
  readonly #wanted = new Map<string, string>();
  readonly #counts = zero();
  /** For each domain its counts, how many hosts it has, and those. */
  readonly #ofDomains = new NumberTable();
  readonly #ownerless: string[] = [];
  #domains = 0;
  #endpoints = 0;
  #last: { domain: string | null; endpoint: Endpoint | null; certificate: string | null } = {
    domain: null,
    endpoint: null,
    certificate: null,
  };

  domain({ domain, counts, mx, decidedBy }: MailDomain): void {
    this.#ordered(
      domain,
      this.#last.domain,
      this.#last.domain === null || this.#last.domain < domain,
    );
    this.#last.domain = domain;
    this.#domains++;
    for (const word of WORDS) this.#ofDomains.push(counts[word]);
    this.#ofDomains.push(mx.hosts.length);
    for (const { host } of mx.hosts) this.#ofDomains.push(this.#hostNumber(host));
    if (decidedBy !== null && !mx.hosts.some(({ host }) => host === decidedBy.host)) {
      this.#fault(domain, `is decided by ${decidedBy.host}, which is not one of its MX hosts`);
    }
  }

  endpoint(endpoint: Endpoint): void {
    const key = keyOf(endpoint);
    const last = this.#last.endpoint;
    this.#ordered(key, last && keyOf(last), last === null || isBefore(last, endpoint));
    this.#last.endpoint = endpoint;
    this.#endpoints++;
    const word = classOf(endpoint);
    this.#counts[word]++;
    const host = this.#hosts.get(endpoint.host);
    if (host === undefined) this.#ownerless.push(key);
    else this.#ofHosts.increment(WORDS.length * host + WORDS.indexOf(word));
    const { certificate, chain } = endpoint;
    for (const id of certificateIdsOf(endpoint)) this.#wanted.set(id, key);
    if (certificate !== null && chain.length > 0 && chain[0] !== certificate) {
      this.#fault(key, 'its certificate is not the first of its chain');
    }
  }

  certificate({ id }: Certificate): void {
    const last = this.#last.certificate;
    this.#ordered(id, last, last === null || last < id);
    this.#last.certificate = id;
    if (!this.#wanted.delete(id)) this.#fault(id, 'no endpoint refers to this certificate');
  }

  /**
   * Closes the file and gives all faults, in the order they were found.
   * @param names gives the domains of the file and their hosts once more; asked only where a count is wrong.
   */
  finish(survey: Survey, names: () => Iterable<NamedDomain>): ReferenceFault[] {
    // Not every source records whose MX hosts it asked.
    for (const key of isImported(survey) ? [] : this.#ownerless) {
      this.#fault(key, 'no domain of this snapshot has this MX host');
    }
    for (const [id, key] of this.#wanted) this.#fault(key, `certificate ${id} is missing`);
    this.#checkDomains(survey, names);
    if (!survey.startedAt.startsWith(survey.date)) {
      this.#fault('survey.date', `says ${survey.date}, but it started at ${survey.startedAt}`);
    }
    if (survey.finishedAt < survey.startedAt) {
      this.#fault('survey.finishedAt', `is before the start at ${survey.startedAt}`);
    }
    const { domains, endpoints, ...classes } = survey.counts;
    this.#sameNumber('survey.counts.domains', domains, this.#domains);
    this.#sameNumber('survey.counts.endpoints', endpoints, this.#endpoints);
    this.#sameCounts('survey.counts', classes, this.#counts);
    return this.#faults;
  }

  #hostNumber(host: string): number {
    const known = this.#hosts.get(host);
    if (known !== undefined) return known;
    const number = this.#hosts.size;
    this.#hosts.set(host, number);
    for (let nth = 0; nth < WORDS.length; nth++) this.#ofHosts.push(0);
    return number;
  }

  /** Adds the counts of the hosts of each domain; the names of the domains are read only where one is wrong. */
  #checkDomains(survey: Survey, names: () => Iterable<NamedDomain>): void {
    const wrong = new Map<number, Sums>();
    let at = 0;
    for (let place = 0; place < this.#domains; place++) {
      const said = this.#countsAt(this.#ofDomains, at);
      const hosts = this.#ofDomains.at(at + WORDS.length);
      const sums: Sums = { said, counted: zero(), empty: [] };
      for (let nth = 0; nth < hosts; nth++) {
        const host = this.#ofDomains.at(at + WORDS.length + 1 + nth);
        const own = this.#countsAt(this.#ofHosts, WORDS.length * host);
        for (const word of WORDS) sums.counted[word] += own[word];
        // All addresses of a host may have been excluded: then it has no endpoint.
        if (total(own) === 0 && survey.excluded.addresses === 0) sums.empty.push(nth);
      }
      if (sums.empty.length > 0 || WORDS.some((word) => said[word] !== sums.counted[word])) {
        wrong.set(place, sums);
        if (wrong.size > MAX_WRONG) break;
      }
      at += WORDS.length + 1 + hosts;
    }
    if (wrong.size > 0) this.#report(wrong, names());
  }

  #report(wrong: ReadonlyMap<number, Sums>, names: Iterable<NamedDomain>): void {
    let place = 0;
    for (const { domain, hosts } of names) {
      const found = wrong.get(place++);
      if (found === undefined) continue;
      for (const nth of found.empty) {
        this.#fault(domain, `its MX host ${hosts[nth] ?? ''} has no endpoint`);
      }
      this.#sameCounts(domain, found.said, found.counted);
    }
  }

  #countsAt(table: NumberTable, at: number): ClassCounts {
    const [tls, plaintext, broken, unknown] = [0, 1, 2, 3].map((nth) => table.at(at + nth));
    return { tls: tls ?? 0, plaintext: plaintext ?? 0, broken: broken ?? 0, unknown: unknown ?? 0 };
  }

  #sameCounts(key: string, said: ClassCounts, counted: ClassCounts): void {
    for (const word of WORDS) {
      this.#sameNumber(`${key}: ${word}`, said[word], counted[word]);
    }
  }

  #sameNumber(key: string, said: number, counted: number): void {
    if (said !== counted) this.#fault(key, `says ${said}, but the records add up to ${counted}`);
  }

  #ordered(key: string, last: string | null, fine: boolean): void {
    if (!fine)
      this.#fault(key, key === last ? 'occurs twice' : `is out of order after ${String(last)}`);
  }

  #fault(key: string, message: string): void {
    this.#faults.push({ key, message });
  }
}

function zero(): ClassCounts {
  return { tls: 0, plaintext: 0, broken: 0, unknown: 0 };
}

function total({ tls, plaintext, broken, unknown }: ClassCounts): number {
  return tls + plaintext + broken + unknown;
}

function keyOf({ host, address }: Pick<Endpoint, 'host' | 'address'>): string {
  return `${host} ${String(address)}`;
}
