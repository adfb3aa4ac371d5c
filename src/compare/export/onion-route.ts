import { mapDomain, mapHost, type MapName } from '../../model/names/map-name.ts';
import type { OnionLack } from '../../model/output/export.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import type { OnionRecord } from '../../model/records/onion-mx.ts';

/** An onion service that takes the mail of a domain. */
interface OnionHop {
  host: MapName;
  port: number;
}

/** Where mail to a domain goes over Tor, or why it does not; `survey` is the place of the newest survey that shows it. */
export type OnionRoute =
  | { kind: 'route'; domain: MapName; hops: readonly OnionHop[] }
  | { kind: 'left-out'; domain: string; reason: OnionLack; survey: number };

/**
 * Decides whether mail to a domain can go to its onion MX; null for a domain without one. Nothing but the SRV record says
 * whose an onion name is: every answer has to be secure (DNSSEC), of the same names and ports, and every service has to have
 * answered over Tor in every survey.
 * @param records of the domain, the oldest survey first; null where a survey does not have it.
 */
export function onionRoute(
  name: string,
  records: readonly (MailDomain | null)[],
): OnionRoute | null {
  const all = records.map((record) => record?.onionMx ?? null);
  const usable = all.map((onionMx) => onionMx?.records.filter(({ kind }) => kind === 'v3') ?? []);
  const newest = usable.at(-1) ?? [];
  const domain = mapDomain(name);
  if (domain === null || newest.length === 0) return null;
  for (let survey = records.length - 1; survey >= 0; survey -= 1) {
    const own = usable[survey] ?? [];
    const reason = namesOf(own) === namesOf(newest) ? lackOf(all[survey] ?? null, own) : 'changed';
    if (reason !== null) return { kind: 'left-out', domain: name, reason, survey };
  }
  const hops = newest.flatMap(({ host, port }) => {
    const checked = mapHost(host);
    return checked === null ? [] : [{ host: checked, port }];
  });
  return { kind: 'route', domain, hops };
}

/** The names and ports, in the order in which they are to be tried. */
function namesOf(records: readonly OnionRecord[]): string {
  return records.map(({ host, port }) => `${host}:${port}`).join(' ');
}

function lackOf(onionMx: MailDomain['onionMx'], own: readonly OnionRecord[]): OnionLack | null {
  if (onionMx === null || onionMx.omitted > 0) return 'changed';
  if (onionMx.dnssec !== 'secure') return 'insecure';
  if (own.some(({ host }) => mapHost(host) === null)) return 'changed';
  if (own.some(({ answer }) => answer === null)) return 'not-asked';
  const answers = own.map(({ answer }) => answer?.outcome);
  // Tor encrypts: TLS inside it is not needed.
  return answers.every((each) => each === 'tls' || each === 'plaintext') ? null : 'unknown';
}
