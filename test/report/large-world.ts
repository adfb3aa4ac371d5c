import type { Certificate } from '../../src/model/records/certificate.ts';
import type { Snapshot } from '../../src/model/records/snapshot.ts';
import { presenting, snapshotOf, versionsOf } from '../compare/worlds.ts';
import { makeCertificate, type EndpointOverrides } from '../model/make-records.ts';

const WEEKS = ['2026-11-23', '2026-11-30'] as const;

/** A server of a domain in one of the weeks, by the place of the domain in the list. */
interface Server {
  endpoint: EndpointOverrides;
  certificate: Certificate | null;
}

/** Two surveys a week apart of so many domains, each with its own MX host, as the servers of a large list are. */
export function twoWeeks(domains: number): [Snapshot, Snapshot] {
  return [surveyOf(domains, 0), surveyOf(domains, 1)];
}

function surveyOf(count: number, week: 0 | 1): Snapshot {
  const places = Array.from({ length: count }, (_, place) => place);
  const servers = places.map((place) => serverOf(place, week));
  return snapshotOf(WEEKS[week], {
    survey: { categories: [] },
    domains: places.map((place) => ({
      domain: nameOf(place),
      category: null,
      provider: null,
      hosts: [hostOf(place)],
    })),
    hosts: Object.fromEntries(
      places.map((place) => [
        hostOf(place),
        servers.slice(place, place + 1).map((each) => each.endpoint),
      ]),
    ),
    certificates: servers.flatMap(({ certificate }) => certificate ?? []),
  });
}

function nameOf(place: number): string {
  return `domain-${String(place).padStart(4, '0')}.gr`;
}

function hostOf(place: number): string {
  return `mx.${nameOf(place)}`;
}

/** One of 8 certificates is renewed in a week, one of 160 ends in days; one of 400 servers loses STARTTLS, one gains it. */
function serverOf(place: number, week: 0 | 1): Server {
  const without: Server = { endpoint: { outcome: 'plaintext' }, certificate: null };
  if (place % 400 === 7) return week === 0 ? speaking(place, '2027-01-02') : without;
  if (place % 400 === 9) return week === 0 ? without : speaking(place, '2027-01-02');
  if (place % 12 === 1) return { endpoint: { outcome: 'failed' }, certificate: null };
  if (place % 10 === 3) return without;
  if (place % 25 === 5) return speaking(place, '2026-10-20');
  if (place % 8 === 2) return speaking(place, week === 0 ? '2026-12-20' : '2027-02-28');
  return speaking(place, place % 160 === 4 ? '2026-12-04' : '2027-03-01');
}

function speaking(place: number, until: string): Server {
  const host = hostOf(place);
  const certificate = makeCertificate({
    subject: `CN=${host}`,
    names: [host],
    notAfter: `${until}T00:00:00Z`,
    serial: until,
  });
  const tls = versionsOf(place % 30 === 0 ? ['TLSv1'] : ['TLSv1.2', 'TLSv1.3']);
  const problems = until < WEEKS[0] ? ['expired' as const] : [];
  return { endpoint: presenting(certificate, { tls, problems }), certificate };
}
