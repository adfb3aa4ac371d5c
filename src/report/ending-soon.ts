import type { ProviderName } from '../model/output/report.ts';
import type { Certificate } from '../model/records/certificate.ts';
import { certificateName } from './words/certificate-words.ts';
import { dayOf, distance, isWithin } from './format/dates.ts';
import type { Item } from './document/document.ts';
import { grouped } from './format/grouped.ts';
import { listed, listedShort } from './format/layout.ts';
import { firstOf, type Listing } from './format/listing.ts';
import { escapeTerminal } from './format/terminal-escape.ts';
import { providerTitle } from './answer/verdict.ts';
import type { Holdings } from './providers/presented-certificates.ts';

/** More certificates share a line a day. */
const WHOLE = 3;
const HOSTS = 2;
const HOLDERS = 2;
const NAMES = 6;

/** A certificate that ends soon, and who presents it. */
export interface Ending {
  certificate: Certificate;
  holders: Listing<ProviderName & { hosts: readonly string[] }>;
}

/**
 * The certificates that end within so many days of an instant, the first to end first, without those that have ended.
 * @param at the instant of the survey.
 */
export function endingSoon(holdings: Holdings, at: string, days: number): Listing<Ending> {
  return holdings.expiring(at, (notAfter) => isWithin(notAfter, at, days));
}

/** Certificates that end soon as items: a few in full, of many the names by day. */
export function endingItems(ending: Listing<Ending>, at: string): Item[] {
  const days = grouped(ending, ({ certificate }) => dayOf(endOf(certificate)));
  const isShort = ending.length > WHOLE;
  return [...days].flatMap(([day, own]) => {
    const when = `${day} (${distance(own[0] === undefined ? day : endOf(own[0].certificate), at)})`;
    if (!isShort) return own.map((each) => ({ name: when, text: endingText(each), below: [] }));
    const names = own.map(({ certificate }) => certificateName(certificate));
    return [{ name: when, text: listedShort([...new Set(names)], NAMES), below: [] }];
  });
}

/** A certificate whose end is not known does not end soon. */
function endOf({ notAfter }: Certificate): string {
  return notAfter ?? '';
}

/** `mx.soon.gr (SOON)`, `mail.other.gr on mx1.a.gr and mx2.a.gr (A)`. */
function endingText({ certificate, holders }: Ending): string {
  const own = certificateName(certificate);
  const shown = firstOf(holders, holders.length > HOLDERS ? HOLDERS - 1 : HOLDERS);
  const where = shown.map(({ provider, hosts }) => {
    const names = listedShort(hosts.map(escapeTerminal), HOSTS);
    const title = providerTitle(provider, !provider.includes('xn--'));
    return names === own ? `(${title})` : `on ${names} (${title})`;
  });
  const more = holders.length - shown.length;
  return `${own} ${listed([...where, ...(more > 0 ? [`${more} others`] : [])])}`;
}
