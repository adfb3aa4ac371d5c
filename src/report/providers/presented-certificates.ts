import type { Certificate } from '../../model/records/certificate.ts';
import type { ExpiringCertificate, OwnHosts, Shared } from '../../model/output/report.ts';
import { certificateName, certificateNoun } from '../words/certificate-words.ts';
import { daysAfter } from '../format/dates.ts';
import { capital } from '../format/layout.ts';
import type { Neighbours } from '../words/neighbours.ts';
import type { Shown } from '../words/shown-certificates.ts';

const SOON_DAYS = 30;

/** A certificate with the providers that present it. */
export interface Holding {
  certificate: Certificate;
  /** `RSA certificate` where a server that presents it has another one as well. */
  noun: string;
  holders: OwnHosts[];
  /** All hosts that present it, each once, and those that it does not cover. */
  hosts: Set<string>;
  mismatched: Set<string>;
  /** Whether it is known of each of them if it covers them. */
  isNameKnown: boolean;
}

/** The certificates of a survey in the order of the lists, each once however many providers present it. */
export function holdingsOf(
  providers: readonly { category: string | null; provider: string; shown: readonly Shown[] }[],
): Holding[] {
  const holdings = new Map<string, Holding>();
  for (const { category, provider, shown } of providers) {
    for (const { presented, hosts, mismatched, judged, undetermined } of shown) {
      const { certificate } = presented;
      const known = holdings.get(certificate.id);
      const holding = known ?? emptyHolding(certificate, certificateNoun(presented.endpoint));
      holding.holders.push({ category, provider, hosts });
      for (const host of hosts) holding.hosts.add(host);
      for (const host of mismatched) holding.mismatched.add(host);
      if (judged === 'not' || undetermined.includes('name-mismatch')) holding.isNameKnown = false;
      if (known === undefined) holdings.set(certificate.id, holding);
    }
  }
  return [...holdings.values()];
}

function emptyHolding(certificate: Certificate, noun: string): Holding {
  return {
    certificate,
    noun,
    holders: [],
    hosts: new Set(),
    mismatched: new Set(),
    isNameKnown: true,
  };
}

/**
 * The certificates that expire before the next survey or within 30 days, the first to expire first, without expired ones.
 * @param at the instant of the survey.
 * @param next that of the next one; null if it is not known.
 */
export function expiringOf(
  holdings: readonly Holding[],
  { at, next }: { at: string; next: string | null },
): ExpiringCertificate[] {
  const soon = daysAfter(at, SOON_DAYS);
  return holdings
    .flatMap((holding) => {
      const { certificate, holders } = holding;
      const { id, notAfter } = certificate;
      if (notAfter === null || notAfter < at) return [];
      const beforeNextSurvey = next !== null && notAfter < next;
      const within30Days = notAfter <= soon;
      if (!beforeNextSurvey && !within30Days) return [];
      const name = holdingName(holding);
      return [{ id, name, notAfter, beforeNextSurvey, within30Days, providers: holders }];
    })
    .sort((a, b) => (a.notAfter === b.notAfter ? 0 : a.notAfter < b.notAfter ? -1 : 1));
}

/** The certificates that more than one host presents, in the order of the lists. */
export function sharedOf(holdings: readonly Holding[], neighbours: Neighbours): Shared[] {
  return holdings
    .filter(({ hosts }) => hosts.size > 1)
    .map((holding) => ({
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
