import type { ProviderName } from '../../model/output/report.ts';
import type { Certificate } from '../../model/records/certificate.ts';
import { certificateName } from '../words/certificate-words.ts';
import { dayOf, distance, isWithin } from '../format/dates.ts';
import type { Item } from '../format/document.ts';
import { grouped } from '../format/grouped.ts';
import { listedShort } from '../format/layout.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';
import { providerTitle } from './provider-section.ts';
import type { Holding } from './presented-certificates.ts';

/** More certificates share a line a day. */
const WHOLE = 3;
const HOSTS = 2;
const HOLDERS = 2;
const NAMES = 6;

/** A certificate that ends soon, and who presents it. */
export interface Ending {
  certificate: Certificate & { notAfter: string };
  holders: readonly (ProviderName & { hosts: readonly string[] })[];
}

/**
 * The certificates that end within so many days of an instant, the first to end first, without those that have ended.
 * @param at the instant of the survey.
 */
export function endingSoon(holdings: readonly Holding[], at: string, days: number): Ending[] {
  return holdings
    .flatMap(({ certificate, holders }) => {
      const { notAfter } = certificate;
      if (notAfter === null || notAfter < at || !isWithin(notAfter, at, days)) return [];
      return [{ certificate: { ...certificate, notAfter }, holders }];
    })
    .sort((a, b) => (a.certificate.notAfter < b.certificate.notAfter ? -1 : 1));
}

/** Certificates that end soon as items: a few in full, of many the names by day. */
export function endingItems(ending: readonly Ending[], at: string): Item[] {
  const days = grouped(ending, ({ certificate }) => dayOf(certificate.notAfter));
  const isShort = ending.length > WHOLE;
  return [...days].flatMap(([day, own]) => {
    const when = `${day} (${distance(own[0]?.certificate.notAfter ?? day, at)})`;
    if (!isShort) return own.map((each) => ({ name: when, text: endingText(each), below: [] }));
    const names = own.map(({ certificate }) => certificateName(certificate));
    return [{ name: when, text: listedShort([...new Set(names)], NAMES), below: [] }];
  });
}

/** `mx.soon.gr (SOON)`, `mail.other.gr on mx1.a.gr and mx2.a.gr (A)`. */
function endingText({ certificate, holders }: Ending): string {
  const own = certificateName(certificate);
  const where = holders.map(({ provider, hosts }) => {
    const names = listedShort(hosts.map(escapeTerminal), HOSTS);
    const title = providerTitle(provider, !provider.includes('xn--'));
    return names === own ? `(${title})` : `on ${names} (${title})`;
  });
  return `${own} ${listedShort(where, HOLDERS)}`;
}
