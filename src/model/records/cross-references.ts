import { certificateIdsOf, classOf, isBefore, type Endpoint } from './endpoint.ts';
import type { ClassCounts, MailDomain } from './mail-domain.ts';
import type { Certificate } from './certificate.ts';
import { isImported, type Survey } from './survey.ts';

/** A fault of a snapshot in itself; `key` names the record. */
export interface ReferenceFault {
  key: string;
  message: string;
}

type CheckedDomain = Pick<MailDomain, 'domain' | 'counts' | 'mx'>;

/**
 * Checks the records of one snapshot against each other, fed one by one in the order of the file: order and uniqueness
 * of keys, certificates that are referred to and there, hosts that have endpoints, counts that add up. It keeps keys and
 * numbers only.
 */
export class CrossReferences {
  readonly #faults: ReferenceFault[] = [];
  readonly #hosts = new Map<string, ClassCounts>();
  readonly #wanted = new Map<string, string>();
  readonly #counts = { tls: 0, plaintext: 0, broken: 0, unknown: 0 };
  readonly #domains: CheckedDomain[] = [];
  readonly #ownerless: string[] = [];
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
    this.#domains.push({ domain, counts, mx });
    for (const { host } of mx.hosts) {
      if (!this.#hosts.has(host)) this.#hosts.set(host, zero());
    }
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
    else host[word]++;
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

  /** Closes the file and gives all faults, in the order they were found. */
  finish(survey: Survey): ReferenceFault[] {
    // Not every source records whose MX hosts it asked.
    for (const key of isImported(survey) ? [] : this.#ownerless) {
      this.#fault(key, 'no domain of this snapshot has this MX host');
    }
    for (const [id, key] of this.#wanted) this.#fault(key, `certificate ${id} is missing`);
    for (const each of this.#domains) this.#checkDomain(each, survey);
    if (!survey.startedAt.startsWith(survey.date)) {
      this.#fault('survey.date', `says ${survey.date}, but it started at ${survey.startedAt}`);
    }
    if (survey.finishedAt < survey.startedAt) {
      this.#fault('survey.finishedAt', `is before the start at ${survey.startedAt}`);
    }
    const { domains, endpoints, ...classes } = survey.counts;
    this.#sameNumber('survey.counts.domains', domains, this.#domains.length);
    this.#sameNumber('survey.counts.endpoints', endpoints, this.#endpoints);
    this.#sameCounts('survey.counts', classes, this.#counts);
    return this.#faults;
  }

  #checkDomain({ domain, counts, mx }: CheckedDomain, survey: Survey): void {
    const sum = zero();
    for (const { host } of mx.hosts) {
      const own = this.#hosts.get(host) ?? zero();
      sum.tls += own.tls;
      sum.plaintext += own.plaintext;
      sum.broken += own.broken;
      sum.unknown += own.unknown;
      // All addresses of a host may have been excluded: then it has no endpoint.
      if (total(own) === 0 && survey.excluded.addresses === 0) {
        this.#fault(domain, `its MX host ${host} has no endpoint`);
      }
    }
    this.#sameCounts(domain, counts, sum);
  }

  #sameCounts(key: string, said: ClassCounts, counted: ClassCounts): void {
    for (const word of ['tls', 'plaintext', 'broken', 'unknown'] as const) {
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
