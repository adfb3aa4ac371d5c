import type { Certificate } from '../../model/records/certificate.ts';
import type { OwnHosts } from '../../model/output/report.ts';
import { certificateName, certificateNoun, type Certificates } from '../words/certificate-words.ts';
import { daysAfter } from '../format/dates.ts';
import { capital } from '../format/layout.ts';
import { mapped, type Listing } from '../format/listing.ts';
import type { Neighbours } from '../words/neighbours.ts';
import type { Shown } from '../words/shown-certificates.ts';
import { OwnHostsTable, type NameAt } from './own-hosts.ts';
import type { ExpiringView, SharedView } from './report-view.ts';

const SOON_DAYS = 30;

/** A certificate with the providers that present it. */
export interface Holding {
  certificate: Certificate;
  /** `RSA certificate` where a server that presents it has another one as well. */
  noun: string;
  holders: Listing<OwnHosts>;
  /** All hosts that present it, each once, and those that it does not cover. */
  hosts: ReadonlySet<string>;
  mismatched: ReadonlySet<string>;
  /** Whether it is known of each of them if it covers them. */
  isNameKnown: boolean;
}

/** What is kept of a certificate: of most, one host presents it. */
interface Held {
  id: string;
  notAfter: string | null;
  noun: string;
  holders: number;
  hosts: Set<string> | string;
  mismatched: Set<string> | string | null;
  isNameKnown: boolean;
}

/** The certificates of a survey in the order of the lists, each once however many providers present it. */
export class Holdings {
  readonly #held = new Map<string, Held>();
  readonly #holders = new OwnHostsTable();
  readonly #certificates: Certificates;
  readonly #nameAt: NameAt;
  readonly #isKept: (notAfter: string | null) => boolean;

  /**
   * @param nameAt the provider of a number.
   * @param isKept which certificates are kept, by their end; all by default.
   */
  constructor(
    certificates: Certificates,
    nameAt: NameAt,
    isKept: (notAfter: string | null) => boolean = () => true,
  ) {
    this.#certificates = certificates;
    this.#nameAt = nameAt;
    this.#isKept = isKept;
  }

  /** Takes the certificates that the servers of the next provider present. */
  add(provider: number, shown: readonly Shown[]): void {
    for (const { presented, hosts, mismatched, judged, undetermined } of shown) {
      const { id, notAfter } = presented.certificate;
      if (!this.#isKept(notAfter)) continue;
      let held = this.#held.get(id);
      if (held === undefined) {
        held = {
          ...{ id, notAfter, noun: certificateNoun(presented.endpoint) },
          ...{ holders: this.#holders.begin(), hosts: hosts[0] ?? '', mismatched: null },
          isNameKnown: true,
        };
        this.#held.set(id, held);
      }
      this.#holders.add(held.holders, provider, hosts);
      for (const host of hosts) held.hosts = joined(held.hosts, host);
      for (const host of mismatched) held.mismatched = joined(held.mismatched, host);
      if (judged === 'not' || undetermined.includes('name-mismatch')) held.isNameKnown = false;
    }
  }

  /** Those that expire at an instant or later, the first to expire first. @param isWanted by the end of the certificate. */
  expiring(from: string, isWanted: (notAfter: string) => boolean): Listing<Holding> {
    const found = [...this.#held.values()]
      .flatMap((held) => {
        const { notAfter } = held;
        return notAfter === null || notAfter < from || !isWanted(notAfter)
          ? []
          : [{ held, notAfter }];
      })
      .sort((a, b) => (a.notAfter === b.notAfter ? 0 : a.notAfter < b.notAfter ? -1 : 1));
    return mapped(found, ({ held }) => this.#holding(held));
  }

  /** Those that more than one host presents. */
  shared(): Listing<Holding> {
    const found = [...this.#held.values()].filter(({ hosts }) => typeof hosts !== 'string');
    return mapped(found, (held) => this.#holding(held));
  }

  #holding({ id, noun, holders, hosts, mismatched, isNameKnown }: Held): Holding {
    const certificate = this.#certificates.get(id);
    if (certificate === undefined) throw new Error('a certificate that was there is gone');
    return {
      ...{ certificate, noun, isNameKnown },
      holders: this.#holders.of(holders, this.#nameAt),
      hosts: setOf(hosts),
      mismatched: setOf(mismatched),
    };
  }
}

/** Text and a set of one text are the same here; the text is smaller. */
function joined(known: Set<string> | string | null, text: string): Set<string> | string {
  if (known === null || known === text) return text;
  return typeof known === 'string' ? new Set([known, text]) : known.add(text);
}

function setOf(known: Set<string> | string | null): ReadonlySet<string> {
  return typeof known === 'string' ? new Set([known]) : (known ?? new Set());
}

/**
 * The certificates that expire before the next survey or within some days, the first to expire first, without expired ones.
 * @param at the instant of the survey.
 * @param next that of the next one; null if it is not known.
 */
export function expiringOf(
  holdings: Holdings,
  { at, next }: { at: string; next: string | null },
  days = SOON_DAYS,
): Listing<ExpiringView> {
  const soon = daysAfter(at, SOON_DAYS);
  const last = daysAfter(at, days);
  const isNext = (notAfter: string) => next !== null && notAfter < next;
  const found = holdings.expiring(at, (notAfter) => isNext(notAfter) || notAfter <= last);
  return mapped(found, (holding) => {
    const { id, notAfter } = holding.certificate;
    return {
      ...{ id, name: holdingName(holding), notAfter: notAfter ?? '' },
      beforeNextSurvey: isNext(notAfter ?? ''),
      within30Days: (notAfter ?? '') <= soon,
      providers: holding.holders,
    };
  });
}

/** The certificates that more than one host presents, in the order of the lists. */
export function sharedOf(holdings: Holdings, neighbours: Neighbours): Listing<SharedView> {
  return mapped(holdings.shared(), (holding) => ({
    id: holding.certificate.id,
    name: holdingName(holding),
    sentence: sharedSentence(holding, neighbours),
    hosts: holding.hosts.size,
    providers: holding.holders,
  }));
}

/** `All *.otenet.gr that speak TLS use the certificate of mailgate.otenet.gr, which covers none of them`. */
function sharedSentence(holding: Holding, neighbours: Neighbours): string {
  const { certificate, hosts } = holding;
  const subject = neighbours.tlsSubject([...hosts]);
  const start = subject.startsWith('all ') ? capital(subject) : subject;
  return `${start} use the ${holding.noun} of ${certificateName(certificate)}${fitOf(holding, neighbours)}`;
}

/** `mx.a.gr`, or `mx.a.gr (RSA certificate)` beside another one. */
function holdingName({ certificate, noun }: Holding): string {
  const name = certificateName(certificate);
  return noun === 'certificate' ? name : `${name} (${noun})`;
}

function fitOf({ hosts, mismatched, isNameKnown }: Holding, neighbours: Neighbours): string {
  if (mismatched.size === hosts.size) return ', which covers none of them';
  if (mismatched.size > 0) return `, which does not cover ${neighbours.subject([...mismatched])}`;
  return isNameKnown ? ', which covers all of them' : '';
}
