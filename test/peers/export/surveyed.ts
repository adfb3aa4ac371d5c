import type { OnionMx } from '../../../src/model/records/onion-mx.ts';
import type { Snapshot } from '../../../src/model/records/snapshot.ts';
import { MATCH, NO_POLICY, presenting, snapshotOf } from '../../compare/worlds.ts';
import { makeCertificate, type EndpointOverrides } from '../../model/make-records.ts';
import { EXPORT_DATES, ONION_ANSWER } from '../../report/export/export-world.ts';

/** What surveys saw of the one MX host of a domain, `mx.` and its name. */
export type Seen = 'secure' | 'encrypt' | 'dane' | 'unknown';

/** Four weekly surveys that saw this of these domains. */
export function surveyed(seen: Readonly<Record<string, Seen>>): Snapshot[] {
  const domains = Object.keys(seen);
  const certificates = new Map(
    domains.map((domain) => [
      domain,
      makeCertificate({ names: [`mx.${domain}`], subject: `CN=mx.${domain}` }),
    ]),
  );
  const endpointOf = (domain: string): EndpointOverrides => {
    const certificate = certificates.get(domain);
    if (seen[domain] === 'unknown') return { outcome: 'failed' };
    if (seen[domain] === 'encrypt' || certificate === undefined) {
      return { problems: ['self-signed'] };
    }
    return presenting(certificate, seen[domain] === 'dane' ? { dane: MATCH } : {});
  };
  return EXPORT_DATES.map((date) =>
    snapshotOf(date, {
      hosts: Object.fromEntries(domains.map((domain) => [`mx.${domain}`, [endpointOf(domain)]])),
      certificates: [...certificates.values()],
      domains: domains.map((domain) => ({
        domain,
        hosts: [`mx.${domain}`],
        mtaSts: NO_POLICY,
        mx: { dnssec: seen[domain] === 'dane' ? 'secure' : 'insecure' },
      })),
    }),
  );
}

/** Where an onion service is. */
export interface OnionPlace {
  readonly host: string;
  readonly port: number;
}

/** Four weekly surveys of domains with these onion services, the first to be tried first, that answered over Tor. */
export function surveyedOnions(
  onions: Readonly<Record<string, readonly OnionPlace[]>>,
): Snapshot[] {
  return EXPORT_DATES.map((date) =>
    snapshotOf(date, {
      hosts: { 'mx.onion.test': [{}] },
      domains: Object.entries(onions).map(([domain, places]) => ({
        domain,
        hosts: ['mx.onion.test'],
        onionMx: answering(places),
      })),
    }),
  );
}

function answering(places: readonly OnionPlace[]): OnionMx {
  return {
    state: 'present',
    dnssec: 'secure',
    records: places.map((place, index) => ({
      ...place,
      kind: 'v3',
      priority: index,
      weight: 0,
      answer: ONION_ANSWER,
    })),
    omitted: 0,
    error: null,
  };
}
