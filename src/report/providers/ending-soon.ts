import type { ProviderName } from '../../model/output/report.ts';
import type { Certificate } from '../../model/records/certificate.ts';
import { certificateName } from '../words/certificate-words.ts';
import { dayOf, daysAfter, distance } from '../format/dates.ts';
import type { Item } from '../format/document.ts';
import { listedShort } from '../format/layout.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';
import { providerTitle } from './provider-section.ts';
import type { Holding } from './presented-certificates.ts';

const HOSTS = 2;
const HOLDERS = 2;

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
  const last = daysAfter(at, days);
  return holdings
    .flatMap(({ certificate, holders }) => {
      const { notAfter } = certificate;
      if (notAfter === null || notAfter < at || notAfter > last) return [];
      return [{ certificate: { ...certificate, notAfter }, holders }];
    })
    .sort((a, b) => (a.certificate.notAfter < b.certificate.notAfter ? -1 : 1));
}

/** `2016-01-25: mx.soon.gr on mx.soon.gr (SOON): in 2 days`. */
export function endingItem({ certificate, holders }: Ending, at: string): Item {
  const { notAfter } = certificate;
  const where = holders.map(({ provider, hosts }) => {
    const title = providerTitle(provider, !provider.includes('xn--'));
    return `${listedShort(hosts.map(escapeTerminal), HOSTS)} (${title})`;
  });
  const text = `${certificateName(certificate)} on ${listedShort(where, HOLDERS)}: ends ${distance(notAfter, at)}`;
  return { name: dayOf(notAfter), text, below: [] };
}
